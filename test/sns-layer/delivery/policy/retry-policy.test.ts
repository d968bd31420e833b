import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type BackoffFunction,
  customerRetryPolicy,
  defaultRetryPolicy,
  managedRetryPolicy,
  type RetryPolicy,
  retryDelayS,
} from '../../../../src/sns-layer/delivery/policy/retry-policy.ts'

const backoffFunctions = ['linear', 'arithmetic', 'geometric', 'exponential'] as const

function delaysOf(policy: RetryPolicy, countMax = Number.POSITIVE_INFINITY): number[] {
  const delays: number[] = []
  while (delays.length < countMax) {
    const delay = retryDelayS(policy, delays.length + 1)
    if (delay === undefined) break
    delays.push(delay)
  }
  return delays
}

test('the default policy retries three times, 20 seconds apart', () => {
  expect(delaysOf(defaultRetryPolicy)).toEqual([20, 20, 20])
})

test("the guide's example of a linear backoff from 20 to 40 seconds waits 20, 30 and 40", () => {
  expect(delaysOf({ ...defaultRetryPolicy, maxDelayTarget: 40 })).toEqual([20, 30, 40])
})

test('the four phases follow on each other: at once, pre-backoff, backoff, post-backoff', () => {
  const policy: RetryPolicy = {
    minDelayTarget: 2,
    maxDelayTarget: 8,
    numRetries: 9,
    numNoDelayRetries: 2,
    numMinDelayRetries: 2,
    numMaxDelayRetries: 2,
    backoffFunction: 'geometric',
  }
  expect(delaysOf(policy)).toEqual([0, 0, 2, 2, 2, 4, 8, 8, 8])
})

test('a single retry in the backoff phase comes after the shortest delay', () => {
  expect(delaysOf({ ...defaultRetryPolicy, numRetries: 1, minDelayTarget: 5, maxDelayTarget: 9 })).toEqual([
    5,
  ])
})

test('a policy of no retries has none', () => {
  expect(retryDelayS({ ...defaultRetryPolicy, numRetries: 0 }, 1)).toBeUndefined()
})

test('deliveries to managed endpoints are tried again 100,015 times, over 23 days', () => {
  const delays = delaysOf(managedRetryPolicy)
  expect(delays.length).toBe(100_015)
  expect(delays.slice(0, 6)).toEqual([0, 0, 0, 1, 1, 1])
  expect(delays.slice(14, 18)).toEqual([20, 20, 20, 20])
  const days = delays.reduce((sum, delay) => sum + delay, 0) / 86_400
  expect(Math.floor(days)).toBe(23)
})

test('mail, SMS and push are tried again 50 times, over some 6 to 7 hours', () => {
  const delays = delaysOf(customerRetryPolicy)
  expect(delays.length).toBe(50)
  expect(delays.slice(0, 3)).toEqual([10, 10, 10])
  const hours = delays.reduce((sum, delay) => sum + delay, 0) / 3600
  expect(hours).toBeGreaterThan(6)
  expect(hours).toBeLessThan(7)
})

test("with the graph's numbers the functions rise from 5 to 260 seconds in the graph's order", () => {
  const [linear, arithmetic, geometric, exponential] = backoffFunctions.map((backoffFunction) =>
    delaysOf({
      ...defaultRetryPolicy,
      numRetries: 10,
      minDelayTarget: 5,
      maxDelayTarget: 260,
      backoffFunction,
    }),
  )
  for (let i = 1; i < 9; i++) {
    expect(linear![i]).toBeGreaterThan(arithmetic![i]!)
    expect(arithmetic![i]).toBeGreaterThan(geometric![i]!)
    expect(geometric![i]).toBeGreaterThan(exponential![i]!)
  }
})

/*
 * Goal: delays never fall below the shortest, rise over the longest, or fall within the backoff phase, whatever the numbers.
 * Method: any valid policy, all of its delays.
 */
test('delays stay between the shortest and the longest, and do not fall once they rise', () => {
  const policies = fc
    .record({
      min: fc.integer({ min: 1, max: 3600 }),
      more: fc.integer({ min: 0, max: 3600 }),
      phases: fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 25 }))),
      backoffFunction: fc.constantFrom<BackoffFunction>(...backoffFunctions),
    })
    .map(({ min, more, phases, backoffFunction }) => ({
      minDelayTarget: min,
      maxDelayTarget: Math.min(3600, min + more),
      numRetries: phases.reduce((sum, count) => sum + count, 0),
      numNoDelayRetries: phases[0]!,
      numMinDelayRetries: phases[1]!,
      numMaxDelayRetries: phases[2]!,
      backoffFunction,
    }))
  fc.assert(
    fc.property(policies, (policy) => {
      const delays = delaysOf(policy)
      expect(delays.length).toBe(policy.numRetries)
      for (const [i, delay] of delays.entries()) {
        if (i < policy.numNoDelayRetries) expect(delay).toBe(0)
        else {
          expect(delay).toBeGreaterThanOrEqual(policy.minDelayTarget)
          expect(delay).toBeLessThanOrEqual(policy.maxDelayTarget)
          expect(delay).toBeGreaterThanOrEqual(delays[i - 1] ?? 0)
        }
      }
    }),
    { numRuns: 50 },
  )
})
