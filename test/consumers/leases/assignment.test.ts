import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignLeases } from '../../../src/consumers/leases/assignment.ts'
import { shardEnd } from '../../../src/consumers/leases/checkpoint.ts'
import type { Lease } from '../../../src/consumers/leases/lease.ts'
import { aLease } from './a-lease.ts'

const isFree = ({ owner }: Lease) => owner === undefined

function assign(leases: readonly Lease[], worker: string, leasesMax = Number.POSITIVE_INFINITY) {
  return assignLeases({ leases, worker, isExpired: isFree, random: () => 0.5, leasesMax })
}

/** Lets workers decide in turn, and does what they decide at once, until none wants anything. */
function settle(first: readonly Lease[], workers: readonly string[]) {
  let leases = first
  let moves = 0
  for (let round = 0, isSettled = false; !isSettled && round < 200; round++) {
    isSettled = true
    for (const worker of workers) {
      const { take, ask } = assign(leases, worker)
      const wanted = new Set([...take, ...ask].map(({ key }) => key))
      moves += ask.length
      if (wanted.size > 0) isSettled = false
      leases = leases.map((lease) => (wanted.has(lease.key) ? { ...lease, owner: worker } : lease))
    }
    if (round === 199) throw new Error('never settled')
  }
  return { leases, moves }
}

const loads = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_000_000 })), {
  minLength: 1,
  maxLength: 60,
})
const workerCounts = fc.integer({ min: 1, max: 8 })

/*
 * Goal: every shard gets an owner, the workers come to rest, and none is left with much less than others.
 * Method: workers decide in turn on shards of any load, and at rest no single move would make two of them more alike.
 */
test('workers that decide each for itself share all leases, and come to rest', () => {
  fc.assert(
    fc.property(loads, workerCounts, (bytesPerSecond, workerCount) => {
      const workers = Array.from({ length: workerCount }, (_, i) => `worker-${i}`)
      const free = bytesPerSecond.map((load, i) => aLease({ key: `shard-${i}`, bytesPerSecond: load }))
      const { leases } = settle(free, workers)
      expect(leases.every(({ owner }) => owner !== undefined)).toBe(true)
      const owned = workers.map((worker) => leases.filter(({ owner }) => owner === worker).length)
      if (new Set(bytesPerSecond).size === 1)
        expect(Math.max(...owned) - Math.min(...owned)).toBeLessThanOrEqual(
          Math.max(1, Math.ceil((0.1 * leases.length) / workerCount)),
        )
    }),
  )
})

test('a new worker is handed its share by those who have the most', () => {
  const leases = Array.from({ length: 12 }, (_, i) => aLease({ key: `shard-${i}`, owner: i < 8 ? 'a' : 'b' }))
  const settled = settle(leases, ['c', 'a', 'b'])
  const count = (worker: string) => settled.leases.filter(({ owner }) => owner === worker).length
  expect([count('a'), count('b'), count('c')]).toEqual([4, 4, 4])
  expect(settled.moves).toBe(4)
})

test('a busy shard weighs more than idle ones', () => {
  const busy = aLease({ key: 'busy', bytesPerSecond: 1_000_000, owner: 'a' })
  const idle = Array.from({ length: 4 }, (_, i) => aLease({ key: `idle-${i}`, owner: 'a' }))
  const { leases } = settle([busy, ...idle], ['a', 'b'])
  const owner = leases.find(({ key }) => key === 'busy')?.owner
  expect(leases.filter((lease) => lease.owner === owner)).toHaveLength(1)
})

test('one busy shard does not go to and fro between two workers', () => {
  const leases = [aLease({ key: 'busy', bytesPerSecond: 1_000_000, owner: 'a' })]
  expect(assign(leases, 'b').ask).toEqual([])
})

test('leases of nobody come before leases of others', () => {
  const leases = [
    ...Array.from({ length: 5 }, (_, i) => aLease({ key: `shard-${i}`, owner: 'a' })),
    aLease({ key: 'free' }),
  ]
  const { take, ask } = assign(leases, 'b')
  expect(take.map(({ key }) => key)).toEqual(['free'])
  expect(ask).toEqual([])
})

test('a shard waits for each of its parents that has a lease, and then needs an owner itself', () => {
  const child = aLease({ key: 'child', parents: ['left', 'right', 'long-gone'] })
  const left = aLease({ key: 'left', owner: 'b', checkpoint: shardEnd })
  const right = aLease({ key: 'right', owner: 'b' })
  expect(assign([child, left, right], 'a').take).toEqual([])
  expect(assign([child, left, { ...right, checkpoint: shardEnd }], 'a').take).toEqual([child])
})

test('a lease that is being handed over is not asked for again', () => {
  const leases = Array.from({ length: 6 }, (_, i) =>
    aLease({ key: `shard-${i}`, owner: 'a', checkpointOwner: 'x' }),
  )
  expect(assign(leases, 'b').ask).toEqual([])
})

test('a worker takes no more leases than it may have', () => {
  const leases = Array.from({ length: 6 }, (_, i) => aLease({ key: `shard-${i}` }))
  expect(assign(leases, 'a', 2).take).toHaveLength(2)
  const others = leases.map((lease) => ({ ...lease, owner: 'b' }))
  expect(assign(others, 'a', 1).ask).toHaveLength(1)
  expect(assign(others, 'a', 0).ask).toHaveLength(0)
})
