import { expect, test } from 'vitest'
import type { Lease } from '../../../src/api/leases/shapes.ts'
import { startLeases } from './leases-server.ts'

const ApplicationName = 'billing'

function aLease(changes: Partial<Lease> = {}): Lease {
  return {
    LeaseKey: 'shardId-000000000000',
    LeaseCounter: 0,
    Checkpoint: 'TRIM_HORIZON',
    CheckpointSubSequenceNumber: 0,
    ParentShardIds: [],
    ChildShardIds: [],
    OwnerSwitchesSinceCheckpoint: 0,
    BytesPerSecond: 0,
    ...changes,
  }
}

const full = aLease({
  LeaseKey: '000000000000:orders:1700000000:shardId-000000000001',
  LeaseCounter: 7,
  LeaseOwner: 'worker ä-1',
  CheckpointOwner: 'worker-2',
  Checkpoint: '49590338271490256608559692538361571095921575989136588898',
  CheckpointSubSequenceNumber: 3,
  ParentShardIds: ['shardId-000000000000'],
  ChildShardIds: ['shardId-000000000002', 'shardId-000000000003'],
  StartingHashKey: '0',
  EndingHashKey: '340282366920938463463374607431768211455',
  OwnerSwitchesSinceCheckpoint: 1,
  BytesPerSecond: 1024,
})

test('a lease comes back as it was written', async () => {
  const { answer } = await startLeases()
  const created = await answer('CreateLease', { ApplicationName, Lease: full })
  expect(created).toEqual({ status: 200, output: { Done: true } })
  const { output } = await answer('GetLease', { ApplicationName, LeaseKey: full.LeaseKey })
  expect(output).toEqual({ Lease: full })
  expect((await answer('ListLeases', { ApplicationName })).output).toEqual({ Leases: [full] })
})

test('a write that expects another lease is not done, and is no error', async () => {
  const { answer } = await startLeases()
  const notDone = { status: 200, output: { Done: false } }
  await answer('CreateLease', { ApplicationName, Lease: aLease() })
  expect(await answer('CreateLease', { ApplicationName, Lease: aLease() })).toEqual(notDone)
  const replace = (LeaseCounter: number, ExpectedCounter: number) =>
    answer('ReplaceLease', { ApplicationName, Lease: aLease({ LeaseCounter }), ExpectedCounter })
  expect(await replace(3, 2)).toEqual(notDone)
  expect((await replace(1, 0)).output).toEqual({ Done: true })
  const remove = (ExpectedCounter: number) =>
    answer('RemoveLease', { ApplicationName, LeaseKey: aLease().LeaseKey, ExpectedCounter })
  expect(await remove(0)).toEqual(notDone)
  expect((await remove(1)).output).toEqual({ Done: true })
  expect((await answer('GetLease', { ApplicationName, LeaseKey: aLease().LeaseKey })).output).toEqual({})
})

test('of two that ask for a lease, which leaves its counter, one is done; and so is no write of who did not know', async () => {
  const { answer } = await startLeases()
  const owned = aLease({ LeaseCounter: 5, LeaseOwner: 'a' })
  await answer('CreateLease', { ApplicationName, Lease: owned })
  const replace = async (Lease: Lease, expected: object) =>
    (await answer('ReplaceLease', { ApplicationName, Lease, ExpectedCounter: 5, ...expected })).output
  const ask = (LeaseOwner: string) =>
    replace({ ...owned, LeaseOwner, CheckpointOwner: 'a' }, { ExpectedLeaseOwner: 'a' })
  expect(await ask('b')).toEqual({ Done: true })
  expect(await ask('c')).toEqual({ Done: false })
  const renewed = { ...owned, LeaseCounter: 6 }
  expect(await replace(renewed, { ExpectedLeaseOwner: 'a' })).toEqual({ Done: false })
  expect(await replace(renewed, {})).toEqual({ Done: false })
  const asked = { ExpectedLeaseOwner: 'b', ExpectedCheckpointOwner: 'a' }
  expect(await replace({ ...renewed, LeaseOwner: 'b' }, asked)).toEqual({ Done: true })
})

test('a counter that falls is refused, and nothing is written', async () => {
  const { answer } = await startLeases()
  await answer('CreateLease', { ApplicationName, Lease: aLease({ LeaseCounter: 5 }) })
  const Lease = aLease({ LeaseCounter: 4, LeaseOwner: 'x' })
  const refused = await answer('ReplaceLease', { ApplicationName, Lease, ExpectedCounter: 5 })
  expect(refused).toMatchObject({ status: 400, code: expect.stringMatching(/InvalidArgumentException$/) })
  const { output } = await answer('GetLease', { ApplicationName, LeaseKey: Lease.LeaseKey })
  expect(output).toEqual({ Lease: aLease({ LeaseCounter: 5 }) })
})

test('leases are listed by key, page by page', async () => {
  const { answer } = await startLeases()
  for (const LeaseKey of ['b', 'c', 'a']) {
    await answer('CreateLease', { ApplicationName, Lease: aLease({ LeaseKey }) })
  }
  const first = await answer('ListLeases', { ApplicationName, MaxResults: 2 })
  expect(first.output).toMatchObject({ Leases: [{ LeaseKey: 'a' }, { LeaseKey: 'b' }], NextToken: 'b' })
  const second = await answer('ListLeases', { ApplicationName, MaxResults: 2, NextToken: 'b' })
  expect(second.output).toEqual({ Leases: [aLease({ LeaseKey: 'c' })] })
})

test('an application is deleted with all its leases, and with nobody else’s', async () => {
  const { answer } = await startLeases()
  const other = { account: '111111111111', region: 'eu-west-1' }
  await answer('CreateLease', { ApplicationName, Lease: aLease() })
  await answer('CreateLease', { ApplicationName, Lease: full })
  await answer('CreateLease', { ApplicationName, Lease: aLease() }, other)
  expect((await answer('DeleteApplication', { ApplicationName })).output).toEqual({ LeaseCount: 2 })
  expect((await answer('ListLeases', { ApplicationName })).output).toEqual({ Leases: [] })
  expect((await answer('ListLeases', { ApplicationName }, other)).output).toEqual({ Leases: [aLease()] })
  expect((await answer('DeleteApplication', { ApplicationName })).output).toEqual({ LeaseCount: 0 })
})

test('a lease too many is refused by its limit', async () => {
  const { answer } = await startLeases({ leasesMax: 1 })
  await answer('CreateLease', { ApplicationName, Lease: aLease() })
  const refused = await answer('CreateLease', { ApplicationName, Lease: full })
  expect(refused).toMatchObject({ status: 400, code: expect.stringMatching(/LimitExceededException$/) })
})

const bad: readonly [what: string, input: object][] = [
  ['no application', { Lease: aLease() }],
  ['an application with a slash', { ApplicationName: 'a/b', Lease: aLease() }],
  ['an application with a name too long', { ApplicationName: 'a'.repeat(256), Lease: aLease() }],
  ['no lease', { ApplicationName }],
  ['a lease without a key', { ApplicationName, Lease: { ...aLease(), LeaseKey: undefined } }],
  ['a key that is empty', { ApplicationName, Lease: aLease({ LeaseKey: '' }) }],
  ['a key too long', { ApplicationName, Lease: aLease({ LeaseKey: 'k'.repeat(513) }) }],
  ['a counter below 0', { ApplicationName, Lease: aLease({ LeaseCounter: -1 }) }],
  ['an owner that is empty', { ApplicationName, Lease: aLease({ LeaseOwner: '' }) }],
  ['an owner too long', { ApplicationName, Lease: aLease({ LeaseOwner: 'w'.repeat(257) }) }],
  ['a checkpoint that is none', { ApplicationName, Lease: aLease({ Checkpoint: '12x' }) }],
  ['a hash key that is none', { ApplicationName, Lease: aLease({ StartingHashKey: '01' }) }],
  ['too many parents', { ApplicationName, Lease: aLease({ ParentShardIds: Array(11).fill('a') }) }],
]

test.each(bad)('%s is refused', async (_, input) => {
  const { answer } = await startLeases()
  const { status, code, message } = await answer('CreateLease', input)
  expect({ status, code }).toEqual({ status: 400, code: expect.stringMatching(/ValidationException$/) })
  expect(message).toMatch(/^[12] validation errors? detected: /)
})
