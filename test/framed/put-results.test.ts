import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placesOf, resultsAt } from '../../src/framed/index.ts'
import { SequenceNumbers } from '../../src/shards/index.ts'
import { times } from '../effort.ts'

const numbers = new SequenceNumbers(0, 1_700_000_000)
const inShard = (ShardId: string, offset: number) => ({
  ShardId,
  SequenceNumber: numbers.textOf(offset, 1_700_000_000),
})
const failed = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded' }

test('of each shard and each failure one result is written', () => {
  const results = [inShard('a', 5), failed, inShard('b', 0), inShard('a', 6), failed, inShard('a', 7)]
  const { places, different } = placesOf(results)
  expect(different).toEqual([inShard('a', 5), failed, inShard('b', 0)])
  expect([...places]).toEqual([0, 0, 1, 0, 2, 0, 0, 0, 1, 0, 0, 0])
  expect(resultsAt({ places, different })).toEqual(results)
})

/*
 * Goal: what is written is what is read, also where numbers do not follow each other as they do in a commit.
 * Method: any results of two shards and any failures.
 */
test('any results are read as they were written', () => {
  const result = fc.oneof(
    fc.record({ shard: fc.constantFrom('a', 'b'), offset: fc.nat(3) }).map((r) => inShard(r.shard, r.offset)),
    fc.record({ ErrorCode: fc.constantFrom('X', 'Y'), ErrorMessage: fc.string({ maxLength: 2 }) }),
  )
  fc.assert(
    fc.property(fc.array(result, { maxLength: 30 }), (results) => {
      expect(resultsAt(placesOf(results))).toEqual(results)
    }),
    { numRuns: times(50) },
  )
})

test('a place that is none is not read, nor half of one', () => {
  expect(resultsAt({ places: Buffer.of(1, 0), different: [failed] })).toBeUndefined()
  expect(resultsAt({ places: Buffer.of(0, 0, 0), different: [failed] })).toBeUndefined()
})
