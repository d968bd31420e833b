/*
 * What every lease store must do, whatever is behind it. Two clients of each share its leases, as two workers would.
 */
import { KinesisClient } from '@aws-sdk/client-kinesis'
import { expect, onTestFinished, test } from 'vitest'
import { DynamoLeaseStore } from '../../../src/consumers/dynamodb/index.ts'
import {
  FileLeaseStore,
  type LeaseStore,
  MemoryLeaseStore,
  ServerLeaseStore,
} from '../../../src/consumers/index.ts'
import { createServer } from '../../../src/index.ts'
import { scratchFolder } from '../../cli/command.ts'
import { startDynamo } from '../dynamodb/start-dynamo.ts'
import { aLease } from '../leases/a-lease.ts'

/** Two clients of one new store. */
type Open = () => Promise<readonly [LeaseStore, LeaseStore]>

/** Fewer than a page would have, so that a few dozen leases are several. */
const pageSize = 10

const stores: Record<string, Open> = {
  async memory() {
    const store = new MemoryLeaseStore()
    return [store, store]
  },
  async file() {
    const folder = scratchFolder()
    onTestFinished(() => folder[Symbol.dispose]())
    const open = () => new FileLeaseStore(`${folder.path}/apps/billing.leases`)
    return [open(), open()]
  },
  async server() {
    const server = await createServer()
    const clients = [0, 1].map(
      () =>
        new KinesisClient({
          endpoint: server.url,
          region: 'us-east-1',
          credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        }),
    )
    onTestFinished(async () => {
      for (const client of clients) client.destroy()
      await server.close()
    })
    const [one, other] = clients.map((client) => new ServerLeaseStore(client, 'billing', { pageSize }))
    return [one!, other!]
  },

  async DynamoDB() {
    const dynamo = await startDynamo()
    const open = () => new DynamoLeaseStore({ client: dynamo.client(), table: 'billing', pageSize })
    return [open(), open()]
  },
}

const each = test.for(Object.entries(stores))

const full = aLease({
  key: '000000000000:orders:1700000000:shardId-000000000001',
  counter: 7,
  owner: 'worker ä-1',
  checkpointOwner: 'worker-2',
  checkpoint: {
    sequenceNumber: '49590338271490256608559692538361571095921575989136588898',
    subSequenceNumber: 3,
  },
  parents: ['000000000000:orders:1700000000:shardId-000000000000'],
  children: [2, 3].map((i) => `000000000000:orders:1700000000:shardId-00000000000${i}`),
  startingHashKey: '0',
  endingHashKey: '340282366920938463463374607431768211455',
  ownerSwitchesSinceCheckpoint: 1,
  bytesPerSecond: 1024,
})

each('%s: a new store has no leases, and can be opened by each worker', async ([, open]) => {
  const [one, other] = await open()
  await Promise.all([one.open(), other.open()])
  await one.open()
  expect(await one.list()).toEqual([])
  expect(await other.get('shardId-000000000000')).toBeUndefined()
})

each('%s: a lease comes back as it was written, to any worker', async ([, open]) => {
  const [one, other] = await open()
  await one.open()
  await other.open()
  for (const lease of [full, aLease()]) expect(await one.create(lease)).toBe(true)
  expect(await other.get(full.key)).toEqual(full)
  expect(await other.get(aLease().key)).toEqual(aLease())
  expect(await other.list()).toHaveLength(2)
  expect(await other.list()).toEqual(expect.arrayContaining([full, aLease()]))
})

each('%s: a lease is created once', async ([, open]) => {
  const [one, other] = await open()
  await one.open()
  await other.open()
  const done = await Promise.all([one, other, one].map((store) => store.create(aLease())))
  expect(done.sort()).toEqual([false, false, true])
  await one.replace(aLease({ counter: 1, owner: 'a' }), aLease())
  expect(await other.create(aLease())).toBe(false)
  expect(await other.get(aLease().key)).toEqual(aLease({ counter: 1, owner: 'a' }))
})

each('%s: of writes that expect the same counter one is done', async ([, open]) => {
  const [one, other] = await open()
  await one.open()
  await other.open()
  let before = aLease({ owner: 'a', checkpointOwner: 'b' })
  await one.create(before)
  for (let counter = 1; counter < 6; counter++) {
    const write = (store: LeaseStore, owner: string) => store.replace(aLease({ counter, owner }), before)
    const done = await Promise.all([write(one, 'x'), write(other, 'y'), write(one, 'z')])
    expect(done.filter(Boolean)).toHaveLength(1)
    const owner = ['x', 'y', 'z'][done.indexOf(true)] as string
    before = aLease({ counter, owner })
    expect(await other.get(aLease().key)).toEqual(before)
  }
})

each(
  '%s: of workers that ask for a lease one is heard, and its owner has to know of it',
  async ([, open]) => {
    const [one, other] = await open()
    await one.open()
    await other.open()
    const owned = aLease({ counter: 5, owner: 'a' })
    await one.create(owned)
    const ask = (store: LeaseStore, owner: string) =>
      store.replace({ ...owned, owner, checkpointOwner: 'a' }, owned)
    const done = await Promise.all([ask(one, 'x'), ask(other, 'y')])
    expect(done.filter(Boolean)).toHaveLength(1)
    const asked = { ...owned, owner: done[0] === true ? 'x' : 'y', checkpointOwner: 'a' }
    expect(await other.get(owned.key)).toEqual(asked)
    expect(await one.replace({ ...owned, counter: 6 }, owned)).toBe(false)
    expect(await one.replace({ ...asked, counter: 6 }, asked)).toBe(true)
  },
)

each('%s: an owner that lets go leaves none behind', async ([, open]) => {
  const [one] = await open()
  await one.open()
  await one.create(full)
  const { owner, checkpointOwner, ...rest } = full
  const free = { ...rest, owner: undefined, checkpointOwner: undefined, counter: 8 }
  expect(await one.replace(free, full)).toBe(true)
  expect(await one.get(full.key)).toEqual(free)
})

each('%s: a write that expects another counter, or any lease, is not done', async ([, open]) => {
  const [one] = await open()
  await one.open()
  expect(await one.replace(aLease({ counter: 1 }), aLease())).toBe(false)
  expect(await one.remove(aLease().key, 0)).toBe(false)
  expect(await one.list()).toEqual([])
  await one.create(aLease({ counter: 4 }))
  expect(await one.replace(aLease({ counter: 6 }), aLease({ counter: 5 }))).toBe(false)
  expect(await one.remove(aLease().key, 5)).toBe(false)
  expect(await one.list()).toEqual([aLease({ counter: 4 })])
})

each('%s: a lease that was removed is gone, and may be made anew', async ([, open]) => {
  const [one, other] = await open()
  await one.open()
  await other.open()
  await one.create(aLease({ counter: 4 }))
  expect(await one.remove(aLease().key, 4)).toBe(true)
  expect(await other.list()).toEqual([])
  expect(await other.create(aLease())).toBe(true)
  expect(await one.get(aLease().key)).toEqual(aLease())
})

each('%s: all leases are listed, of however many pages', async ([, open]) => {
  const [one] = await open()
  await one.open()
  const leases = Array.from({ length: 3 * pageSize }, (_, i) => aLease({ key: `shardId-${i}` }))
  await Promise.all(leases.map((lease) => one.create(lease)))
  const listed = await one.list()
  expect(listed.map(({ key }) => key).sort()).toEqual(leases.map(({ key }) => key).sort())
})
