import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock } from '../../../src/base/index.ts'
import { ProcessingTime } from '../../../src/sqs-layer/picking/processing-time.ts'

function timeOf(clock = new ManualClock(1_000_000_000)) {
  const time = new ProcessingTime(clock)
  const add = (tenant: string | undefined, seconds: number) =>
    time.add(tenant, Math.floor(clock.nowMs() / 1000) - seconds)
  return { clock, time, add }
}

test('a tenant with more than a tenth of the time is noisy, messages without one counted too', () => {
  const { time, add } = timeOf()
  add('a', 10)
  add(undefined, 89)
  expect(time.isNoisy('a')).toBe(true)
  add(undefined, 1)
  expect(time.isNoisy('a')).toBe(false)
  expect(time.isNoisy('stranger')).toBe(false)
})

test('what is long ago weighs little, also over more half-lives than a number could hold', () => {
  const { clock, time, add } = timeOf()
  add('before', 1000)
  clock.advance(20 * 60_000)
  add('after', 1)
  expect([time.isNoisy('before'), time.isNoisy('after')]).toEqual([false, true])
  clock.advance(3000 * 60_000)
  add('later', 1)
  add('latest', 1)
  expect(['after', 'later', 'latest'].map((name) => time.isNoisy(name))).toEqual([false, true, true])
})

test('any number of tenants is remembered in bounded memory, and those with much of the time are found', () => {
  const { time, add } = timeOf()
  add('slow', 20_000)
  for (let i = 0; i < 50_000; i++) add(`t${i}`, 1)
  expect(time.tenantCount).toBeLessThanOrEqual(4096)
  expect(time.isNoisy('slow')).toBe(true)
})

/* Goal: shares are those of plain sums. Method: any sequence of additions within one moment, beside a map. */
test('at one moment shares are exact', () => {
  const additions = fc.array(
    fc.tuple(fc.constantFrom('a', 'b', 'c', undefined), fc.integer({ min: 0, max: 500 })),
  )
  fc.assert(
    fc.property(additions, (all) => {
      const { time, add } = timeOf()
      const sums = new Map<string | undefined, number>()
      let total = 0
      for (const [tenant, seconds] of all) {
        add(tenant, seconds)
        sums.set(tenant, (sums.get(tenant) ?? 0) + seconds)
        total += seconds
      }
      for (const tenant of ['a', 'b', 'c']) {
        const sum = sums.get(tenant) ?? 0
        if (sum * 10 !== total) expect(time.isNoisy(tenant)).toBe(sum > 0.1 * total)
      }
    }),
  )
})
