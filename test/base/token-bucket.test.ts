import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock, TokenBucket } from '../../src/base/index.ts'

function testBucket(ratePerSecond: number, capacity: number) {
  const clock = new ManualClock()
  const bucket = new TokenBucket(clock, { ratePerSecond, capacity })
  const tryTake = (tokens: number) => {
    bucket.refill()
    const held = bucket.holds(tokens)
    if (held) bucket.take(tokens)
    return held
  }
  return { bucket, clock, tryTake }
}

test('a bucket admits a burst of its capacity and then its rate', () => {
  const { clock, tryTake } = testBucket(100, 250)
  expect(tryTake(250)).toBe(true)
  expect(tryTake(1)).toBe(false)
  clock.advance(10)
  expect(tryTake(1)).toBe(true)
  expect(tryTake(1)).toBe(false)
})

test('a full bucket holds nothing and its capacity, and no more however long it waits', () => {
  const { bucket, clock } = testBucket(1, 5)
  clock.advance(1_000_000)
  bucket.refill()
  expect([bucket.holds(0), bucket.holds(5), bucket.holds(6)]).toEqual([true, true, false])
})

test('a bucket in debt holds nothing until the debt is paid, to the millisecond', () => {
  const { bucket, clock, tryTake } = testBucket(2, 2)
  bucket.take(10)
  clock.advance(3999)
  expect(tryTake(0)).toBe(false)
  clock.advance(1)
  expect(tryTake(0)).toBe(true)
})

test('what was saved can be given up, and a debt cannot', () => {
  const { bucket } = testBucket(1, 10)
  bucket.forfeit()
  expect([bucket.holds(0), bucket.holds(1)]).toEqual([true, false])
  bucket.take(3)
  bucket.forfeit()
  bucket.giveBack(2)
  expect(bucket.holds(0)).toBe(false)
  bucket.giveBack(1)
  expect(bucket.holds(0)).toBe(true)
})

test('an infinite bucket is full with the first capacity that it gets', () => {
  const { bucket } = testBucket(1, Number.POSITIVE_INFINITY)
  bucket.refill(7)
  expect([bucket.holds(7), bucket.holds(8)]).toEqual([true, false])
})

/* Goal: whatever is asked and when, exactly what a bucket of whole numbers would admit. Method: random steps beside one. */
test('a bucket never admits more than its burst and its rate over time, and never less', () => {
  const step = fc.record({ waitMs: fc.nat(500), tokens: fc.nat(120) })
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 200 }),
      fc.integer({ min: 1, max: 7 }),
      (steps, ratePerSecond) => {
        const { clock, tryTake } = testBucket(ratePerSecond, 100)
        let level = 100_000n
        for (const { waitMs, tokens } of steps) {
          clock.advance(waitMs)
          level += BigInt(waitMs * ratePerSecond)
          if (level > 100_000n) level = 100_000n
          const admitted = level >= BigInt(tokens * 1000)
          if (admitted) level -= BigInt(tokens * 1000)
          expect(tryTake(tokens)).toBe(admitted)
        }
      },
    ),
  )
})

test('a bucket says how long until it holds what it does not hold now', () => {
  const { clock, bucket } = testBucket(10, 100)
  expect(bucket.msUntil(100)).toBe(0)
  bucket.take(130)
  expect([bucket.msUntil(0), bucket.msUntil(20)]).toEqual([3000, 5000])
  clock.advance(2999)
  bucket.refill()
  expect([bucket.msUntil(0), bucket.holds(0)]).toEqual([1, false])
  clock.advance(1)
  bucket.refill()
  expect([bucket.msUntil(0), bucket.holds(0)]).toEqual([0, true])
})
