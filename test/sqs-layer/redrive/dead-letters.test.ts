import { expect, test } from 'vitest'
import { queueArnOf } from '../../../src/sqs-layer/index.ts'
import { message, openTestQueues, owner, send, settle, startMs, textOf, texts } from '../open-test-queues.ts'

const policy = (name: string, maxReceiveCount: number) => ({
  deadLetterTargetArn: queueArnOf({ ...owner, name }),
  maxReceiveCount,
})

test('a message that was received too often is in the dead-letter queue, as it was', async () => {
  const { queue, pass } = await openTestQueues()
  const dead = await queue('dead')
  const orders = await queue('orders', { redrivePolicy: policy('dead', 2) })
  const [sent] = await send(orders, ['bad'])
  const waiting = dead.receive({ countMax: 1, waitTimeSeconds: 20 })
  await pass(1)
  expect(await texts(orders)).toEqual(['bad'])
  await pass(30)
  await send(orders, ['good'])
  expect((await texts(orders)).sort()).toEqual(['bad', 'good'])
  await pass(30)
  expect(await texts(orders)).toEqual(['good'])
  await settle()
  expect(await orders.counts()).toMatchObject({ visible: 0, notVisible: 1 })
  expect(await waiting).toEqual([])
  const [moved] = await dead.receive({ countMax: 10 })
  expect(moved).toMatchObject({
    messageId: sent!.messageId,
    sentMs: startMs,
    firstReceivedMs: startMs + 1000,
    receiveCount: 3,
    deadLetterSourceArn: queueArnOf({ ...owner, name: 'orders' }),
  })
  expect(textOf(moved!)).toBe('bad')
})

test('in a FIFO queue a message that goes lets the next of its group through', async () => {
  const { queue, pass } = await openTestQueues()
  const dead = await queue('dead.fifo')
  const settings = { contentBasedDeduplication: true, redrivePolicy: policy('dead.fifo', 1) }
  const jobs = await queue('jobs.fifo', settings)
  const group = { groupId: 'a' }
  await jobs.send([message('1', group), message('2', group)], '1')
  expect(await texts(jobs, 1)).toEqual(['1'])
  await pass(30)
  expect(await texts(jobs, 1)).toEqual(['2'])
  const [moved] = await dead.receive({ countMax: 10 })
  expect(moved).toMatchObject({ groupId: 'a', deduplicationId: moved!.messageId, sentMs: startMs + 30_000 })
})

test('retention counts from the first sending of a message that was moved', async () => {
  const { queue, pass } = await openTestQueues()
  const dead = await queue('dead', { messageRetentionPeriod: 60 })
  const orders = await queue('orders', { redrivePolicy: policy('dead', 1) })
  await send(orders, ['bad'])
  await texts(orders)
  await pass(40)
  expect(await texts(orders)).toEqual([])
  expect((await dead.counts()).visible).toBe(1)
  await pass(20)
  expect(await texts(dead)).toEqual([])
  expect((await dead.counts()).visible).toBe(0)
})

test('without its dead-letter queue a message stays', async () => {
  const { queues, queue, pass } = await openTestQueues()
  await queue('dead')
  const orders = await queue('orders', { redrivePolicy: policy('dead', 1) })
  await queues.control.delete(owner, 'dead')
  await send(orders, ['bad'])
  await texts(orders)
  await pass(30)
  expect(await texts(orders)).toEqual(['bad'])
})
