import { expect, test } from 'vitest'
import { CodedError } from '../../src/base/index.ts'
import type { LogStore } from '../../src/log/index.ts'
import { shardIdOf } from '../../src/shards/index.ts'
import { openTestStreams, owner, putAll, readShard } from '../shards/open-test-streams.ts'
import { handlesOf, openTestQueue, settle, type TestQueue, textsOf } from './open-test-queue.ts'
import { queuesOver } from './queues-over.ts'

const names = (count: number, prefix = 'r') => Array.from({ length: count }, (_, i) => `${prefix}-${i}`)

/** All that can be received now, and is acknowledged. */
async function drain({ queue, receive }: TestQueue): Promise<string[]> {
  const texts: string[] = []
  for (;;) {
    const records = await receive()
    if (records.length === 0) return texts.sort()
    texts.push(...textsOf(records))
    await queue.acknowledge('live', handlesOf(records))
  }
}

test('a queue gives out every record of all shards once, and acknowledged ones never again', async () => {
  const opened = await openTestQueue()
  await opened.put(...names(50))
  expect(await drain(opened)).toEqual(names(50).sort())
  await opened.pass(3600)
  expect(await opened.receive()).toEqual([])
  const again = await opened.restart()
  expect(await again.receive()).toEqual([])
  expect(again.queue.counts()).toEqual({ visible: 0, inFlight: 0, visibleDead: 0, inFlightDead: 0 })
})

test('a record carries what it was put with, its number in the stream and its times', async () => {
  const opened = await openTestQueue()
  await opened.put('one')
  await opened.pass(2)
  const [record] = await opened.receive()
  const stored = await Promise.all([0, 1, 2, 3].map((index) => readShard(opened.streams, 'test', index)))
  const [inStream] = stored.flat()
  expect(record).toMatchObject({
    sequenceNumber: inStream!.sequenceNumber,
    key: 'one',
    arrivalMs: inStream!.arrivalMs,
    firstReceivedMs: inStream!.arrivalMs + 2000,
    receiveCount: 1,
  })
})

test('a record that is not acknowledged comes again after its visibility timeout, with another handle', async () => {
  const opened = await openTestQueue({ settings: { visibilityTimeout: 20 } })
  await opened.put('one')
  const [first] = await opened.receive()
  await opened.pass(19.999)
  expect(await opened.receive()).toEqual([])
  await opened.pass(0.001)
  const [second] = await opened.receive()
  expect(second).toMatchObject({ receiveCount: 2, firstReceivedMs: first!.firstReceivedMs })
  expect(second!.receiptHandle).not.toBe(first!.receiptHandle)
  const [error] = await opened.queue.acknowledge('live', [first!.receiptHandle])
  expect(error?.code).toBe('STREAM_RECORD_NOT_HELD')
  expect(await opened.queue.acknowledge('live', [second!.receiptHandle])).toEqual([undefined])
})

test('a late handle acknowledges a record that nobody has received again, and one that is gone is no error', async () => {
  const opened = await openTestQueue()
  await opened.put('one')
  const handles = handlesOf(await opened.receive())
  await opened.pass(31)
  expect(await opened.queue.acknowledge('live', [...handles, ...handles])).toEqual([undefined, undefined])
  expect(await opened.queue.acknowledge('live', handles)).toEqual([undefined])
  expect(opened.queue.counters.acknowledged).toBe(1)
})

test('an acknowledgement that comes a second time is answered no sooner than the first, which makes it durable', async () => {
  const { queue, put, receive } = await openTestQueue()
  await put('one')
  const handles = handlesOf(await receive())
  const answered: string[] = []
  const first = queue.acknowledge('live', handles).then(() => answered.push('first'))
  const second = queue.acknowledge('live', handles).then(() => answered.push('second'))
  await Promise.all([first, second])
  expect(answered).toEqual(['first', 'second'])
})

test('what is no handle of this queue is said so', async () => {
  const opened = await openTestQueue()
  const request = { name: 'other', stream: 'test', position: { type: 'TRIM_HORIZON' }, settings: {} } as const
  const other = await opened.queues.open(await opened.streams.queues.create(owner, request))
  await opened.put('one')
  const [record] = await other.receive({ kind: 'live', countMax: 1, waitTimeSeconds: 0 })
  for (const handle of ['no handle', record!.receiptHandle]) {
    const outcomes = [
      ...(await opened.queue.acknowledge('live', [handle])),
      ...(await opened.queue.changeVisibility('live', [{ receiptHandle: handle, visibilityTimeout: 1 }])),
      ...(await opened.queue.restore([handle])),
    ]
    expect(outcomes.map((error) => error?.code)).toEqual(Array(3).fill('STREAM_RECEIPT_INVALID'))
  }
})

test('two queues over a stream give out each record each, under one record id', async () => {
  const opened = await openTestQueue()
  const request = { name: 'other', stream: 'test', position: { type: 'TRIM_HORIZON' }, settings: {} } as const
  const other = await opened.queues.open(await opened.streams.queues.create(owner, request))
  await opened.put(...names(4))
  const mine = await opened.receive()
  const theirs = await other.receive({ kind: 'live', countMax: 10, waitTimeSeconds: 0 })
  const ids = (records: typeof mine) => records.map(({ sequenceNumber }) => sequenceNumber).sort()
  expect(ids(theirs)).toEqual(ids(mine))
})

test('a change of visibility counts from now, and 0 makes the record visible at once', async () => {
  const opened = await openTestQueue()
  await opened.put('one')
  const [first] = await opened.receive()
  await opened.pass(25)
  const { receiptHandle } = first!
  await opened.queue.changeVisibility('live', [{ receiptHandle, visibilityTimeout: 100 }])
  await opened.pass(99)
  expect(await opened.receive()).toEqual([])
  await opened.queue.changeVisibility('live', [{ receiptHandle, visibilityTimeout: 0 }])
  expect(await opened.receive()).toMatchObject([{ receiveCount: 2 }])
  const [error] = await opened.queue.changeVisibility('live', [{ receiptHandle, visibilityTimeout: 0 }])
  expect(error?.code).toBe('STREAM_RECORD_NOT_HELD')
})

test('what is in flight stays so through a restart, and its handle stays good', async () => {
  const opened = await openTestQueue()
  await opened.put('one', 'two')
  const records = await opened.receive()
  expect(records).toHaveLength(2)
  const again = await opened.restart()
  expect(again.queue.counts()).toMatchObject({ visible: 0, inFlight: 2 })
  expect(await again.receive()).toEqual([])
  await again.queue.acknowledge('live', [records[0]!.receiptHandle])
  await again.pass(31)
  expect(await again.receive()).toMatchObject([
    { receiveCount: 2, sequenceNumber: records[1]!.sequenceNumber },
  ])
})

test('LATEST begins with what is put after the queue was made', async () => {
  const opened = await openTestQueue()
  await opened.put(...names(20, 'before'))
  const request = { name: 'late', stream: 'test', position: { type: 'LATEST' }, settings: {} } as const
  const late = await opened.queues.open(await opened.streams.queues.create(owner, request))
  await opened.put('after')
  expect(late.counts().visible).toBe(1)
  expect(textsOf(await late.receive({ kind: 'live', countMax: 10, waitTimeSeconds: 0 }))).toEqual(['after'])
})

test('AT_TIMESTAMP begins with what came then, and refuses a time that has not come', async () => {
  const opened = await openTestQueue()
  await opened.put('before')
  await opened.pass(60)
  const timestampMs = opened.clock.nowMs()
  await opened.put('then')
  const at = (ms: number, name: string) =>
    opened.streams.queues.create(owner, {
      name,
      stream: 'test',
      position: { type: 'AT_TIMESTAMP', timestampMs: ms },
      settings: {},
    })
  const queue = await opened.queues.open(await at(timestampMs, 'timed'))
  expect(textsOf(await queue.receive({ kind: 'live', countMax: 10, waitTimeSeconds: 0 }))).toEqual(['then'])
  await expect(at(timestampMs + 60_000, 'early')).rejects.toMatchObject({ code: 'TIMESTAMP_INVALID' })
})

test('a queue follows its stream through splits and merges, also where it was not in use', async () => {
  const opened = await openTestQueue()
  await opened.put(...names(20, 'a'))
  const { resharding } = opened.streams
  await resharding.split(owner, 'test', shardIdOf(0), 1n << 100n)
  await resharding.merge(owner, 'test', shardIdOf(1), shardIdOf(2))
  const first = await opened.receive()
  await opened.queue.acknowledge('live', handlesOf(first))
  await opened.put(...names(20, 'b'))
  const again = await opened.restart()
  await again.put(...names(5, 'c'))
  const rest = await drain(again)
  expect([...rest, ...textsOf(first)].sort()).toEqual(
    [...names(20, 'a'), ...names(20, 'b'), ...names(5, 'c')].sort(),
  )
})

test('records that the stream does not keep any more leave the queue, in flight and dead ones too', async () => {
  const opened = await openTestQueue({ settings: { maxReceiveCount: 1, visibilityTimeout: 30 } })
  await opened.put(...names(30))
  const held = await opened.receive()
  expect(held.length).toBeGreaterThan(0)
  await opened.pass(31)
  expect(opened.queue.counts()).toMatchObject({ inFlight: 0, visibleDead: held.length })
  await opened.receive()
  await opened.pass(24 * 3600)
  expect(await opened.receive()).toEqual([])
  expect(await opened.receive('dead')).toEqual([])
  await opened.pass(600)
  expect(opened.queue.counts()).toEqual({ visible: 0, inFlight: 0, visibleDead: 0, inFlightDead: 0 })
  await opened.put('fresh')
  expect(textsOf(await opened.receive())).toEqual(['fresh'])
})

test('a long poll is answered by a put, and with nothing when its time is over', async () => {
  const opened = await openTestQueue()
  const waiting = opened.queue.receive({ kind: 'live', countMax: 10, waitTimeSeconds: 9 })
  await settle()
  await opened.put('one')
  expect(textsOf(await waiting)).toEqual(['one'])
  const second = opened.queue.receive({ kind: 'live', countMax: 10, waitTimeSeconds: 9 })
  await settle()
  await opened.pass(9)
  expect(await second).toEqual([])
  expect(opened.queue.counters).toMatchObject({ received: 1, emptyReceives: 1 })
})

test('a long poll is answered when a record is seen again, and one for dead letters when it becomes one', async () => {
  const opened = await openTestQueue({ settings: { visibilityTimeout: 5, maxReceiveCount: 2 } })
  await opened.put('one')
  await opened.receive()
  const live = opened.queue.receive({ kind: 'live', countMax: 10, waitTimeSeconds: 20 })
  await settle()
  await opened.pass(5)
  expect(await live).toMatchObject([{ receiveCount: 2 }])
  const dead = opened.queue.receive({ kind: 'dead', countMax: 10, waitTimeSeconds: 20 })
  await settle()
  await opened.pass(5)
  expect(textsOf(await dead)).toEqual(['one'])
})

test('a long poll ends when its caller goes, when the queue is deleted and when the server stops', async () => {
  const opened = await openTestQueue()
  const request = { kind: 'live', countMax: 10, waitTimeSeconds: 20 } as const
  const gone = new AbortController()
  const left = opened.queue.receive(request, gone.signal)
  await settle()
  gone.abort()
  expect(await left).toEqual([])
  const stopped = opened.queue.receive(request)
  await settle()
  await opened.queues.endWaiting()
  expect(await stopped).toEqual([])
  const deleted = opened.queue.receive(request)
  await settle()
  const refused = expect(deleted).rejects.toMatchObject({ code: 'STREAM_QUEUE_NOT_FOUND' })
  await opened.streams.queues.delete(opened.state)
  await refused
  await expect(opened.receive()).rejects.toMatchObject({ code: 'STREAM_QUEUE_NOT_FOUND' })
})

test('an answer holds 10 MiB, and what does not fit comes with the next', async () => {
  const opened = await openTestQueue()
  await opened.streams.control.change(owner, 'test', () => ({ maxRecordSizeKiB: 10_240 }))
  const size = 4 * 1024 * 1024
  for (let i = 0; i < 4; i++)
    await putAll(opened.streams, 'test', [{ key: 'same', data: Buffer.alloc(size, i) }])
  expect(await opened.receive()).toHaveLength(2)
  expect(await opened.receive()).toHaveLength(2)
})

test('many events are folded into a snapshot, from which a queue goes on as it was', async () => {
  const opened = await openTestQueue({ settings: { maxReceiveCount: 1, visibilityTimeout: 30 } })
  await opened.put(...names(400))
  const held: string[] = []
  for (let i = 0; i < 20; i++) held.push(...handlesOf(await opened.receive()))
  await opened.pass(31)
  for (let i = 0; i < 400; i++) {
    const records = await opened.receive('dead', 10)
    await opened.queue.changeVisibility(
      'dead',
      records.map(({ receiptHandle }) => ({ receiptHandle, visibilityTimeout: 0 })),
    )
  }
  const [restored] = await opened.receive('dead', 1)
  await opened.queue.restore([restored!.receiptHandle])
  const counts = opened.queue.counts()
  expect(counts).toEqual({ visible: 201, inFlight: 0, visibleDead: 199, inFlightDead: 0 })
  const again = await opened.restart()
  expect(again.queue.counts()).toEqual(counts)
})

test('a receive that the store refuses gives back what it has taken, also what is too old', async () => {
  const opened = await openTestStreams()
  const { streams, clock } = opened
  let isBusy = true
  const commit: LogStore['commit'] = (...commitParts) =>
    isBusy ? Promise.reject(new CodedError('LOG_BUSY', 'busy')) : opened.store.commit(...commitParts)
  const store = new Proxy(opened.store, {
    get(target, name) {
      if (name === 'commit') return commit
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  await streams.control.create(owner, { name: 'test', mode: 'ON_DEMAND' })
  const request = { name: 'work', stream: 'test', position: { type: 'TRIM_HORIZON' }, settings: {} } as const
  const state = await streams.queues.create(owner, request)
  const queue = await queuesOver({ streams, store, clock }).open(state)
  const receive = () => queue.receive({ kind: 'live', countMax: 10, waitTimeSeconds: 0 })
  const put = (texts: readonly string[]) =>
    putAll(
      streams,
      'test',
      texts.map((text) => ({ key: 'same', data: Buffer.from(text) })),
    )
  await put(names(3, 'old'))
  clock.advance(23 * 3_600_000)
  await put(names(3, 'new'))
  await expect(receive()).rejects.toMatchObject({ code: 'LOG_BUSY' })
  expect(queue.counts()).toMatchObject({ visible: 6, inFlight: 0 })
  clock.setWallTime(clock.nowMs() + 3_600_001)
  await expect(receive()).rejects.toMatchObject({ code: 'LOG_BUSY' })
  expect(queue.counts()).toMatchObject({ visible: 6, inFlight: 0 })
  isBusy = false
  expect(textsOf(await receive())).toEqual(names(3, 'new'))
  expect(queue.counts()).toMatchObject({ visible: 0, inFlight: 3 })
})
