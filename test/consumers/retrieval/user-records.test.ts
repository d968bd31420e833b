import { expect, test } from 'vitest'
import { Aggregate } from '../../../src/aggregation/index.ts'
import { trimHorizon } from '../../../src/consumers/leases/checkpoint.ts'
import type { StreamRecord } from '../../../src/consumers/retrieval/stream-source.ts'
import { HashKeyRange, userRecordsOf } from '../../../src/consumers/retrieval/user-records.ts'

const hashKeyMax = String(2n ** 128n - 1n)
const half = 2n ** 127n

function record(sequenceNumber: string, data: Buffer): StreamRecord {
  return { sequenceNumber, partitionKey: 'whole', data, approximateArrivalMs: 5 }
}

function aggregated(sequenceNumber: string, ...records: [partitionKey: string, explicitHashKey?: string][]) {
  const aggregate = new Aggregate()
  for (const [partitionKey, explicitHashKey] of records)
    aggregate.add(partitionKey, explicitHashKey, Buffer.from(partitionKey))
  return record(sequenceNumber, aggregate.toBytes())
}

const names = (
  records: readonly { partitionKey: string; sequenceNumber: string; subSequenceNumber: number }[],
) => records.map((r) => `${r.partitionKey} ${r.sequenceNumber}.${r.subSequenceNumber}`)

test('aggregated records come apart, and others come as they are', () => {
  const records = userRecordsOf(
    [record('1', Buffer.from('x')), aggregated('2', ['a'], ['b'])],
    trimHorizon,
    undefined,
  )
  expect(names(records)).toEqual(['whole 1.0', 'a 2.0', 'b 2.1'])
  expect(records[2]).toMatchObject({ data: Buffer.from('b'), approximateArrivalMs: 5 })
})

test('records up to a checkpoint within an aggregated record are left out', () => {
  const records = [
    aggregated('1', ['a']),
    aggregated('2', ['b'], ['c'], ['d']),
    record('10', Buffer.from('x')),
  ]
  const at = (sequenceNumber: string, subSequenceNumber: number) =>
    names(userRecordsOf(records, { sequenceNumber, subSequenceNumber }, undefined))
  expect(at('2', 1)).toEqual(['d 2.2', 'whole 10.0'])
  expect(at('2', 2)).toEqual(['whole 10.0'])
  expect(at('9', 0)).toEqual(['whole 10.0'])
})

test('a user record whose key belongs to another shard is left out', () => {
  const below = new HashKeyRange('0', String(half - 1n))
  const above = new HashKeyRange(String(half), hashKeyMax)
  const records = [aggregated('1', ['low', '17'], ['high', hashKeyMax], ['by its digest'])]
  const inBelow = names(userRecordsOf(records, trimHorizon, below))
  const inAbove = names(userRecordsOf(records, trimHorizon, above))
  expect(inBelow).toContain('low 1.0')
  expect(inAbove).toContain('high 1.1')
  expect([...inBelow, ...inAbove].sort()).toEqual(
    names(userRecordsOf(records, trimHorizon, undefined)).sort(),
  )
})

test('an explicit hash key that is no number counts as none', () => {
  const range = new HashKeyRange('0', hashKeyMax)
  expect(userRecordsOf([aggregated('1', ['a', 'none'])], trimHorizon, range)).toHaveLength(1)
})
