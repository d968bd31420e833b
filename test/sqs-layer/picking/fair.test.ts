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

test('a tenant whose few messages take long does not keep those of another waiting, until that is long ago', async () => {
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
  await pass(3600)
  // Of the recent time, quick takes it all now.
  expect(await work(10)).toMatch(/^quick2/)
  await sendMany(orders, 'quick', 3)
  expect(await work(1)).toBe('slow2')
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
