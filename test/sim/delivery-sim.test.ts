import { expect, test } from 'vitest'
import { times } from '../effort.ts'
import { simulateDeliveries } from './delivery-simulate.ts'

/* See delivery-simulate.ts. This is the short form; `npm run sim -- --scenario deliveries` is the long one. */
const seeds = times(1)

test('deliveries keep what publishers were told, through crashes at any operation', async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    expect(await simulateDeliveries(seed)).toMatchObject({ seed, violation: undefined })
  }
}, 60_000)

test('a seed is the same run each time', async () => {
  const traceOf = async (seed: number) => (await simulateDeliveries(seed)).trace
  expect(await traceOf(7)).toBe(await traceOf(7))
  expect(await traceOf(7)).not.toBe(await traceOf(8))
})
