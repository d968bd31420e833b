import { expect, test } from 'vitest'
import { times } from '../effort.ts'
import { simulateResharding } from './reshard-simulate.ts'

/* The control plane on a disk that loses power: see reshard-simulate.ts. More seeds: npm run sim -- --seeds N */
const seeds = times(25)

test('shards, and the records in them, survive what a disk can do during reshards', async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    const { violation } = await simulateResharding(seed)
    if (violation !== undefined) {
      const message = `npm run sim -- --scenario reshard --seed ${seed}: ${violation.message}`
      throw new Error(message, { cause: violation })
    }
  }
})

test('the same seed gives the same reshards', async () => {
  const traceOf = async (seed: number) => (await simulateResharding(seed)).trace
  expect(await traceOf(7)).toBe(await traceOf(7))
  expect(await traceOf(7)).not.toBe(await traceOf(8))
})

test('a disk that does not sync is found out by what it takes from shards', async () => {
  let caught = 0
  for (let seed = 1; seed <= 20; seed++) {
    const { violation } = await simulateResharding(seed, { honestSync: false })
    if (violation !== undefined) caught++
  }
  expect(caught).toBeGreaterThan(4)
})
