import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock, TokenBucket, TokenBuckets } from '../../src/base/index.ts'

test('each key has a bucket of its own, of a second’s worth', () => {
  const clock = new ManualClock()
  const buckets = new TokenBuckets(clock, 10)
  expect([1, 2, 3].map(() => buckets.take('a', 2))).toEqual([true, true, false])
  expect(buckets.take('b', 2)).toBe(true)
  clock.advance(499)
  expect(buckets.take('a', 2)).toBe(false)
  clock.advance(1)
  expect([1, 2].map(() => buckets.take('a', 2))).toEqual([true, false])
})

test('keys that nobody has asked for in a second are forgotten by the next ones', () => {
  const clock = new ManualClock()
  const buckets = new TokenBuckets(clock, 1000)
  for (let i = 0; i < 500; i++) buckets.take(`old ${i}`, 5)
  clock.advance(1000)
  for (let i = 0; i < 500; i++) buckets.take(`new ${i}`, 5)
  expect(buckets.count).toBe(500)
})

/*
 * Goal: what is forgotten makes no difference.
 * Method: the same takes of few keys from a bounded set, and from buckets that are all kept.
 */
test('forgetting full buckets changes no answer', () => {
  const steps = fc.array(fc.record({ key: fc.nat(30), waitMs: fc.nat(300) }), { maxLength: 200 })
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 7 }), (takes, rate) => {
      const clock = new ManualClock()
      const buckets = new TokenBuckets(clock, 31)
      const kept = Array.from(
        { length: 31 },
        () => new TokenBucket(clock, { ratePerSecond: rate, capacity: rate }),
      )
      for (const { key, waitMs } of takes) {
        clock.advance(waitMs)
        const bucket = kept[key]!
        bucket.refill()
        const expected = bucket.holds(1)
        if (expected) bucket.take(1)
        expect(buckets.take(String(key), rate)).toBe(expected)
      }
    }),
  )
})

test('callers with ever new keys cannot make it keep more than it may', () => {
  const clock = new ManualClock()
  const buckets = new TokenBuckets(clock, 100)
  for (let i = 0; i < 1000; i++) {
    expect(buckets.take(`key ${i}`, 1)).toBe(true)
    expect(buckets.count).toBeLessThanOrEqual(100)
  }
  expect(buckets.take('key 999', 1)).toBe(false)
})
