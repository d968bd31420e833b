import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock } from '../../src/base/index.ts'
import { type Timer, Timers } from '../../src/sqs-layer/timers.ts'
import { settle } from './open-test-queues.ts'

test('Timers runs what is due, in its order, and nothing that was cancelled', async () => {
  const step = fc.record({ dueMs: fc.nat(100), isCancelled: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (all) => {
      const clock = new ManualClock(0)
      const timers = new Timers(clock)
      const ran: number[] = []
      const set: Timer[] = all.map(({ dueMs }) => timers.set(dueMs, () => ran.push(dueMs)))
      all.forEach(({ isCancelled }, i) => {
        if (isCancelled) timers.cancel(set[i])
      })
      clock.advance(50)
      await settle()
      const due = all.filter(({ isCancelled }) => !isCancelled).map(({ dueMs }) => dueMs)
      const expected = due.filter((dueMs) => dueMs <= 50).sort((a, b) => a - b)
      expect(ran).toEqual(expected)
      expect(timers.count).toBe(due.length - expected.length)
    }),
    { numRuns: 50 },
  )
})

test('a timer that is set for earlier than the others is run before them', async () => {
  const clock = new ManualClock(0)
  const timers = new Timers(clock)
  const ran: string[] = []
  timers.set(1000, () => ran.push('late'))
  timers.set(10, () => ran.push('early'))
  clock.advance(10)
  await settle()
  expect(ran).toEqual(['early'])
  clock.advance(990)
  await settle()
  expect(ran).toEqual(['early', 'late'])
})
