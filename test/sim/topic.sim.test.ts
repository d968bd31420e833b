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

/* In this seed a replay ends while the commit of another subscription that asks for one is on its way: the server once went round for ever. */
test('a replay that ends leaves those alone whose commit is on its way', async () => {
  expect(await simulateTopic(62)).toMatchObject({ violation: undefined })
})
