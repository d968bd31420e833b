import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shardEnd } from '../../../src/consumers/leases/checkpoint.ts'
import type { Lease } from '../../../src/consumers/leases/lease.ts'
import { type InitialPosition, missingLeases } from '../../../src/consumers/leases/shard-sync.ts'
import type { ShardInfo } from '../../../src/consumers/retrieval/stream-source.ts'
import { aLease } from './a-lease.ts'

function shard(shardId: string, parents: string[] = [], isOpen = false): ShardInfo {
  return { shardId, parents, startingHashKey: '0', endingHashKey: '9', isOpen }
}

/* 0 was split into 1 and 2; 2 and 3 were merged into 4. */
const lineage = [
  shard('0'),
  shard('1', ['0'], true),
  shard('2', ['0']),
  shard('3'),
  shard('4', ['2', '3'], true),
]

function missing(leases: readonly Lease[], initial: InitialPosition, shards: readonly ShardInfo[] = lineage) {
  return missingLeases(shards, leases, initial).map(
    ({ key, checkpoint }) => `${key} ${checkpoint.sequenceNumber}`,
  )
}

test('from the trim horizon every shard is processed, parents first', () => {
  expect(missing([], 'TRIM_HORIZON', lineage.toReversed())).toEqual(
    ['0', '1', '2', '3', '4'].map((key) => `${key} TRIM_HORIZON`),
  )
})

test('from a time on every shard is processed from that time', () => {
  expect(missing([], 'AT_TIMESTAMP')).toEqual(['0', '1', '2', '3', '4'].map((key) => `${key} AT_TIMESTAMP`))
})

test('from the latest record on only open shards are processed', () => {
  expect(missing([], 'LATEST')).toEqual(['1 LATEST', '4 LATEST'])
})

test('children of a shard that is processed are read from their start', () => {
  expect(missing([aLease({ key: '0' })], 'LATEST')).toEqual([
    '1 TRIM_HORIZON',
    '2 TRIM_HORIZON',
    '4 TRIM_HORIZON',
  ])
})

test('a shard whose lease was removed is not processed again', () => {
  const begun = { checkpoint: { sequenceNumber: '5', subSequenceNumber: 0 } }
  expect(missing([aLease({ key: '1', ...begun }), aLease({ key: '4', ...begun })], 'TRIM_HORIZON')).toEqual(
    [],
  )
})

test('a shard between one that is not done and one with a lease is not taken for done', () => {
  const leases = [aLease({ key: '0' }), aLease({ key: '3', checkpoint: shardEnd }), aLease({ key: '4' })]
  expect(missing(leases, 'TRIM_HORIZON')).toEqual(['1 TRIM_HORIZON', '2 TRIM_HORIZON'])
})

/*
 * Goal: a worker that dies while it creates leases leaves nothing that another would pass over.
 * Method: any lineage, any number of leases created before the end; the next one creates exactly the others.
 */
test('creation that was interrupted anywhere is completed by the next worker', () => {
  const lineages = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 30 }).map((draws) => {
    const shards = [shard('00'), shard('01')]
    for (const [a, b, merges] of draws) {
      const parents = [...new Set(merges ? [a, b] : [a])].map((draw) => shards[draw % shards.length]!.shardId)
      shards.push(shard(String(shards.length).padStart(2, '0'), [...new Set(parents)]))
    }
    return shards
  })
  fc.assert(
    fc.property(lineages, fc.nat(40), (shards, createdCount) => {
      const all = missingLeases(shards, [], 'TRIM_HORIZON')
      const created = all.slice(0, createdCount)
      const rest = missingLeases(shards, created, 'TRIM_HORIZON')
      expect([...created, ...rest]).toEqual(all)
    }),
  )
})
