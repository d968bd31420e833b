import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ManualClock } from '../../src/base/index.ts'
import type { LeaseState } from '../../src/leases/index.ts'
import { LeaseTables } from '../../src/leases/lease-tables.ts'
import { rootLogs, StateLog, type StateMachine } from '../../src/log/index.ts'
import { application, leaseState, openTestLeases } from './open-test-leases.ts'

test('of writes that expect the same counter one is done', async () => {
  const { leases } = await openTestLeases()
  const creates = await Promise.all([0, 1, 2].map(() => leases.create(application, leaseState('a'))))
  expect(creates).toEqual([true, false, false])
  const replaces = await Promise.all(
    ['x', 'y'].map((owner) =>
      leases.replace(application, leaseState('a', { counter: 1, owner }), { counter: 0 }),
    ),
  )
  expect(replaces).toEqual([true, false])
  expect(leases.get(application, 'a')).toMatchObject({ counter: 1, owner: 'x' })
  expect(leases).toMatchObject({ written: 2, refused: 3 })
})

test('a write is seen when it is durable, and not before', async () => {
  const { leases } = await openTestLeases()
  const created = leases.create(application, leaseState('a'))
  expect(leases.get(application, 'a')).toBeUndefined()
  expect(leases.list(application, undefined, 10)).toEqual([])
  await created
  expect(leases.get(application, 'a')).toEqual(leaseState('a'))
})

test('a lease that is not there can be neither replaced nor removed', async () => {
  const { leases } = await openTestLeases()
  expect(await leases.replace(application, leaseState('a', { counter: 1 }), { counter: 0 })).toBe(false)
  expect(await leases.remove(application, 'a', 0)).toBe(false)
  await leases.create(application, leaseState('a', { counter: 3 }))
  expect(await leases.remove(application, 'a', 2)).toBe(false)
  expect(await leases.remove(application, 'a', 3)).toBe(true)
  expect(leases.get(application, 'a')).toBeUndefined()
})

test('pages follow the keys, also behind one that was removed', async () => {
  const { leases } = await openTestLeases()
  for (const key of ['c', 'a', 'd', 'b']) await leases.create(application, leaseState(key))
  const keys = (after: string | undefined, countMax: number) =>
    leases.list(application, after, countMax).map(({ key }) => key)
  expect(keys(undefined, 2)).toEqual(['a', 'b'])
  await leases.remove(application, 'b', 0)
  expect(keys('b', 2)).toEqual(['c', 'd'])
  expect(keys('d', 2)).toEqual([])
})

test('applications, accounts and regions know nothing of each other', async () => {
  const { leases } = await openTestLeases()
  const others = [{ name: 'other' }, { account: '111111111111' }, { region: 'eu-west-1' }]
  await leases.create(application, leaseState('a', { owner: 'x' }))
  for (const other of others) {
    const theirs = { ...application, ...other }
    expect(leases.get(theirs, 'a')).toBeUndefined()
    expect(await leases.create(theirs, leaseState('a'))).toBe(true)
    expect(await leases.deleteApplication(theirs)).toBe(1)
  }
  expect(leases.list(application, undefined, 10)).toEqual([leaseState('a', { owner: 'x' })])
})

test('an account has a bounded number of leases in a region, whatever their application', async () => {
  const { leases, restart } = await openTestLeases({ leasesMax: 2 })
  await leases.create(application, leaseState('a'))
  await leases.create({ ...application, name: 'other' }, leaseState('a'))
  const tooMany = () => leases.create(application, leaseState('b'))
  await expect(tooMany()).rejects.toMatchObject({ code: 'LEASES_OVER_LIMIT' })
  expect(await leases.create({ ...application, region: 'eu-west-1' }, leaseState('b'))).toBe(true)
  expect(await leases.replace(application, leaseState('a', { counter: 1 }), { counter: 0 })).toBe(true)
  await leases.remove(application, 'a', 1)
  expect(await tooMany()).toBe(true)
  const again = await restart()
  const stillTooMany = again.leases.create(application, leaseState('c'))
  await expect(stillTooMany).rejects.toMatchObject({ code: 'LEASES_OVER_LIMIT' })
})

test('writes that come while an application is deleted are before the deletion or after it', async () => {
  const { leases } = await openTestLeases()
  await leases.create(application, leaseState('a'))
  const [before, count, after, recreated] = await Promise.all([
    leases.replace(application, leaseState('a', { counter: 1 }), { counter: 0 }),
    leases.deleteApplication(application),
    leases.replace(application, leaseState('a', { counter: 2 }), { counter: 1 }),
    leases.create(application, leaseState('b')),
  ])
  expect({ before, count, after, recreated }).toEqual({
    before: true,
    count: 1,
    after: false,
    recreated: true,
  })
  expect(leases.list(application, undefined, 10).map(({ key }) => key)).toEqual(['b'])
  expect(await leases.deleteApplication({ ...application, name: 'unknown' })).toBe(0)
})

test('a kind of event that this version does not know is said so at the start', async () => {
  const { store, leases, restart } = await openTestLeases()
  await leases.close()
  const machine = new LeaseTables()
  machine.apply = () => undefined
  const options = { store, log: rootLogs.leases, machine: machine as StateMachine<unknown> }
  const log = await StateLog.open({ ...options, clock: new ManualClock() })
  await log.commit({ kind: 'lease-lent' })
  await expect(restart()).rejects.toMatchObject({ code: 'LEASE_EVENT_UNKNOWN' })
})

/*
 * Goal: the leases are what the writes that were done have made of them, and after a restart are the same.
 * Method: random writes one after the other beside a map, with snapshots after every few bytes, and restarts in between.
 */
test('leases are as a map says, through snapshots and restarts', async () => {
  const key = fc.constantFrom('a', 'b', 'c')
  const counter = fc.integer({ min: 0, max: 3 })
  const step = fc.oneof(
    fc.record({ kind: fc.constant('create' as const), key }),
    fc.record({ kind: fc.constant('replace' as const), key, counter }),
    fc.record({ kind: fc.constant('remove' as const), key, counter }),
    fc.constant({ kind: 'delete' as const }),
    fc.constant({ kind: 'restart' as const }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      let opened = await openTestLeases({ snapshotBytesMin: 200 })
      const expected = new Map<string, LeaseState>()
      for (const each of steps) {
        const { leases } = opened
        if (each.kind === 'restart') opened = await opened.restart()
        else if (each.kind === 'delete') {
          expect(await leases.deleteApplication(application)).toBe(expected.size)
          expected.clear()
        } else if (each.kind === 'create') {
          const done = await leases.create(application, leaseState(each.key))
          expect(done).toBe(!expected.has(each.key))
          if (done) expected.set(each.key, leaseState(each.key))
        } else {
          const isThere = expected.get(each.key)?.counter === each.counter
          const next = leaseState(each.key, { counter: each.counter + 1 })
          if (each.kind === 'replace') {
            expect(await leases.replace(application, next, each)).toBe(isThere)
            if (isThere) expected.set(each.key, next)
          } else {
            expect(await leases.remove(application, each.key, each.counter)).toBe(isThere)
            if (isThere) expected.delete(each.key)
          }
        }
        const sorted = [...expected].sort().map(([, lease]) => lease)
        expect(opened.leases.list(application, undefined, 10)).toEqual(sorted)
      }
    }),
    { numRuns: 60 },
  )
})
