import { expect, test } from 'vitest'
import { times } from '../effort.ts'
import { simulate } from './simulate.ts'

/*
 * Goal: no crash, power cut, failed write or turned bit loses an acknowledged commit, splits one, or serves what was not written.
 * Method: seeded runs of the whole store on a simulated disk, beside a model; see sim-disk.ts for the faults and
 * sim-check.ts for what is checked. More seeds: npm run sim -- --seeds N
 */
const seeds = times(40)

test('the store survives what a disk can do to it', async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    const { violation } = await simulate(seed)
    if (violation !== undefined) throw new Error(`seed ${seed}: ${violation.message}`, { cause: violation })
  }
})

test('the same seed gives the same run', async () => {
  for (const seed of [7, 8, 9]) expect((await simulate(seed)).trace).toBe((await simulate(seed)).trace)
  expect((await simulate(7)).trace).not.toBe((await simulate(8)).trace)
})

test('a disk that does not sync is found out', async () => {
  let caught = 0
  for (let seed = 1; seed <= 40; seed++) {
    const { violation } = await simulate(seed, { honestSync: false })
    if (violation !== undefined) caught++
  }
  expect(caught).toBeGreaterThan(10)
})
