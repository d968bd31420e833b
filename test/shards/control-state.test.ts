import { expect, test } from 'vitest'
import type { ControlEvent } from '../../src/shards/control-event.ts'
import { ControlState } from '../../src/shards/control-state.ts'
import { newStream } from '../../src/shards/new-stream.ts'
import { owner } from './open-test-streams.ts'

let log = 1024
const streamOf = (name: string) =>
  newStream(owner, { name, mode: 'PROVISIONED', shardCount: 2 }, { nowMs: 1, activeAtMs: 0 }, () => log++)

test('a snapshot restores all of the state, the key of tokens with it', () => {
  const state = new ControlState()
  state.apply({ kind: 'token-key', key: Buffer.from('key') }, 1)
  state.apply({ kind: 'stream-created', stream: streamOf('a') }, 1)
  state.apply({ kind: 'stream-created', stream: streamOf('b') }, 1)
  state.apply({ kind: 'stream-deleted', owner, name: 'b', goneAtMs: 9 }, 2)
  const restored = new ControlState()
  restored.apply({ kind: 'stream-created', stream: streamOf('other') }, 1)
  state.apply({ kind: 'account-changed', owner, change: { commitment: { startedMs: 3, endsMs: null } } }, 3)
  restored.restore(state.snapshot())
  expect(restored.snapshot()).toEqual(state.snapshot())
  expect(restored.accounts.get(owner)).toEqual({ ...owner, commitment: { startedMs: 3, endsMs: null } })
  expect(restored.tokenKey).toEqual(Buffer.from('key'))
  expect([...restored.streams.all()].map(({ name }) => name)).toEqual(['a', 'b'])
})

test('a snapshot from before there were settings of accounts and of streams is restored', () => {
  const state = new ControlState()
  state.apply({ kind: 'stream-created', stream: streamOf('a') }, 1)
  const { tokenKey, streams } = state.snapshot()
  const restored = new ControlState()
  restored.apply({ kind: 'account-changed', owner, change: {} }, 1)
  restored.restore({ tokenKey, streams })
  expect(restored.snapshot()).toEqual({ tokenKey, streams, accounts: [] })
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

test('an event of a newer version is named, and not passed over', () => {
  const event = { kind: 'stream-renamed' } as unknown as ControlEvent
  expect(() => new ControlState().apply(event, 1)).toThrow(
    expect.objectContaining({
      code: 'STREAM_EVENT_UNKNOWN',
      message: expect.stringContaining('stream-renamed'),
    }),
  )
})
