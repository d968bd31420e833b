import { expect, test } from 'vitest'
import { newStream } from '../../../src/shards/control/new-stream.ts'
import { childShards } from '../../../src/shards/index.ts'
import { owner } from '../open-test-streams.ts'

const base = newStream(
  owner,
  { name: 'test', mode: 'PROVISIONED', shardCount: 3 },
  { nowMs: 1, activeAtMs: 0 },
  () => 1024,
)
const [zero, one, two] = base.shards as [
  (typeof base.shards)[0],
  (typeof base.shards)[0],
  (typeof base.shards)[0],
]
/** Shard 0 was split into 3 and 4, and 1 and 2 were merged to 5. */
const stream = {
  ...base,
  shards: [
    ...base.shards,
    { ...zero, index: 3, parent: 0 },
    { ...zero, index: 4, parent: 0 },
    { ...one, index: 5, parent: 1, adjacentParent: 2 },
  ],
}

test('a split has two children of one parent', () => {
  expect(childShards(stream, zero).map(({ shard, parents }) => [shard.index, parents])).toEqual([
    [3, [0]],
    [4, [0]],
  ])
})

test('a merge has one child of two parents, whichever one asks for', () => {
  for (const parent of [one, two]) {
    expect(childShards(stream, parent).map(({ shard, parents }) => [shard.index, parents])).toEqual([
      [5, [1, 2]],
    ])
  }
})

test('an open shard has no children', () => {
  expect(childShards(stream, stream.shards[3]!)).toEqual([])
})
