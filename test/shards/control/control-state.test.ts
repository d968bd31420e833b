import { expect, test } from 'vitest'
import type { ConsumerState } from '../../../src/shards/consumers/consumer-state.ts'
import type { ControlEvent } from '../../../src/shards/control/control-event.ts'
import { ControlState } from '../../../src/shards/control/control-state.ts'
import { newStream } from '../../../src/shards/control/new-stream.ts'
import { owner } from '../open-test-streams.ts'

let log = 1024
const streamOf = (name: string) =>
  newStream(owner, { name, mode: 'PROVISIONED', shardCount: 2 }, { nowMs: 1, activeAtMs: 0 }, () => log++)

const consumerOf = (stream: string, name: string): ConsumerState => ({
  ...owner,
  stream,
  name,
  createdMs: 1,
  activeAtMs: 0,
  tags: [],
})

test('a snapshot restores all of the state, the key of tokens with it', () => {
  const state = new ControlState()
  state.apply({ kind: 'token-key', key: Buffer.from('key') }, 1)
  state.apply({ kind: 'stream-created', stream: streamOf('a') }, 1)
  state.apply({ kind: 'stream-created', stream: streamOf('b') }, 1)
  state.apply({ kind: 'stream-deleted', owner, name: 'b', goneAtMs: 9 }, 2)
  state.apply({ kind: 'consumer-registered', consumer: consumerOf('a', 'reader') }, 2)
  const restored = new ControlState()
  restored.apply({ kind: 'stream-created', stream: streamOf('other') }, 1)
  state.apply({ kind: 'account-changed', owner, change: { commitment: { startedMs: 3, endsMs: null } } }, 3)
  restored.apply({ kind: 'consumer-registered', consumer: consumerOf('other', 'reader') }, 1)
  restored.restore(state.snapshot())
  expect(restored.snapshot()).toEqual(state.snapshot())
  expect(restored.accounts.get(owner)).toEqual({ ...owner, commitment: { startedMs: 3, endsMs: null } })
  expect(restored.tokenKey).toEqual(Buffer.from('key'))
  expect([...restored.streams.all()].map(({ name }) => name)).toEqual(['a', 'b'])
})

test('a snapshot from before there were settings of accounts, consumers, queues and channels is restored', () => {
  const state = new ControlState()
  state.apply({ kind: 'stream-created', stream: streamOf('a') }, 1)
  const { tokenKey, streams } = state.snapshot()
  const restored = new ControlState()
  restored.apply({ kind: 'account-changed', owner, change: {} }, 1)
  restored.restore({ tokenKey, streams })
  expect(restored.snapshot()).toEqual({
    tokenKey,
    streams,
    accounts: [],
    consumers: [],
    queues: [],
    channels: [],
  })
})

test('what is left of deleted streams goes with the next event after their time', () => {
  const state = new ControlState()
  for (const name of ['a', 'b']) {
    state.apply({ kind: 'stream-created', stream: streamOf(name) }, 1)
    state.apply({ kind: 'stream-deleted', owner, name, goneAtMs: 10 }, 2)
  }
  expect([...state.streams.all()]).toHaveLength(2)
  state.apply({ kind: 'stream-created', stream: streamOf('c') }, 9)
  expect([...state.streams.all()]).toHaveLength(3)
  state.apply({ kind: 'stream-created', stream: streamOf('d') }, 10)
  expect([...state.streams.all()].map(({ name }) => name)).toEqual(['c', 'd'])
})

test('the deletion of a stream that is not there changes nothing', () => {
  const state = new ControlState()
  state.apply({ kind: 'stream-deleted', owner, name: 'a', goneAtMs: 10 }, 2)
  expect([...state.streams.all()]).toEqual([])
})

test('what a stream is set to changes by an event, and all else of it stays', () => {
  const state = new ControlState()
  state.apply({ kind: 'stream-created', stream: streamOf('a') }, 1)
  const before = state.streams.get(owner, 'a')!
  state.apply({ kind: 'stream-changed', owner, name: 'a', change: { retentionHours: 48 } }, 2)
  expect(state.streams.get(owner, 'a')).toEqual({ ...before, retentionHours: 48 })
})

test('a snapshot of a version that knew no consumers has none', () => {
  const state = new ControlState()
  state.apply({ kind: 'stream-created', stream: streamOf('a') }, 1)
  const { consumers, ...older } = state.snapshot()
  expect(consumers).toEqual([])
  const restored = new ControlState()
  restored.apply({ kind: 'consumer-registered', consumer: consumerOf('a', 'reader') }, 1)
  restored.restore(older)
  expect([...restored.consumers.all()]).toEqual([])
})

test('consumers go in the event that deletes their stream, and no others', () => {
  const state = new ControlState()
  for (const name of ['a', 'b']) {
    state.apply({ kind: 'stream-created', stream: streamOf(name) }, 1)
    state.apply({ kind: 'consumer-registered', consumer: consumerOf(name, 'reader') }, 1)
  }
  state.apply({ kind: 'stream-deleted', owner, name: 'a', goneAtMs: 10 }, 2)
  expect([...state.consumers.all()].map(({ stream }) => stream)).toEqual(['b'])
})

test('what is left of deregistered consumers goes with the next event of their stream after their time', () => {
  const state = new ControlState()
  state.apply({ kind: 'stream-created', stream: streamOf('a') }, 1)
  for (const name of ['one', 'two']) {
    state.apply({ kind: 'consumer-registered', consumer: consumerOf('a', name) }, 1)
  }
  const gone = { kind: 'consumer-deregistered', owner, name: 'a', goneAtMs: 10 } as const
  state.apply({ ...gone, consumer: 'one' }, 2)
  expect([...state.consumers.all()].map(({ name, goneAtMs }) => [name, goneAtMs])).toEqual([
    ['one', 10],
    ['two', undefined],
  ])
  state.apply({ ...gone, consumer: 'two', goneAtMs: 11 }, 10)
  expect([...state.consumers.all()].map(({ name }) => name)).toEqual(['two'])
})

test('the deregistration of a consumer that is not there changes nothing', () => {
  const state = new ControlState()
  state.apply({ kind: 'consumer-deregistered', owner, name: 'a', consumer: 'reader', goneAtMs: 1 }, 2)
  expect([...state.consumers.all()]).toEqual([])
})

test('an event of a newer version is named, and not passed over', () => {
  const event = { kind: 'stream-renamed' } as unknown as ControlEvent
  expect(() => new ControlState().apply(event, 1)).toThrow(
    expect.objectContaining({
      code: 'STREAM_EVENT_UNKNOWN',
      message: expect.stringContaining('stream-renamed'),
    }),
  )
})
