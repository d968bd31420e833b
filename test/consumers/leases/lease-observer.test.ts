import { expect, test } from 'vitest'
import { ManualClock } from '../../../src/base/index.ts'
import { LeaseObserver } from '../../../src/consumers/leases/lease-observer.ts'
import { aLease } from './a-lease.ts'

test('a lease whose counter stands still for the failover time is expired, and one that moves is not', () => {
  const clock = new ManualClock()
  const observer = new LeaseObserver(clock, 10_000)
  const still = aLease({ key: 'still', owner: 'a' })
  for (let counter = 0; counter < 4; counter++) {
    observer.observe([still, aLease({ key: 'kept', owner: 'a', counter })], clock.monotonicMs())
    expect(observer.isExpired(aLease({ key: 'kept', owner: 'a', counter }))).toBe(false)
    expect(observer.isExpired(still)).toBe(counter * 4000 >= 10_000)
    clock.advance(4000)
  }
})

test('a lease of nobody is free at once, unless a former owner has not let go', () => {
  const observer = new LeaseObserver(new ManualClock(), 10_000)
  expect(observer.isExpired(aLease())).toBe(true)
  expect(observer.isExpired(aLease({ checkpointOwner: 'a' }))).toBe(false)
})

test('a lease that was seen once only, or has changed since, is not expired', () => {
  const clock = new ManualClock()
  const observer = new LeaseObserver(clock, 10_000)
  clock.advance(60_000)
  expect(observer.isExpired(aLease({ owner: 'a' }))).toBe(false)
  observer.observe([aLease({ owner: 'a' })], clock.monotonicMs())
  clock.advance(10_000)
  expect(observer.isExpired(aLease({ owner: 'a', counter: 1 }))).toBe(false)
  expect(observer.isExpired(aLease({ owner: 'a' }))).toBe(true)
})
