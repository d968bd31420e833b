import { expect, test } from 'vitest'
import { ManualClock } from '../../../src/base/index.ts'
import { MemoryLeaseStore } from '../../../src/consumers/lease-stores/memory-lease-store.ts'
import { HeldLease } from '../../../src/consumers/leases/held-lease.ts'
import type { Lease } from '../../../src/consumers/leases/lease.ts'
import type { LeaseStore } from '../../../src/consumers/leases/lease-store.ts'
import { aLease } from './a-lease.ts'

const failoverMs = 10_000
const key = aLease().key
const at = (sequenceNumber: string) => ({ sequenceNumber, subSequenceNumber: 0 })

async function hold(
  worker: string,
  changes: Partial<Lease> = {},
  store: LeaseStore = new MemoryLeaseStore(),
) {
  const clock = new ManualClock()
  const lease = aLease({ owner: worker, counter: 1, ...changes })
  await store.create(lease)
  const held = new HeldLease(lease, clock.monotonicMs(), { store, clock, worker, failoverMs })
  const row = async () => (await store.get(key)) as Lease
  /** As another worker writes it. */
  const change = async (changed: Partial<Lease>) => {
    const before = await row()
    await store.replace({ ...before, ...changed, counter: before.counter + 1 }, before)
  }
  /** As another worker asks for it. */
  const ask = async (owner: string) => {
    const before = await row()
    await store.replace({ ...before, owner, checkpointOwner: worker }, before)
  }
  return { held, clock, store, row, change, ask }
}

test('a lease is kept for the failover time from when the last renewal began', async () => {
  const { held, clock } = await hold('a')
  clock.advance(failoverMs - 1)
  expect(held.isKept).toBe(true)
  clock.advance(1)
  expect(held.isKept).toBe(false)
  await held.renew(5)
  expect(held.isKept).toBe(true)
  expect(held.lease).toMatchObject({ counter: 2, bytesPerSecond: 5 })
})

test('a checkpoint is refused, and the lease lost, once another worker has it', async () => {
  const { held, change, row } = await hold('a')
  await change({ owner: 'b' })
  await expect(held.checkpoint(at('7'))).rejects.toMatchObject({ code: 'LEASE_LOST' })
  expect(held.lost.aborted).toBe(true)
  expect((await row()).checkpoint).toEqual(aLease().checkpoint)
})

test('a worker that is asked for a lease keeps it and may write checkpoints until it lets go', async () => {
  const { held, clock, ask, row } = await hold('a')
  await ask('b')
  clock.advance(failoverMs)
  await held.renew(0)
  expect(held.asked.aborted).toBe(true)
  expect(held.lost.aborted).toBe(false)
  expect(held.isKept).toBe(true)
  expect((await row()).counter).toBe(2)
  await held.checkpoint(at('7'))
  await held.release()
  expect(await row()).toMatchObject({ owner: 'b', checkpointOwner: undefined, checkpoint: at('7') })
  expect(held.lost.aborted).toBe(true)
})

test('a worker that has asked writes nothing and keeps nothing until the former owner has let go', async () => {
  const { held, change, row } = await hold('b', { checkpointOwner: 'a' })
  await held.checkpoint(at('7'))
  await held.renew(0)
  expect(await row()).toMatchObject({ counter: 1, checkpoint: aLease().checkpoint })
  expect(held).toMatchObject({ isSole: false, isKept: false })
  await change({ checkpointOwner: undefined })
  held.observe(await row())
  expect(held).toMatchObject({ isSole: true, isKept: false })
  await held.renew(0)
  expect(held.isKept).toBe(true)
})

test('a row that was read before the lease was asked for says nothing new', async () => {
  const { held, ask, row } = await hold('a')
  const before = await row()
  await ask('b')
  held.observe(await row())
  held.observe(before)
  expect(held.lease.owner).toBe('b')
})

test('a former owner that is evicted writes no more checkpoints', async () => {
  const store = new MemoryLeaseStore()
  const { held: former, change } = await hold('a', {}, store)
  await change({ owner: 'b', checkpointOwner: 'a' })
  const lease = (await store.get(key)) as Lease
  const clock = new ManualClock()
  const next = new HeldLease(lease, 0, { store, clock, worker: 'b', failoverMs })
  await next.evict()
  expect(next.isSole).toBe(true)
  await expect(former.checkpoint(at('7'))).rejects.toMatchObject({ code: 'LEASE_LOST' })
})

test('writes at the same time go one after the other, and none is lost', async () => {
  const { held, row } = await hold('a')
  await Promise.all([held.renew(3), held.checkpoint(at('7')), held.renew(4)])
  expect(await row()).toMatchObject({ counter: 4, checkpoint: at('7'), bytesPerSecond: 4 })
})

test('a write whose answer was lost is found in the row, and the next one follows it', async () => {
  const store = new MemoryLeaseStore()
  const { held, row } = await hold('a', {}, store)
  const replace = store.replace.bind(store)
  store.replace = async (lease, counter) => {
    await replace(lease, counter)
    store.replace = replace
    throw new Error('the answer was lost')
  }
  await expect(held.checkpoint(at('7'))).rejects.toThrow('the answer was lost')
  await held.checkpoint(at('8'))
  expect(await row()).toMatchObject({ counter: 3, checkpoint: at('8') })
})

test('a lease that was removed is lost', async () => {
  const { held, store } = await hold('a')
  await store.remove(key, 1)
  await expect(held.checkpoint(at('7'))).rejects.toMatchObject({ code: 'LEASE_LOST' })
})

test('a lease that is let go is nobody’s', async () => {
  const { held, row } = await hold('a')
  await held.release()
  expect((await row()).owner).toBeUndefined()
})
