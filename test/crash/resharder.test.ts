import { expect, test } from 'vitest'
import { shardFaultsOf } from './resharder.ts'

const half = 2n ** 127n

const shard = (id: number, start: bigint, end: bigint, numbers: [string, string?], parent?: number) => ({
  ShardId: `${id}`,
  HashKeyRange: { StartingHashKey: `${start}`, EndingHashKey: `${end}` },
  SequenceNumberRange: { StartingSequenceNumber: numbers[0], EndingSequenceNumber: numbers[1] },
  ...(parent !== undefined && { ParentShardId: `${parent}` }),
})
const root = shard(0, 0n, 2n * half - 1n, ['10', '19'])
const lower = shard(1, 0n, half - 1n, ['20'], 0)
const upper = shard(2, half, 2n * half - 1n, ['20'], 0)

test('shardFaultsOf accepts a whole lineage, also when its first shards are gone', () => {
  expect(shardFaultsOf([root, lower, upper])).toEqual([])
  expect(shardFaultsOf([lower, upper])).toEqual([])
})

test('shardFaultsOf names gaps, shards too many, and a parent that is open or ends behind its child', () => {
  expect(shardFaultsOf([root, lower])).toHaveLength(1)
  expect(shardFaultsOf([root, upper])).toHaveLength(1)
  expect(shardFaultsOf([shard(0, 0n, 2n * half - 1n, ['10']), lower, upper]).length).toBeGreaterThan(1)
  expect(shardFaultsOf([shard(0, 0n, 2n * half - 1n, ['10', '21']), lower, upper])).toHaveLength(2)
})
