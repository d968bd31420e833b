import { expect, test } from 'vitest'
import { ManualClock, systemClock } from '../../src/base/index.ts'

test('ManualClock wakes its sleepers in the order of their times, each at its own time', async () => {
  const clock = new ManualClock(1_000)
  const woken: string[] = []
  const sleeps = [
    clock.sleep(200).then(() => woken.push(`late at ${clock.nowMs()}`)),
    clock.sleep(100).then(() => woken.push(`early at ${clock.nowMs()}`)),
  ]
  clock.advance(150)
  await sleeps[1]
  expect(woken).toEqual(['early at 1150'])
  clock.advance(50)
  await sleeps[0]
  expect(woken).toEqual(['early at 1150', 'late at 1200'])
})

test('Clock.sleep ends early when its signal aborts, and at once when it has aborted already', async () => {
  for (const clock of [new ManualClock(), systemClock]) {
    const abort = new AbortController()
    const sleep = clock.sleep(1_000_000, abort.signal)
    abort.abort()
    await sleep
    await clock.sleep(1_000_000, abort.signal)
  }
})

test('The system clock sleeps longer than a timer of Node can', async () => {
  const abort = new AbortController()
  let isAwake = false
  const sleep = systemClock.sleep(2 ** 31 + 1_000, abort.signal).then(() => {
    isAwake = true
  })
  /* A timer of one millisecond, which Node makes of one that is too long, would be over by then. */
  await systemClock.sleep(20)
  expect(isAwake).toBe(false)
  abort.abort()
  await sleep
})

test('ManualClock steps the wall time without moving the monotonic time', () => {
  const clock = new ManualClock(5_000)
  clock.setWallTime(1_000)
  expect([clock.nowMs(), clock.monotonicMs()]).toEqual([1_000, 0])
  clock.advance(10)
  expect([clock.nowMs(), clock.monotonicMs()]).toEqual([1_010, 10])
})
