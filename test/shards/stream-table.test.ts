import { expect, test } from 'vitest'
import { newStream } from '../../src/shards/new-stream.ts'
import { StreamTable } from '../../src/shards/stream-table.ts'
import { owner } from './open-test-streams.ts'

let log = 1024
const streamOf = (name: string) =>
  newStream(owner, { name, mode: 'PROVISIONED', shardCount: 2 }, { nowMs: 1, activeAtMs: 0 }, () => log++)

test('a snapshot restores all of the state, the key of tokens with it', () => {
  const table = new StreamTable()
  table.apply({ kind: 'token-key', key: Buffer.from('key') }, 1)
  table.apply({ kind: 'stream-created', stream: streamOf('a') }, 1)
  table.apply({ kind: 'stream-created', stream: streamOf('b') }, 1)
  table.apply({ kind: 'stream-deleted', owner, name: 'b', goneAtMs: 9 }, 2)
  const restored = new StreamTable()
  restored.apply({ kind: 'stream-created', stream: streamOf('other') }, 1)
  restored.restore(table.snapshot())
  expect(restored.snapshot()).toEqual(table.snapshot())
  expect(restored.tokenKey).toEqual(Buffer.from('key'))
  expect([...restored.all()].map(({ name }) => name)).toEqual(['a', 'b'])
})

test('what is left of deleted streams goes with the next event after their time', () => {
  const table = new StreamTable()
  for (const name of ['a', 'b']) {
    table.apply({ kind: 'stream-created', stream: streamOf(name) }, 1)
    table.apply({ kind: 'stream-deleted', owner, name, goneAtMs: 10 }, 2)
  }
  expect([...table.all()]).toHaveLength(2)
  table.apply({ kind: 'stream-created', stream: streamOf('c') }, 9)
  expect([...table.all()]).toHaveLength(3)
  table.apply({ kind: 'stream-created', stream: streamOf('d') }, 10)
  expect([...table.all()].map(({ name }) => name)).toEqual(['c', 'd'])
})

test('the deletion of a stream that is not there changes nothing', () => {
  const table = new StreamTable()
  table.apply({ kind: 'stream-deleted', owner, name: 'a', goneAtMs: 10 }, 2)
  expect([...table.all()]).toEqual([])
})
