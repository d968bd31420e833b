import { expect, test } from 'vitest'
import { CodedError, silentLogger, systemRandom } from '../../src/base/index.ts'
import type { LogStore } from '../../src/log/index.ts'
import { openQueues, type Queue, type SendOutcome } from '../../src/sqs-layer/index.ts'
import { message, openTestQueues, owner, send, settle, textOf, texts } from './open-test-queues.ts'

const content = { contentBasedDeduplication: true }

/** Sends `group:text` pairs, one call each. */
async function sendPairs(queue: Queue, pairs: readonly string[]): Promise<SendOutcome[]> {
  const outcomes: SendOutcome[] = []
  for (const pair of pairs) {
    const groupId = pair.split(':')[0]!
    outcomes.push(...(await queue.send([message(pair, { groupId })], owner.account)))
  }
  return outcomes
}

const codesOf = (outcomes: readonly SendOutcome[]) =>
  outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.error.code : 'sent'))

test('a group is in order, and waits while one of its messages is in flight', async () => {
  const { queue, pass } = await openTestQueues()
  const jobs = await queue('jobs.fifo', content)
  await sendPairs(jobs, ['a:1', 'b:1', 'a:2', 'a:3', 'b:2'])
  const first = await jobs.receive({ countMax: 2 })
  expect(first.map(textOf)).toEqual(['a:1', 'a:2'])
  expect(await texts(jobs)).toEqual(['b:1', 'b:2'])
  expect(await texts(jobs)).toEqual([])
  await jobs.delete([first[0]!.receiptHandle])
  expect(await texts(jobs)).toEqual([])
  await jobs.changeVisibility([{ receiptHandle: first[1]!.receiptHandle, visibilityTimeout: 0 }])
  expect(await texts(jobs)).toEqual(['a:2', 'a:3'])
  await pass(30)
  expect((await texts(jobs)).sort()).toEqual(['a:2', 'a:3', 'b:1', 'b:2'])
})

test('a batch takes one group after the other', async () => {
  const { queue } = await openTestQueues()
  const jobs = await queue('jobs.fifo', content)
  await sendPairs(jobs, ['a:1', 'b:1', 'c:1', 'a:2', 'c:2'])
  expect(await texts(jobs)).toEqual(['a:1', 'a:2', 'b:1', 'c:1', 'c:2'])
})

test('a long poll is answered when a group is free again', async () => {
  const { queue } = await openTestQueues()
  const jobs = await queue('jobs.fifo', content)
  await sendPairs(jobs, ['a:1', 'a:2'])
  const [first] = await jobs.receive({ countMax: 1 })
  const next = jobs.receive({ countMax: 1, waitTimeSeconds: 20 })
  await settle()
  await jobs.delete([first!.receiptHandle])
  expect((await next).map(textOf)).toEqual(['a:2'])
})

test('sequence numbers have 20 digits and rise', async () => {
  const { queue } = await openTestQueues()
  const jobs = await queue('jobs.fifo', content)
  const sent = await sendPairs(jobs, ['a:1', 'b:1', 'a:2'])
  const numbers = sent.map((outcome) => (outcome.kind === 'sent' ? outcome.sequenceNumber! : ''))
  expect(numbers.every((number) => /^\d{20}$/.test(number))).toBe(true)
  expect([...numbers].sort()).toEqual(numbers)
  const received = await jobs.receive({ countMax: 10 })
  expect(received.map(({ sequenceNumber }) => sequenceNumber)).toEqual([numbers[0], numbers[2], numbers[1]])
})

test('within five minutes a message is sent once: by its content, by its id, in a batch, after a delete and a restart', async () => {
  let world = await openTestQueues()
  let jobs = await world.queue('jobs.fifo', content)
  const [first] = await sendPairs(jobs, ['a:1'])
  expect(await sendPairs(jobs, ['a:1'])).toEqual([first])
  const two = await jobs.send(
    [
      message('x', { groupId: 'a', deduplicationId: 'id' }),
      message('y', { groupId: 'b', deduplicationId: 'id' }),
    ],
    owner.account,
  )
  expect(two[1]).toMatchObject({ messageId: (two[0] as { messageId: string }).messageId })
  const received = await jobs.receive({ countMax: 10 })
  expect(received.map(textOf)).toEqual(['a:1', 'x'])
  await jobs.delete(received.map(({ receiptHandle }) => receiptHandle))
  await world.pass(299)
  world = await world.restart()
  jobs = await world.queue('jobs.fifo', content)
  expect(await sendPairs(jobs, ['a:1'])).toEqual([first])
  expect(await texts(jobs)).toEqual([])
  await world.pass(1)
  await sendPairs(jobs, ['a:1'])
  expect(await texts(jobs)).toEqual(['a:1'])
})

test('a message whose commit has failed is not answered as sent when it comes again', async () => {
  const { queues, store, clock } = await openTestQueues()
  await queues.control.create(owner, { name: 'orders.fifo' })
  let fails = false
  const failing = new Proxy(store, {
    get(target, name) {
      if (name === 'commit') {
        const commit: LogStore['commit'] = async (...parts) => {
          const offsets = await target.commit(...parts)
          if (fails) throw new CodedError('LOG_STORE_FAILED', 'the disk is gone')
          return offsets
        }
        return commit
      }
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  const parts = { clock, random: systemRandom, logger: silentLogger, limits: 'aws' } as const
  const orders = await (await openQueues({ ...parts, store: failing })).open(owner, 'orders.fifo')
  const once = { groupId: 'g', deduplicationId: 'once' }
  fails = true
  await expect(send(orders, ['a'], once)).rejects.toMatchObject({ code: 'LOG_STORE_FAILED' })
  await expect(send(orders, ['a'], once)).rejects.toMatchObject({ code: 'LOG_STORE_FAILED' })
})

test('with the scope messageGroup an id is one of its group', async () => {
  const { queue } = await openTestQueues()
  const jobs = await queue('jobs.fifo', { deduplicationScope: 'messageGroup' })
  const more = { deduplicationId: 'id' }
  await jobs.send([message('x', { groupId: 'a', ...more }), message('y', { groupId: 'b', ...more })], '1')
  await jobs.send([message('z', { groupId: 'b', ...more })], '1')
  expect(await texts(jobs)).toEqual(['x', 'y'])
})

test('a handle deletes no more when its time is over, and changes nothing', async () => {
  const { queue, pass } = await openTestQueues()
  const jobs = await queue('jobs.fifo', content)
  await sendPairs(jobs, ['a:1'])
  const [first] = await jobs.receive({ countMax: 1 })
  const { receiptHandle } = first!
  await pass(30)
  expect((await jobs.delete([receiptHandle]))[0]?.code).toBe('RECEIPT_EXPIRED')
  const change = await jobs.changeVisibility([{ receiptHandle, visibilityTimeout: 10 }])
  expect(change[0]?.code).toBe('RECEIPT_EXPIRED')
  const [second] = await jobs.receive({ countMax: 1 })
  expect((await jobs.delete([receiptHandle]))[0]?.code).toBe('RECEIPT_EXPIRED')
  expect(await jobs.delete([second!.receiptHandle, second!.receiptHandle])).toEqual([undefined, undefined])
  expect(await jobs.delete([second!.receiptHandle])).toEqual([undefined])
})

test('the delay of the queue holds for all of its messages, and for those sent before it was set', async () => {
  const { queues, queue, pass } = await openTestQueues()
  const jobs = await queue('jobs.fifo', { ...content, delaySeconds: 10 })
  await sendPairs(jobs, ['a:1', 'a:2', 'b:1'])
  await pass(5)
  await sendPairs(jobs, ['b:2'])
  expect(await jobs.counts()).toMatchObject({ visible: 0, delayed: 4 })
  expect(await texts(jobs)).toEqual([])
  await pass(5)
  expect(await jobs.counts()).toMatchObject({ visible: 3, delayed: 1 })
  expect(await texts(jobs)).toEqual(['a:1', 'a:2', 'b:1'])
  await sendPairs(jobs, ['c:1'])
  expect(await texts(jobs)).toEqual([])
  await queues.control.change(owner, 'jobs.fifo', () => ({ settings: { delaySeconds: 0 } }))
  await settle()
  expect(await texts(jobs)).toEqual(['c:1'])
})

test('messages that a FIFO queue does not take, and a standard queue neither, are refused', async () => {
  const { queue } = await openTestQueues()
  const jobs = await queue('jobs.fifo')
  const id = { deduplicationId: 'x' }
  const outcomes = await jobs.send(
    [
      message('a', id),
      message('b', { groupId: 'g' }),
      message('c', { groupId: 'g', delaySeconds: 5, ...id }),
      message('d', { groupId: 'g'.repeat(129), ...id }),
      message('e', { groupId: 'g', ...id }),
    ],
    owner.account,
  )
  expect(codesOf(outcomes)).toEqual([
    'MESSAGE_PARAMETER_MISSING',
    'MESSAGE_PARAMETER_INVALID',
    'MESSAGE_PARAMETER_INVALID',
    'MESSAGE_PARAMETER_INVALID',
    'sent',
  ])
  const orders = await queue('orders')
  expect(codesOf(await orders.send([message('a', id)], '1'))).toEqual(['MESSAGE_PARAMETER_INVALID'])
})

test('the same attempt gets the same messages and handles again, until something has happened to them', async () => {
  const { queue, pass } = await openTestQueues()
  const jobs = await queue('jobs.fifo', content)
  await sendPairs(jobs, ['a:1', 'a:2', 'b:1'])
  const attempt = { countMax: 2, attemptId: 'attempt-1', visibilityTimeout: 30 }
  const first = await jobs.receive(attempt)
  await pass(20)
  expect(await jobs.receive(attempt)).toEqual(first)
  await pass(20)
  expect(await texts(jobs)).toEqual(['b:1'])
  await jobs.delete([first[0]!.receiptHandle])
  expect(await jobs.receive(attempt)).toEqual([])
})

test('more than 300 calls a second are refused, unless throughput is by group', async () => {
  const { queue, pass } = await openTestQueues()
  const jobs = await queue('jobs.fifo', content)
  const call = () =>
    jobs.receive({ countMax: 1 }).then(
      () => '',
      (error: { code: string }) => error.code,
    )
  const codes = await Promise.all(Array.from({ length: 301 }, call))
  expect(codes.filter((code) => code === 'QUEUE_RATE_EXCEEDED')).toHaveLength(1)
  await sendPairs(jobs, ['a:1'])
  await pass(1)
  expect(await texts(jobs)).toEqual(['a:1'])
  const fast = await queue('fast.fifo', {
    fifoThroughputLimit: 'perMessageGroupId',
    deduplicationScope: 'messageGroup',
  })
  await Promise.all(Array.from({ length: 400 }, () => fast.receive({ countMax: 1 })))
})

test('groups are in order after a restart, and what is in flight locks its group still', async () => {
  let world = await openTestQueues()
  let jobs = await world.queue('jobs.fifo', content)
  await sendPairs(jobs, ['a:1', 'b:1', 'a:2', 'b:2', 'a:3'])
  const [a1] = await jobs.receive({ countMax: 1, visibilityTimeout: 60 })
  world = await world.restart()
  jobs = await world.queue('jobs.fifo')
  expect(await texts(jobs)).toEqual(['b:1', 'b:2'])
  await jobs.delete([a1!.receiptHandle])
  expect(await texts(jobs, 1)).toEqual(['a:2'])
  await world.pass(30)
  world = await world.restart()
  jobs = await world.queue('jobs.fifo')
  expect(await texts(jobs)).toEqual(['a:2', 'a:3', 'b:1', 'b:2'])
})

test('a group with a large backlog hides others only beyond 120,000 messages', async () => {
  const { queue } = await openTestQueues({ limits: 'off' })
  const jobs = await queue('jobs.fifo', content)
  const batch = (first: number) =>
    jobs.send(
      Array.from({ length: 10 }, (_, i) => message(String(first + i), { groupId: 'a' })),
      '1',
    )
  for (let first = 0; first < 3000; first += 300) {
    await Promise.all(Array.from({ length: 30 }, (_, i) => batch(first + 10 * i)))
  }
  await sendPairs(jobs, ['b:1'])
  expect(await texts(jobs, 1)).toEqual(['0'])
  expect(await texts(jobs, 1)).toEqual(['b:1'])
})
