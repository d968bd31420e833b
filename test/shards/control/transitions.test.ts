import { expect, test } from 'vitest'
import { ManualClock } from '../../../src/base/index.ts'
import { Transitions } from '../../../src/shards/control/transitions.ts'

test('what begins now is seen for as long as transitions take', () => {
  const transitions = new Transitions(new ManualClock(1_000), 500)
  expect(transitions.endMs()).toBe(1_500)
})

test('without transitions the end is past at any time, should the clock step back later', () => {
  expect(new Transitions(new ManualClock(1_000), 0).endMs()).toBe(0)
})

test('the time of what is seen does not fall when the wall clock steps back', () => {
  const clock = new ManualClock(1_000)
  const transitions = new Transitions(clock, 500)
  expect(transitions.nowMs()).toBe(1_000)
  clock.setWallTime(700)
  expect(transitions.nowMs()).toBe(1_000)
  clock.advance(700)
  expect(transitions.nowMs()).toBe(1_400)
})
