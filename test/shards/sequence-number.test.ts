import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSequenceNumber, SequenceNumbers } from '../../src/shards/sequence-number.ts'

const createdSeconds = 1_700_000_000
const seconds = fc.integer({ min: createdSeconds, max: 2 ** 33 })
const indexes = fc.integer({ min: 0, max: 2 ** 31 - 1 })
const exactOffsets = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 1 })
const offsets = fc.oneof(fc.nat(1000), exactOffsets)

/** The layout of the documentation, put together from hexadecimal text: the reference. */
function reference(index: number, offset: number, arrival: number): string {
  const hex = (value: number | bigint, digits: number) => value.toString(16).padStart(digits, '0')
  const parts = ['2', hex(createdSeconds, 9), hex(index & 15, 1), hex(BigInt(offset) + 1n, 16), '00']
  return BigInt(`0x${parts.join('')}${hex(arrival, 9)}${hex(index, 8)}2`).toString()
}

test('a sequence number is the decimal form of the documented hexadecimal layout', () => {
  fc.assert(
    fc.property(indexes, exactOffsets, seconds, (index, offset, arrival) => {
      const text = new SequenceNumbers(index, createdSeconds).textOf(offset, arrival)
      expect(text).toBe(reference(index, offset, arrival))
      expect(text).toMatch(/^\d{56}$/)
    }),
  )
})

/*
 * Goal: the quick way from one number to the next gives the same digits as the long one.
 * Method: runs of offsets with jumps in between, in which the seconds go forth and back; each number against the reference.
 */
test('numbers written in a row are the numbers written alone', () => {
  const runs = fc.array(
    fc.record({
      offset: fc.nat(2 ** 50),
      arrival: seconds,
      pauses: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -4000, max: 4000 })), {
        minLength: 1,
        maxLength: 40,
      }),
    }),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(indexes, runs, (index, steps) => {
      const numbers = new SequenceNumbers(index, createdSeconds)
      const target = Buffer.alloc(60)
      for (const { offset, arrival, pauses } of steps) {
        let now = arrival
        pauses.forEach((pause, i) => {
          now += pause
          numbers.write(target, 3, offset + i, now)
          expect(target.toString('latin1', 3, 59)).toBe(reference(index, offset + i, now))
        })
      }
    }),
  )
})

test('ten thousand numbers in a row carry into the upper digits as they should', () => {
  const numbers = new SequenceNumbers(3, createdSeconds)
  for (let offset = 0; offset < 10_000; offset++) {
    if (numbers.textOf(offset, createdSeconds) !== reference(3, offset, createdSeconds))
      expect.fail(`at ${offset}`)
  }
})

test('numbers of a shard rise with the offset, whatever the seconds', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), seconds, seconds, (a, b, arrivalA, arrivalB) => {
      fc.pre(a < b)
      const numbers = new SequenceNumbers(7, createdSeconds)
      expect(numbers.textOf(a, arrivalA) < numbers.textOf(b, arrivalB)).toBe(true)
    }),
  )
})

test('all numbers of a shard are between its first and its last', () => {
  fc.assert(
    fc.property(indexes, offsets, seconds, (index, offset, arrival) => {
      fc.pre(offset < Number.MAX_SAFE_INTEGER)
      const numbers = new SequenceNumbers(index, createdSeconds)
      const text = numbers.textOf(offset, arrival)
      expect(numbers.first(createdSeconds) < text && text < numbers.last(arrival)).toBe(true)
    }),
  )
})

test('a number is read back to what it was made of', () => {
  fc.assert(
    fc.property(indexes, exactOffsets, seconds, (shardIndex, offset, arrivalSeconds) => {
      const text = new SequenceNumbers(shardIndex, createdSeconds).textOf(offset, arrivalSeconds)
      expect(parseSequenceNumber(text)).toEqual({
        kind: 'current',
        shardIndex,
        startSeconds: createdSeconds,
        offset,
        arrivalSeconds,
      })
    }),
  )
})

test('the first and the last number of a shard are read as what is before and behind all records', () => {
  const numbers = new SequenceNumbers(1, createdSeconds)
  expect(parseSequenceNumber(numbers.first(createdSeconds))).toMatchObject({
    offset: -1,
    arrivalSeconds: createdSeconds,
  })
  expect(parseSequenceNumber(numbers.last(createdSeconds + 9))).toMatchObject({
    offset: Number.POSITIVE_INFINITY,
    arrivalSeconds: createdSeconds + 9,
  })
})

/* Digits that no number of this server has. */
test.each([
  ['0', 'old'],
  // From https://github.com/amazon-archives/amazon-kinesis-connectors/issues/8, of 2014.
  ['49537979178794861780081237450294896636708704732336619521', 'old'],
  [BigInt('0x20000000000800000000000000000000000000000000002').toString(), 'invalid'],
  [BigInt('0x20000000000000000000000000000000000000800000002').toString(), 'invalid'],
  [BigInt('0x20000000000000000000000000000000000000000000000').toString(), 'invalid'],
  [BigInt('0x30000000000000000000000000000000000000000000002').toString(), 'invalid'],
  ['9'.repeat(129), 'invalid'],
])('the number %s is no current one', (text, kind) => {
  expect(parseSequenceNumber(text)).toEqual({ kind })
})

test('a number of an example of AWS is read as AWS makes them', () => {
  // https://docs.aws.amazon.com/streams/latest/dev/example_kinesis_DescribeStream_section.html, its third shard
  expect(parseSequenceNumber('49600871683001637932762086172474144873796357303140614178')).toMatchObject({
    kind: 'current',
    shardIndex: 2,
    offset: -1,
  })
})
