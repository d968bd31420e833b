import { expect, test } from 'vitest'
import { times } from '../effort.ts'
import { simulateStreamQueue } from './stream-queue-simulate.ts'

/* See stream-queue-simulate.ts. This is the short form; `npm run sim -- --scenario stream-queue` is the long one. */
const seeds = times(2)

test('a queue over a stream keeps what it has said, through crashes at any operation', async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    expect(await simulateStreamQueue(seed)).toMatchObject({ seed, violation: undefined })
  }
}, 60_000)

test('a seed is the same run each time', async () => {
  const traceOf = async (seed: number) => (await simulateStreamQueue(seed)).trace
  expect(await traceOf(7)).toBe(await traceOf(7))
  expect(await traceOf(7)).not.toBe(await traceOf(8))
})
