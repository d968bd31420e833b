import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock } from '../../src/base/index.ts'
import { RegionalQuotas } from '../../src/shards/index.ts'
import { ReadThrottle, WriteThrottle } from '../../src/shards/throttle.ts'

const mebibyte = 1024 * 1024
const quotas = new RegionalQuotas().of({ region: 'us-east-1' })

function writeThrottle(recordBytesMax = mebibyte) {
  const clock = new ManualClock()
  const throttle = new WriteThrottle(clock, quotas)
  const admit = (bytes: number) => {
    throttle.refill(recordBytesMax)
    return throttle.admit(bytes)
  }
  return { clock, admit }
}

test('a shard takes 1,000 records at once and then one a millisecond', () => {
  const { clock, admit } = writeThrottle()
  for (let i = 0; i < 1000; i++) expect(admit(1)).toBe(true)
  expect(admit(1)).toBe(false)
  clock.advance(1)
  expect(admit(1)).toBe(true)
  expect(admit(1)).toBe(false)
})

test('a shard takes 1 MiB at once and then 1 MiB a second', () => {
  const { clock, admit } = writeThrottle()
  expect(admit(mebibyte)).toBe(true)
  expect(admit(1)).toBe(false)
  clock.advance(500)
  expect(admit(mebibyte / 2 + 1)).toBe(false)
  expect(admit(mebibyte / 2)).toBe(true)
})

test('the empty and the largest record are admitted by a full shard', () => {
  const { admit } = writeThrottle()
  expect(admit(0)).toBe(true)
  expect(admit(mebibyte)).toBe(true)
  expect(admit(0)).toBe(true)
})

test('a stream of large records has room for one of them, and pays for it at 1 MiB a second', () => {
  const { clock, admit } = writeThrottle(10 * mebibyte)
  expect(admit(10 * mebibyte)).toBe(true)
  expect(admit(1)).toBe(false)
  clock.advance(9_999)
  expect(admit(10 * mebibyte)).toBe(false)
  clock.advance(1)
  expect(admit(10 * mebibyte)).toBe(true)
})

test('the room of a stream whose records become larger grows as bytes come in, and not at once', () => {
  const clock = new ManualClock()
  const throttle = new WriteThrottle(clock, quotas)
  const put = (bytes: number, recordBytesMax: number) => {
    throttle.refill(recordBytesMax)
    return throttle.admit(bytes)
  }
  expect(put(1, mebibyte)).toBe(true)
  clock.advance(1)
  expect(put(2 * mebibyte, 4 * mebibyte)).toBe(false)
  clock.advance(999)
  expect(put(1.9 * mebibyte, 4 * mebibyte)).toBe(true)
  clock.advance(10_000)
  expect(put(4 * mebibyte, 4 * mebibyte)).toBe(true)
  clock.advance(10_000)
  expect(put(2 * mebibyte, mebibyte)).toBe(false)
  expect(put(mebibyte, mebibyte)).toBe(true)
})

test('a record that is refused takes nothing', () => {
  const { admit } = writeThrottle()
  expect(admit(mebibyte + 1)).toBe(false)
  expect(admit(mebibyte)).toBe(true)
})

/*
 * Goal: over any time no more is admitted than the rate gives and one burst.
 * Method: random records and pauses; sums against the limits at every step, and what is refused would have broken one.
 */
test('no shard ever takes more than its rates and one burst', () => {
  const steps = fc.array(fc.record({ bytes: fc.nat(mebibyte), waitMs: fc.nat(50) }), { maxLength: 300 })
  fc.assert(
    fc.property(steps, (records) => {
      const { clock, admit } = writeThrottle()
      let bytes = 0
      let count = 0
      for (const record of records) {
        clock.advance(record.waitMs)
        if (admit(record.bytes)) {
          bytes += record.bytes
          count++
        }
        const seconds = clock.monotonicMs() / 1000
        expect(bytes).toBeLessThanOrEqual((seconds + 1) * mebibyte + 1e-3)
        expect(count).toBeLessThanOrEqual((seconds + 1) * 1000 + 1e-3)
      }
    }),
  )
})

test('a shard gives five reads at once and then one each 200 ms', () => {
  const clock = new ManualClock()
  const throttle = new ReadThrottle(clock, quotas)
  for (let i = 0; i < 5; i++) expect(throttle.admit()).toBe(true)
  expect(throttle.admit()).toBe(false)
  clock.advance(199)
  expect(throttle.admit()).toBe(false)
  clock.advance(1)
  expect(throttle.admit()).toBe(true)
})

test('a read of 10 MiB makes the reads of the next five seconds fail', () => {
  const clock = new ManualClock()
  const throttle = new ReadThrottle(clock, quotas)
  expect(throttle.admit()).toBe(true)
  throttle.take(10 * mebibyte)
  clock.advance(4_999)
  expect(throttle.admit()).toBe(false)
  clock.advance(1)
  expect(throttle.admit()).toBe(true)
})

test('small reads come out of what was saved up', () => {
  const clock = new ManualClock()
  const throttle = new ReadThrottle(clock, quotas)
  for (let i = 0; i < 4; i++) {
    expect(throttle.admit()).toBe(true)
    throttle.take(mebibyte / 2)
  }
  expect(throttle.admit()).toBe(true)
  throttle.take(1)
  expect(throttle.admit()).toBe(false)
})
