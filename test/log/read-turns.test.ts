import { expect, test } from 'vitest'
import { ManualClock } from '../../src/base/index.ts'
import { ReadTurns } from '../../src/log/read-turns.ts'

const turnsOfTheLoop = async (count = 20) => {
  for (let i = 0; i < count; i++) await new Promise(setImmediate)
}

/** Readers who take turn after turn, and how many each has had. */
function readers(turns: ReadTurns, count: number): number[] {
  const had = new Array<number>(count).fill(0)
  const read = async (i: number) => {
    for (;;) {
      await turns.take()
      had[i]!++
    }
  }
  for (let i = 0; i < count; i++) void read(i)
  return had
}

const sum = (counts: readonly number[]) => counts.reduce((total, each) => total + each, 0)

test('while nothing is written readers have their turns without a pause, one in a turn of the loop', async () => {
  const had = readers(new ReadTurns(new ManualClock()), 3)
  await turnsOfTheLoop(1)
  const before = sum(had)
  await turnsOfTheLoop(30)
  expect(sum(had) - before).toBeLessThanOrEqual(30)
  expect(Math.min(...had)).toBeGreaterThanOrEqual(9)
})

test.each([1, 10])('while someone writes each of %i readers has a turn every 10 ms', async (count) => {
  const clock = new ManualClock()
  const turns = new ReadTurns(clock)
  turns.wrote()
  const had = readers(turns, count)
  for (let ms = 0; ms < 100; ms++) {
    await turnsOfTheLoop()
    clock.advance(1)
    turns.wrote()
  }
  await turnsOfTheLoop()
  expect(had).toEqual(new Array(count).fill(10))
})

test('from 50 ms after the last batch there are no pauses', async () => {
  const clock = new ManualClock()
  const turns = new ReadTurns(clock)
  turns.wrote()
  clock.advance(50)
  const had = readers(turns, 1)
  await turnsOfTheLoop(20)
  expect(had[0]).toBeGreaterThanOrEqual(18)
})
