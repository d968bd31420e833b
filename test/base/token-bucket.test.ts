import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock, TokenBucket } from '../../src/base/index.ts'

test('TokenBucket admits a burst of its capacity and then its rate', () => {
  const clock = new ManualClock()
  const bucket = new TokenBucket(clock, { ratePerSecond: 100, capacity: 250 })
  expect(bucket.tryTake(250)).toBe(true)
  expect(bucket.tryTake(1)).toBe(false)
  clock.advance(10)
  expect(bucket.tryTake(1)).toBe(true)
  expect(bucket.tryTake(1)).toBe(false)
})

test('TokenBucket answers for the empty request, for its capacity and for more', () => {
  const bucket = new TokenBucket(new ManualClock(), { ratePerSecond: 1, capacity: 5 })
  expect(bucket.tryTake(0)).toBe(true)
  expect(bucket.waitMs(5)).toBe(0)
  expect(bucket.waitMs(6)).toBe(Number.POSITIVE_INFINITY)
  expect(bucket.tryTake(6)).toBe(false)
})

test('TokenBucket in debt admits nothing until the debt is paid', () => {
  const clock = new ManualClock()
  const bucket = new TokenBucket(clock, { ratePerSecond: 2, capacity: 2 })
  bucket.takeAnyway(10)
  expect(bucket.waitMs(0)).toBe(4000)
  clock.advance(3999)
  expect(bucket.tryTake(0)).toBe(false)
  clock.advance(1)
  expect(bucket.tryTake(0)).toBe(true)
})

/* Goal: whatever is asked and when, no more than capacity + rate x time is ever admitted. Method: random steps. */
test('TokenBucket never admits more than its burst and its rate over time', () => {
  const step = fc.record({ waitMs: fc.nat(500), tokens: fc.nat(120) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const clock = new ManualClock()
      const bucket = new TokenBucket(clock, { ratePerSecond: 100, capacity: 100 })
      let admitted = 0
      let elapsedMs = 0
      for (const { waitMs, tokens } of steps) {
        clock.advance(waitMs)
        elapsedMs += waitMs
        if (bucket.tryTake(tokens)) admitted += tokens
        expect(admitted).toBeLessThanOrEqual(100 + elapsedMs / 10 + 1e-6)
      }
    }),
  )
})
