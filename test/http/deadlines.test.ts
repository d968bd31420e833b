import { expect, test } from 'vitest'
import { ManualClock } from '../../src/base/index.ts'
import { Deadlines } from '../../src/http/deadlines.ts'

/** The time limit of these tests, in milliseconds: eight checks, 100 apart. */
const timeMs = 800

/** Lets what waits for the clock run after each check. */
async function pass(clock: ManualClock, checks: number): Promise<void> {
  for (let i = 0; i < checks; i++) {
    clock.advance(timeMs / 8)
    await new Promise(setImmediate)
  }
}

test('Deadlines calls what was not removed in time, once, and an eighth late at most', async () => {
  const clock = new ManualClock()
  const expired: string[] = []
  const deadlines = new Deadlines<string>(clock, timeMs, (thing) => expired.push(thing))
  deadlines.add('late')
  deadlines.add('done')
  await pass(clock, 4)
  deadlines.add('later')
  deadlines.remove('done')
  await pass(clock, 4)
  expect(expired).toEqual([])
  await pass(clock, 1)
  expect(expired).toEqual(['late'])
  await pass(clock, 20)
  expect(expired).toEqual(['late', 'later'])
  deadlines.stop()
})

test('Deadlines that are stopped call nobody', async () => {
  const clock = new ManualClock()
  const expired: string[] = []
  const deadlines = new Deadlines<string>(clock, timeMs, (thing) => expired.push(thing))
  deadlines.add('thing')
  deadlines.stop()
  await pass(clock, 20)
  expect(expired).toEqual([])
})
