import { beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../../../src/base/index.ts'
import { queueArnOf, type Work, WorkQueue, workAppend } from '../../../src/sqs-layer/index.ts'
import { openTestQueues, owner, startMs, type TestQueues, texts } from '../open-test-queues.ts'

const logs = { messages: 5000, events: 5001 }

let at: TestQueues

beforeEach(async () => {
  at = await openTestQueues()
})

function open(isFifo = false): Promise<WorkQueue> {
  const { store, clock } = at
  return WorkQueue.open({ store, clock, logger: silentLogger, name: 'deliveries', isFifo, ...logs })
}

async function add(...names: readonly string[]): Promise<void> {
  const { store, clock } = at
  for (const name of names) {
    const [text = '', groupId] = name.split('@')
    const work = { body: Buffer.from(text), groupId }
    const append = workAppend(store, logs.messages, [work], clock.nowMs())
    await store.commit([append])
    store.release(append.frames)
  }
}

async function restarted(queue: WorkQueue, isFifo = false): Promise<WorkQueue> {
  await queue.close()
  at = await at.restart()
  return open(isFifo)
}

const textOf = ({ body }: Work) => Buffer.from(body).toString()
const textsOf = (works: readonly Work[]) => works.map(textOf)

test('a work queue gives out what was appended, in its order, each once', async () => {
  const queue = await open()
  await add('a', 'b', 'c')
  expect(textsOf(await queue.take(2))).toEqual(['a', 'b'])
  expect(textsOf(await queue.take(2))).toEqual(['c'])
  expect(await queue.take(2)).toEqual([])
  expect(queue.count).toBe(3)
})

test('what is done is gone, also after a restart; what was only taken is there again', async () => {
  const queue = await open()
  await add('a', 'b')
  const [a] = await queue.take(2)
  await queue.done(a!)
  const again = await restarted(queue)
  expect(textsOf(await again.take(5))).toEqual(['b'])
})

test('what is put off comes again when it is due, and its attempts are counted over a restart', async () => {
  const queue = await open()
  await add('a', 'b')
  const [a] = await queue.take(1)
  expect(a).toMatchObject({ attempts: 0, firstAttemptMs: 0, storedMs: startMs })
  await queue.putOff(a!, startMs + 20_000)
  const again = await restarted(queue)
  expect(textsOf(await again.take(5))).toEqual(['b'])
  expect(again.availableMs).toBe(startMs + 20_000)
  await at.pass(20)
  expect(again.availableMs).toBe(0)
  const [second] = await again.take(5)
  expect(second).toMatchObject({ attempts: 1, firstAttemptMs: startMs })
  await again.putOff(second!, startMs + 60_000)
  await at.pass(40)
  expect((await again.take(5))[0]).toMatchObject({ attempts: 2, firstAttemptMs: startMs })
})

test('what is given back is the next again', async () => {
  const queue = await open()
  await add('a', 'b')
  for (const work of await queue.take(2)) queue.giveBack(work)
  expect(textsOf(await queue.take(1))).toEqual(['a'])
})

test('a FIFO work queue gives out one message of each group, and the next when that is done', async () => {
  const queue = await open(true)
  await add('a1@a', 'a2@a', 'b1@b', 'a3@a')
  const [a1, b1] = await queue.take(10)
  expect([textOf(a1!), textOf(b1!)]).toEqual(['a1', 'b1'])
  await queue.putOff(a1!, startMs + 1000)
  await queue.done(b1!)
  expect(await queue.take(10)).toEqual([])
  const again = await restarted(queue, true)
  await at.pass(1)
  const [retry] = await again.take(10)
  expect(textOf(retry!)).toBe('a1')
  await again.done(retry!)
  expect(textsOf(await again.take(10))).toEqual(['a2'])
})

test('a move is one step: gone here, and a message there', async () => {
  const dead = await at.queue('dead')
  const queue = await open()
  await add('a', 'b')
  const [a] = await queue.take(1)
  const to = at.queues.destination(queueArnOf(dead.state))!
  expect(await queue.move(a!, to, { body: Buffer.from('dead a') }, owner.account)).toBe(true)
  const again = await restarted(queue)
  expect(textsOf(await again.take(5))).toEqual(['b'])
  expect(await texts(await at.queue('dead'))).toEqual(['dead a'])
})

test('a move to a queue that has just been deleted changes nothing', async () => {
  const dead = await at.queue('dead')
  const queue = await open()
  await add('a')
  const [a] = await queue.take(1)
  const to = at.queues.destination(queueArnOf(dead.state))!
  await at.queues.control.delete(owner, 'dead')
  expect(await queue.move(a!, to, { body: Buffer.from('dead a') }, owner.account)).toBe(false)
  expect(textsOf(await queue.take(5))).toEqual(['a'])
})

test('what is cleared is gone, and what was being worked on needs no more', async () => {
  const queue = await open()
  await add('a', 'b', 'c')
  const [a, b] = await queue.take(2)
  await queue.clear()
  await add('d')
  await queue.done(a!)
  await queue.putOff(b!, startMs + 1)
  queue.giveBack(b!)
  expect(textsOf(await queue.take(5))).toEqual(['d'])
  expect(queue.count).toBe(1)
})

test('a message that is put off twelve hours and more stays put off, and old ones are kept', async () => {
  const queue = await open()
  await add('a', 'b')
  const [a] = await queue.take(1)
  await queue.putOff(a!, startMs + 20 * 86_400_000)
  await at.pass(19 * 86_400)
  expect(textsOf(await queue.take(5))).toEqual(['b'])
})

test('the log of a work queue is trimmed when much of it is done', async () => {
  const queue = await open()
  await add(...Array.from({ length: 40 }, () => 'x'.repeat(300_000)))
  for (const work of await queue.take(40)) await queue.done(work)
  await queue.close()
  expect(at.store.bounds(logs.messages).start).toBeGreaterThan(0)
  expect(queue.count).toBe(0)
  expect(queue.availableMs).toBe(Number.POSITIVE_INFINITY)
})
