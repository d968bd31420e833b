import { expect, test } from 'vitest'
import { times } from '../effort.ts'
import { simulateLeases } from './leases-simulate.ts'

/* See leases-simulate.ts. More seeds: npm run sim -- --scenario leases --seeds N */
const seeds = times(12)

test('leases survive what a disk can do', async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    expect(await simulateLeases(seed)).toMatchObject({ seed, violation: undefined })
  }
})

test('the same seed gives the same writes of leases', async () => {
  const traceOf = async (seed: number) => (await simulateLeases(seed)).trace
  expect(await traceOf(7)).toBe(await traceOf(7))
  expect(await traceOf(7)).not.toBe(await traceOf(8))
})

test('a disk that does not sync is found out by what it takes from leases', async () => {
  let caught = 0
  for (let seed = 1; seed <= 30; seed++) {
    const { violation } = await simulateLeases(seed, { honestSync: false })
    if (violation !== undefined) caught++
  }
  expect(caught).toBeGreaterThan(10)
})
