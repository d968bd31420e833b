import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ShardPush,
  type StartingPosition,
  type StreamsOptions,
  type Subscription,
  secondsOf,
} from '../../../src/shards/index.ts'
import { times } from '../../effort.ts'
import { openTestStreams, owner, putAll, startMs } from '../open-test-streams.ts'

interface TestEvent {
  readonly data: string[]
  readonly continuation: string | undefined
  readonly millisBehindLatest: number
  readonly children: number[] | undefined
}

function eventOf({ records, continuation, children }: ShardPush): TestEvent {
  const data: string[] = []
  for (const cursor = records.cursor(); cursor.next(); ) {
    data.push(cursor.frames.toString('latin1', cursor.keyEnd, cursor.dataEnd))
  }
  const { millisBehindLatest } = records
  return { data, continuation, millisBehindLatest, children: children?.map(({ shard }) => shard.index) }
}

const next = (subscription: Subscription) => subscription.next(eventOf)

/** Lets all that waits for no clock and no event come to its end. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** What a promise has come to so far. */
async function stateOf(promise: Promise<unknown>): Promise<'pending' | 'settled'> {
  let state: 'pending' | 'settled' = 'pending'
  const hasSettled = () => {
    state = 'settled'
  }
  promise.then(hasSettled, hasSettled)
  await settle()
  return state
}

async function openWithConsumer(options: Partial<StreamsOptions> = {}) {
  const opened = await openTestStreams({ limits: 'aws', ...options })
  const { streams, store } = opened
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  const consumer = await streams.consumers.register(owner, 'test', 'reader')
  const put = (...data: (string | Buffer)[]) =>
    putAll(
      streams,
      'test',
      data.map((one) => ({ key: 'k', data: Buffer.from(one) })),
    )
  let listeners = 0
  const { onAppend } = store
  store.onAppend = (log, listener) => {
    const forget = onAppend.call(store, log, listener)
    listeners++
    return () => {
      listeners--
      forget()
    }
  }

  async function subscribe(
    position: StartingPosition = { type: 'TRIM_HORIZON' },
    { signal = new AbortController().signal, of = consumer } = {},
  ) {
    const stream = streams.active(owner, 'test')
    const state = stream.state.shards[0]!
    streams.subscriptions.admit(of, state)
    const offset = await streams.startingOffset(stream.state, state, position, 'SubscribeToShard')
    const shard = stream.shard(state)
    return streams.subscriptions.open({ consumer: of, stream: stream.state, shard, state, offset, signal })
  }

  return { ...opened, consumer, put, subscribe, listeners: () => listeners }
}

test('records are pushed when they are durable, and the place behind them told', async () => {
  const { put, subscribe } = await openWithConsumer()
  const subscription = await subscribe({ type: 'LATEST' })
  const first = next(subscription)
  expect(await stateOf(first)).toBe('pending')
  const [, b] = await put('a', 'b')
  expect(await first).toEqual({
    data: ['a', 'b'],
    continuation: b!.sequenceNumber,
    millisBehindLatest: 0,
    children: undefined,
  })
  await put('c')
  await put('d')
  expect((await next(subscription))!.data).toEqual(['c', 'd'])
})

test('an event has 256 KiB of keys and data at the most, and a single record whatever its size', async () => {
  const { put, subscribe } = await openWithConsumer({ limits: 'off' })
  const subscription = await subscribe()
  for (const size of [150_000, 100_000, 150_000]) await put(Buffer.alloc(size))
  const sizes = async () => (await next(subscription))!.data.map(({ length }) => length)
  expect(await sizes()).toEqual([150_000, 100_000])
  expect(await sizes()).toEqual([150_000])
})

test('a reader that is behind is told by how much', async () => {
  const { put, subscribe, clock } = await openWithConsumer({ limits: 'off' })
  await put(Buffer.alloc(900_000))
  clock.advance(2500)
  await put(Buffer.alloc(900_000))
  const subscription = await subscribe()
  expect((await next(subscription))!.millisBehindLatest).toBe(2500)
  expect((await next(subscription))!.millisBehindLatest).toBe(0)
})

test('where nothing comes an empty event goes out every 5 seconds, from the last one on', async () => {
  const { clock, put, subscribe } = await openWithConsumer()
  const [before] = await put('before')
  const subscription = await subscribe({ type: 'LATEST' })
  const empty = { data: [], millisBehindLatest: 0, children: undefined }
  const first = next(subscription)
  clock.advance(4999)
  expect(await stateOf(first)).toBe('pending')
  clock.advance(1)
  expect(await first).toEqual({ ...empty, continuation: before!.sequenceNumber })
  await settle()

  clock.advance(3000)
  const [middle] = await put('middle')
  expect((await next(subscription))!.data).toEqual(['middle'])
  const second = next(subscription)
  clock.advance(2000)
  await settle()
  clock.advance(2999)
  expect(await stateOf(second)).toBe('pending')
  clock.advance(1)
  expect(await second).toEqual({ ...empty, continuation: middle!.sequenceNumber })
})

test('in a shard without a record the place is the number that it starts with', async () => {
  const { clock, streams, subscribe, put } = await openWithConsumer()
  const subscription = await subscribe()
  const beat = next(subscription)
  clock.advance(5000)
  const { continuation } = (await beat)!
  const stream = streams.active(owner, 'test')
  const state = stream.state.shards[0]!
  expect(continuation).toBe(stream.shard(state).numbers.first(secondsOf(state.createdMs)))
  await put('first')
  for (const type of ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const) {
    clock.advance(5000)
    const again = await subscribe({ type, sequenceNumber: continuation! })
    expect((await next(again))!.data).toEqual(['first'])
  }
})

test('a client that takes no event has one heartbeat waiting, and the clock goes on', async () => {
  const { clock, subscribe } = await openWithConsumer()
  const subscription = await subscribe()
  for (let i = 0; i < 8; i++) {
    clock.advance(5000)
    await settle()
  }
  expect((await next(subscription))!.data).toEqual([])
  expect(await stateOf(next(subscription))).toBe('pending')
})

test('a subscription ends after 5 minutes, read or not', async () => {
  const { clock, subscribe, streams, listeners } = await openWithConsumer()
  const subscription = await subscribe()
  for (let i = 0; i < 59; i++) {
    clock.advance(5000)
    await settle()
  }
  expect(await next(subscription)).toBeDefined()
  const last = next(subscription)
  clock.advance(4999)
  expect(await stateOf(last)).toBe('pending')
  clock.advance(1)
  expect(await last).toBeUndefined()
  expect(await next(subscription)).toBeUndefined()
  expect(streams.subscriptions.activeCount).toBe(0)
  expect(listeners()).toBe(0)

  const unread = await subscribe()
  for (let i = 0; i < 60; i++) {
    clock.advance(5000)
    await settle()
  }
  expect(unread.isOver).toBe(true)
})

test('when the client goes the subscription ends at once and leaves nothing behind', async () => {
  const { put, subscribe, streams, listeners } = await openWithConsumer()
  const gone = new AbortController()
  const subscription = await subscribe({ type: 'LATEST' }, { signal: gone.signal })
  const waiting = next(subscription)
  expect(listeners()).toBe(1)
  gone.abort()
  expect(await waiting).toBeUndefined()
  expect([streams.subscriptions.activeCount, listeners()]).toEqual([0, 0])
  await put('nobody hears it')
})

test('a client that has gone before its subscription begins gets none', async () => {
  const { subscribe, streams, listeners } = await openWithConsumer()
  const subscription = await subscribe({ type: 'LATEST' }, { signal: AbortSignal.abort() })
  expect(await next(subscription)).toBeUndefined()
  expect([streams.subscriptions.activeCount, listeners()]).toEqual([0, 0])
})

test('within 5 seconds of a subscription there is no second one, and then the second takes over', async () => {
  const { clock, put, subscribe } = await openWithConsumer()
  const first = await subscribe({ type: 'LATEST' })
  const waiting = next(first)
  clock.advance(4999)
  await expect(subscribe()).rejects.toMatchObject({
    code: 'SUBSCRIPTION_EXISTS',
    message: 'Another active subscription exists for this consumer.',
  })
  clock.advance(1)
  const second = await subscribe({ type: 'LATEST' })
  await expect(waiting.then(() => next(first))).rejects.toMatchObject({ code: 'SUBSCRIPTION_TAKEN_OVER' })
  const pushed = next(second)
  await put('a')
  expect((await pushed)!.data).toEqual(['a'])
})

test('without limits there is no waiting time', async () => {
  const { subscribe } = await openWithConsumer({ limits: 'off' })
  const first = await subscribe()
  const second = await subscribe()
  await expect(next(first)).rejects.toMatchObject({ code: 'SUBSCRIPTION_TAKEN_OVER' })
  expect(second.isOver).toBe(false)
})

test('a consumer that is not ACTIVE cannot subscribe', async () => {
  const { streams, clock } = await openTestStreams({ limits: 'aws', transitionMs: 1000 })
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  clock.advance(1000)
  const consumer = await streams.consumers.register(owner, 'test', 'reader')
  const { state } = streams.active(owner, 'test')
  expect(() => streams.subscriptions.admit(consumer, state.shards[0]!)).toThrow(
    expect.objectContaining({
      code: 'CONSUMER_NOT_ACTIVE',
      message:
        `Consumer reader with creation timestamp ${Math.floor(startMs / 1000) + 1} under stream: test , ` +
        'account 000000000000 is not in ACTIVE status.',
    }),
  )
})

test('each consumer gets 2 MiB a second of a shard, of its own', async () => {
  const { clock, consumer, put, streams, subscribe } = await openWithConsumer()
  const mebibyte = 1024 * 1024 - 1
  for (let i = 0; i < 6; i++) {
    await put(Buffer.alloc(mebibyte))
    clock.advance(1000)
  }
  const other = await streams.consumers.register(owner, 'test', 'other')
  for (const of of [consumer, other]) {
    const subscription = await subscribe({ type: 'TRIM_HORIZON' }, { of })
    /* Two MiB were saved up, and the third is on credit. */
    for (let i = 0; i < 3; i++) expect((await next(subscription))!.data).toHaveLength(1)
    for (let i = 0; i < 3; i++) {
      const paced = next(subscription)
      clock.advance(499)
      expect(await stateOf(paced)).toBe('pending')
      clock.advance(1)
      expect((await paced)!.data).toHaveLength(1)
    }
  }
})

test('the end does not wait for the pace', async () => {
  const { clock, put, subscribe } = await openWithConsumer()
  for (let i = 0; i < 4; i++) {
    await put(Buffer.alloc(1024 * 1024 - 1))
    clock.advance(1000)
  }
  const gone = new AbortController()
  const subscription = await subscribe({ type: 'TRIM_HORIZON' }, { signal: gone.signal })
  for (let i = 0; i < 3; i++) await next(subscription)
  const paced = next(subscription)
  await settle()
  gone.abort()
  expect(await paced).toBeUndefined()
})

test('a subscription ends when its consumer is deregistered, and when its stream is deleted', async () => {
  for (const end of ['consumer', 'stream'] as const) {
    const { streams, subscribe, listeners } = await openWithConsumer()
    const subscription = await subscribe()
    const waiting = next(subscription)
    await settle()
    const { consumers } = streams
    if (end === 'consumer') await consumers.deregister(() => consumers.get(owner, 'test', 'reader'))
    else await streams.delete(owner, 'test', { withConsumers: true })
    await expect(waiting).rejects.toMatchObject({
      code: end === 'consumer' ? 'CONSUMER_NOT_FOUND' : 'STREAM_NOT_FOUND',
    })
    expect(listeners()).toBe(0)
  }
})

test('what happens to other streams and consumers does not end it', async () => {
  const { put, streams, subscribe } = await openWithConsumer()
  await streams.control.create(owner, { name: 'other', mode: 'PROVISIONED', shardCount: 1 })
  await streams.consumers.register(owner, 'test', 'other')
  const subscription = await subscribe({ type: 'LATEST' })
  const waiting = next(subscription)
  await streams.consumers.deregister(() => streams.consumers.get(owner, 'test', 'other'))
  await streams.delete(owner, 'other')
  await streams.control.change(owner, 'test', () => ({ retentionHours: 48 }))
  expect(await stateOf(waiting)).toBe('pending')
  await put('a')
  expect((await waiting)!.data).toEqual(['a'])
})

/** The stream as it is after its shard was closed behind `endOffset` and split. */
function closed(subscription: Subscription, endOffset: number) {
  const { stream } = subscription
  const shard = stream.shards[0]!
  const children = [1, 2].map((index) => ({ ...shard, index, log: shard.log + index, parent: 0 }))
  return { ...stream, shards: [{ ...shard, closedMs: startMs, endOffset }, ...children] }
}

test('when its shard is closed a waiting subscription gets the children, and ends', async () => {
  const { subscribe } = await openWithConsumer()
  const subscription = await subscribe()
  const waiting = next(subscription)
  expect(await stateOf(waiting)).toBe('pending')
  subscription.follow(closed(subscription, 0))
  expect(await waiting).toEqual({
    data: [],
    continuation: undefined,
    millisBehindLatest: 0,
    children: [1, 2],
  })
  expect(await next(subscription)).toBeUndefined()
})

test('the last records of a closed shard come first, or with the children', async () => {
  const { put, subscribe } = await openWithConsumer({ limits: 'off' })
  const subscription = await subscribe()
  await put(Buffer.alloc(200_000, 'a'), 'b')
  await put(Buffer.alloc(200_000, 'c'))
  subscription.follow(closed(subscription, 3))
  expect(await next(subscription)).toMatchObject({ children: undefined, continuation: expect.any(String) })
  const last = (await next(subscription))!
  expect([last.data.length, last.children, last.continuation]).toEqual([1, [1, 2], undefined])
  expect(await next(subscription)).toBeUndefined()
})

test('records that are older than the stream keeps them are passed over', async () => {
  const { clock, put, subscribe } = await openWithConsumer({ limits: 'off' })
  await put('old')
  clock.advance(25 * 3_600_000)
  const subscription = await subscribe()
  const waiting = next(subscription)
  expect(await stateOf(waiting)).toBe('pending')
  await put('new')
  expect((await waiting)!.data).toEqual(['new'])
})

test('what a subscription has seen goes on from any place: all records, in order, none twice', async () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('put' as const), count: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('take' as const) }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 6000 }) }),
      fc.record({ kind: fc.constant('again' as const) }),
      fc.record({ kind: fc.constant('restart' as const), from: fc.nat(30) }),
    ),
    { minLength: 1, maxLength: 40 },
  )
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const { clock, put, subscribe, streams } = await openWithConsumer({ limits: 'off' })
      const numbers: string[] = []
      let subscription = await subscribe()
      let continuation: string | undefined
      let expected = 0
      const take = async () => {
        const event = (await next(subscription))!
        for (const data of event.data) expect(data).toBe(String(expected++))
        continuation = event.continuation
      }
      for (const step of script) {
        if (step.kind === 'put') {
          const values = Array.from({ length: step.count }, (_, i) => String(numbers.length + i))
          for (const answer of await put(...values)) numbers.push(answer!.sequenceNumber)
        } else if (step.kind === 'take') {
          if (expected < numbers.length) await take()
        } else if (step.kind === 'wait') {
          clock.advance(step.ms)
          await settle()
        } else if (step.kind === 'again' && continuation !== undefined) {
          subscription = await subscribe({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: continuation })
        } else if (step.kind === 'restart' && numbers.length > 0) {
          expected = step.from % numbers.length
          const sequenceNumber = numbers[expected]!
          subscription = await subscribe({ type: 'AT_SEQUENCE_NUMBER', sequenceNumber })
          continuation = undefined
        }
        if (subscription.isOver) {
          subscription = await subscribe({ type: 'TRIM_HORIZON' })
          expected = 0
          continuation = undefined
        }
      }
      while (expected < numbers.length) await take()
      await streams.close()
    }),
    { numRuns: times(25) },
  )
})

test('a reader of a closed shard that expires in the middle is led to its children', async () => {
  const { put, subscribe, streams, clock } = await openWithConsumer({ limits: 'off' })
  await put(Buffer.alloc(900_000))
  await put(Buffer.alloc(900_000))
  await streams.resharding.split(owner, 'test', 'shardId-000000000000', 2n ** 127n)
  clock.advance(299_000)
  const subscription = await subscribe()
  expect((await next(subscription))!.data).toHaveLength(1)
  clock.setWallTime(clock.nowMs() + 25 * 3_600_000)
  clock.advance(1_000)
  while (streams.control.get(owner, 'test').shards.length > 2) await settle()
  const last = next(subscription)
  expect(await stateOf(last)).toBe('settled')
  expect(await last).toEqual({ data: [], continuation: undefined, millisBehindLatest: 0, children: [1, 2] })
  expect(await next(subscription)).toBeUndefined()
})
