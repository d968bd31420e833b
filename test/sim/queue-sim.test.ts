import { expect, test } from 'vitest'
import { times } from '../effort.ts'
import { simulateQueue } from './queue-simulate.ts'

/* See queue-simulate.ts. This is the short form; `npm run sim -- --scenario queue` and `fifo-queue` are the long ones. */
const seeds = times(2)

test.each([
  { type: 'standard', isFifo: false },
  { type: 'FIFO', isFifo: true },
])(
  'a $type queue keeps what it has said, through crashes at any operation',
  async ({ isFifo }) => {
    for (let seed = 1; seed <= seeds; seed++) {
      expect(await simulateQueue(seed, isFifo)).toMatchObject({ seed, violation: undefined })
    }
  },
  60_000,
)

test('a seed is the same run each time', async () => {
  const traceOf = async (seed: number) => (await simulateQueue(seed, false)).trace
  expect(await traceOf(7)).toBe(await traceOf(7))
  expect(await traceOf(7)).not.toBe(await traceOf(8))
})
