import { expect, test } from 'vitest'
import type { Queue } from '../../../src/sqs-layer/index.ts'
import { openTestQueues, send, texts } from '../open-test-queues.ts'

async function sendMany(queue: Queue, groupId: string, count: number): Promise<void> {
  for (let i = 0; i < count; i += 10) {
    const batch = Array.from({ length: Math.min(10, count - i) }, (_, j) => `${groupId}${i + j}`)
    await send(queue, batch, { groupId })
  }
}

test('a noisy tenant does not keep the messages of another waiting', async () => {
  const { queue } = await openTestQueues()
  const orders = await queue('orders')
  await sendMany(orders, 'noisy', 100)
  await sendMany(orders, 'quiet', 2)
  await sendMany(orders, 'noisy', 20)
  for (let i = 0; i < 3; i++) expect((await texts(orders))[0]).toMatch(/^noisy/)
  expect((await texts(orders)).slice(0, 2)).toEqual(['quiet0', 'quiet1'])
  const rest: string[] = []
  for (let more = await texts(orders); more.length > 0; more = await texts(orders)) rest.push(...more)
  expect(rest).toHaveLength(120 - 30 - 8)
})

test('with fewer than 30 messages in flight nobody is noisy', async () => {
  const { queue } = await openTestQueues()
  const orders = await queue('orders')
  await sendMany(orders, 'many', 40)
  await sendMany(orders, 'few', 1)
  for (let i = 0; i < 2; i++) await texts(orders)
  expect((await texts(orders)).every((text) => text.startsWith('many'))).toBe(true)
})

test('a tenant that is quiet again gets its messages in their order, and none is lost over a restart', async () => {
  let world = await openTestQueues()
  let orders = await world.queue('orders')
  await sendMany(orders, 'noisy', 60)
  const held = []
  for (let i = 0; i < 4; i++) held.push(...(await orders.receive({ countMax: 10 })))
  expect(await orders.counts()).toMatchObject({ visible: 20, notVisible: 40 })
  await orders.delete(held.map(({ receiptHandle }) => receiptHandle))
  await sendMany(orders, 'quiet', 1)
  expect(await texts(orders, 3)).toEqual(['noisy40', 'noisy41', 'noisy42'])
  world = await world.restart()
  orders = await world.queue('orders')
  const rest: string[] = []
  for (let more = await texts(orders); more.length > 0; more = await texts(orders)) rest.push(...more)
  expect(rest).toHaveLength(18)
})

test('a tenant whose few messages take long does not keep those of another waiting, until it has sent nothing for long', async () => {
  const { queue, pass } = await openTestQueues()
  const orders = await queue('orders', { visibilityTimeout: 3600 })
  const work = async (seconds: number) => {
    const held = await orders.receive({ countMax: 1 })
    await pass(seconds)
    await orders.delete(held.map(({ receiptHandle }) => receiptHandle))
    return held.map(({ body }) => body.toString()).join()
  }
  await sendMany(orders, 'slow', 20)
  expect([await work(100), await work(100)]).toEqual(['slow0', 'slow1'])
  await sendMany(orders, 'quick', 3)
  expect(await work(1)).toBe('quick0')
  expect(await work(1)).toBe('quick1')
  await pass(300)
  expect(await work(1)).toBe('slow2')
  expect(await work(1)).toBe('slow3')
})

test('without other messages those of a tenant that takes all the time come in their order', async () => {
  const { queue, pass } = await openTestQueues()
  const orders = await queue('orders')
  await sendMany(orders, 'only', 30)
  for (let i = 0; i < 30; i++) {
    const [message] = await orders.receive({ countMax: 1 })
    expect(message?.body.toString()).toBe(`only${i}`)
    await pass(2)
    await orders.delete([message!.receiptHandle])
  }
})

/** A queue where `noisy` has so many in flight, more than that wait, and four others have one in flight each. */
async function withNoisy(noisyHeld: number) {
  const world = await openTestQueues()
  const orders = await world.queue('orders', { visibilityTimeout: 3600 })
  await sendMany(orders, 'noisy', noisyHeld)
  for (const other of ['a', 'b', 'c', 'd']) await sendMany(orders, other, 1)
  const held: { text: string; handle: string }[] = []
  for (let left = noisyHeld + 4; left > 0; left -= 10) {
    for (const { body, receiptHandle } of await orders.receive({ countMax: Math.min(10, left) }))
      held.push({ text: body.toString(), handle: receiptHandle })
  }
  await sendMany(orders, 'noisy', 20)
  const deleteNoisy = (count: number) => {
    const some = held.filter(({ text }) => text.startsWith('noisy')).slice(0, count)
    for (const each of some) held.splice(held.indexOf(each), 1)
    return orders.delete(some.map(({ handle }) => handle))
  }
  return { ...world, orders, deleteNoisy }
}

/** Whether messages of `noisy` that were sent first come behind one of another tenant. */
async function isNoisy(orders: Queue, other: string): Promise<boolean> {
  await sendMany(orders, other, 1)
  const passed: string[] = []
  for (;;) {
    const [next] = await orders.receive({ countMax: 1 })
    if (next?.body.toString() === `${other}0`) {
      await orders.delete([next.receiptHandle])
      break
    }
    passed.push(next!.receiptHandle)
  }
  await orders.changeVisibility(passed.map((receiptHandle) => ({ receiptHandle, visibilityTimeout: 0 })))
  return passed.length === 0
}

test('a tenant stays noisy below the threshold, until it has no more in flight than others', async () => {
  const { orders, deleteNoisy } = await withNoisy(40)
  expect(await isNoisy(orders, 'e')).toBe(true)
  await deleteNoisy(20)
  // 20 of 24 messages in flight are under 30.
  expect(await isNoisy(orders, 'f')).toBe(true)
  await deleteNoisy(19)
  expect(await isNoisy(orders, 'g')).toBe(false)
})

test('a tenant that has sent nothing for five minutes is quiet, whatever it has in flight, until it sends again', async () => {
  const { orders, pass } = await withNoisy(40)
  expect(await isNoisy(orders, 'e')).toBe(true)
  await pass(200)
  await sendMany(orders, 'noisy', 1)
  await pass(299)
  expect(await isNoisy(orders, 'f')).toBe(true)
  await pass(1)
  expect(await isNoisy(orders, 'g')).toBe(false)
  await sendMany(orders, 'noisy', 1)
  expect(await isNoisy(orders, 'h')).toBe(true)
})

test('a tenant whose backlog is gone is quiet until it is over the threshold again', async () => {
  const { orders, deleteNoisy } = await withNoisy(40)
  expect(await isNoisy(orders, 'e')).toBe(true)
  await deleteNoisy(40)
  const rest: string[] = []
  for (let more = await texts(orders); more.length > 0; more = await texts(orders)) rest.push(...more)
  expect(rest).toHaveLength(20)
  await sendMany(orders, 'noisy', 1)
  expect(await isNoisy(orders, 'f')).toBe(false)
})
