import { expect, test } from 'vitest'
import { times } from '../effort.ts'
import { simulateTopic } from './topic-simulate.ts'

test('no crash parts the subscribers of a topic, or breaks an order or a replay', async () => {
  for (let seed = 1; seed <= times(2); seed++) {
    expect(await simulateTopic(seed)).toMatchObject({ seed, violation: undefined })
  }
})

test('a seed gives the same run twice', async () => {
  const [once, again] = [await simulateTopic(42), await simulateTopic(42)]
  expect(again).toEqual(once)
})
