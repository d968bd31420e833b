import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PutFrames, type PutRecord, putFramesOf, readFramesOf, readRecords } from '../../src/framed/index.ts'
import { SequenceNumbers } from '../../src/shards/index.ts'
import { times } from '../effort.ts'

function read(bytes: Buffer): { records: PutRecord[]; isWhole: boolean } {
  const frames = new PutFrames(bytes)
  const records: PutRecord[] = []
  while (frames.next()) {
    const { keyStart, keyEnd, dataEnd, explicitEnd } = frames
    const explicitHashKey = bytes.toString('latin1', dataEnd, explicitEnd)
    records.push({
      partitionKey: bytes.toString('utf8', keyStart, keyEnd),
      data: Buffer.from(bytes.subarray(keyEnd, dataEnd)),
      ...(explicitHashKey !== '' && { explicitHashKey }),
    })
  }
  return { records, isWhole: frames.isAtEnd }
}

const anyRecord = fc.record(
  {
    partitionKey: fc.string({ unit: 'grapheme', maxLength: 20 }),
    data: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    explicitHashKey: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(String),
  },
  { requiredKeys: ['partitionKey', 'data'] },
)

test('records to put are read as they were written, and no part of them as whole', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { maxLength: 5 }), fc.nat(), (records, cut) => {
      const bytes = putFramesOf(records)!
      expect(read(bytes)).toEqual({ records, isWhole: true })
      const part = read(bytes.subarray(0, bytes.length === 0 ? 0 : cut % bytes.length))
      expect(part.records).toEqual(records.slice(0, part.records.length))
    }),
    { numRuns: times(50) },
  )
})

test('a frame that is shorter than its key is none', () => {
  const bytes = putFramesOf([{ partitionKey: 'key', data: Buffer.of() }])!
  bytes[0] = 3
  expect(read(bytes.subarray(0, 15))).toEqual({ records: [], isWhole: false })
})

test('a key that is too long for a frame makes none', () => {
  expect(putFramesOf([{ partitionKey: 'k'.repeat(65_536), data: Buffer.of() }])).toBeUndefined()
  expect(putFramesOf([{ partitionKey: 'k'.repeat(65_535), data: Buffer.of() }])).toBeDefined()
})

/*
 * Goal: a reader gets the numbers that the shard has given.
 * Method: records with consecutive offsets, whose times rise by anything.
 */
test('records are read with the numbers of their shard', () => {
  const later = fc.array(fc.oneof(fc.nat(3_000), fc.nat(10_000_000_000)), { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(fc.nat(2 ** 31 - 1), fc.nat(2 ** 40), later, (shard, offset, steps) => {
      const numbers = new SequenceNumbers(shard, 1_700_000_000)
      let arrivalMs = 1_700_000_000_000
      const records = steps.map((step, i) => {
        arrivalMs += step
        return {
          SequenceNumber: numbers.textOf(offset + i, Math.floor(arrivalMs / 1000)),
          ApproximateArrivalTimestamp: arrivalMs,
          Data: Buffer.from(`${step}`),
          ...(i % 2 === 0 && { PartitionKey: 'schl\u00fcssel' }),
          ...(i % 3 === 0 && { EncryptionType: 'KMS' as const }),
        }
      })
      expect(readRecords(readFramesOf(records), BigInt(records[0]!.SequenceNumber))).toEqual(records)
    }),
    { numRuns: times(50) },
  )
})

test('frames to read that are cut off or of another kind are not read', () => {
  const frames = readFramesOf([
    { ApproximateArrivalTimestamp: 1, Data: Buffer.from('data'), PartitionKey: 'key' },
  ])
  for (let size = 1; size < frames.length; size++)
    expect(readRecords(frames.subarray(0, size), 0n)).toBeUndefined()
  frames[12] = 3
  expect(readRecords(frames, 0n)).toBeUndefined()
})
