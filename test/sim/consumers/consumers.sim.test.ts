import { expect, test } from 'vitest'
import { times } from '../../effort.ts'
import { simulateConsumers } from './simulate.ts'

const small = { workers: 5, shards: 20 }

test('no seed of a small group loses a record, or gives a shard two owners', async () => {
  for (let seed = 1; seed <= times(3); seed++) {
    const { violation, operations } = await simulateConsumers(seed, small)
    expect({ seed, violation }).toEqual({ seed, violation: undefined })
    expect(operations).toBeGreaterThan(1000)
  }
})

test('a seed gives the same run each time', async () => {
  expect(await simulateConsumers(7, small)).toEqual(await simulateConsumers(7, small))
})

test('a group that recovers has shared out its shards', async () => {
  const { shares } = await simulateConsumers(3, { workers: 8, shards: 80 })
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  expect(shares).toHaveLength(8)
  for (const share of shares) expect(Math.abs(share - mean)).toBeLessThanOrEqual(Math.max(2, mean / 3))
})

test('a store that lets two workers write is found out', async () => {
  const found: boolean[] = []
  for (let seed = 1; seed <= 4; seed++) {
    const { violation } = await simulateConsumers(seed, { ...small, isStoreBroken: true })
    found.push(violation !== undefined)
  }
  expect(found).toContain(true)
})
