import { expect, test } from 'vitest'
import { silentLogger } from '../../src/base/index.ts'
import { type Owner, RegionalQuotas } from '../../src/shards/index.ts'
import { OnDemandTask } from '../../src/shards/on-demand-task.ts'
import { openTestStreams, owner, putAll } from './open-test-streams.ts'

/** One record a second, so that a minute's load of a shard is 60 records. */
const quotas = new RegionalQuotas({ shardWriteRecordsPerSecond: 1 })

class FakeScaler {
  readonly calls: unknown[] = []
  failure: Error | undefined

  async scaleTo(of: Owner, name: string, count: number): Promise<void> {
    this.calls.push(['scaleTo', of.region, name, count])
    if (this.failure !== undefined) throw this.failure
  }

  async split(_: Owner, name: string, shardId: string, at: bigint): Promise<void> {
    this.calls.push(['split', name, shardId, at])
  }
}

async function openTask() {
  const { streams, clock } = await openTestStreams()
  await streams.control.create(owner, { name: 'demand', mode: 'ON_DEMAND' })
  const scaler = new FakeScaler()
  let warmShards = 0
  const shards = () => streams.open(streams.control.get(owner, 'demand'))
  const task = new OnDemandTask({
    control: streams.control,
    resharding: scaler,
    clock,
    logger: silentLogger,
    quotas,
    countersOf(log) {
      const stream = shards()
      const state = stream.state.shards.find((shard) => shard.log === log)
      return state && stream.shard(state).counters
    },
    warmShardsOf: () => warmShards,
  })
  /** A minute in which so many records come, with these keys in turn. */
  const minute = async (count: number, keys: readonly string[], name = 'demand') => {
    const records = Array.from({ length: count }, (_, i) => ({
      key: keys[i % keys.length]!,
      data: Buffer.from('x'),
    }))
    if (count > 0) await putAll(streams, name, records)
    clock.advance(60_000)
    await task.round()
  }
  const warm = (count: number) => {
    warmShards = count
  }
  return { streams, clock, scaler, task, minute, warm }
}

const manyKeys = Array.from({ length: 200 }, (_, i) => `key ${i}`)

test('a stream that is written to at its capacity for five minutes is doubled, once', async () => {
  const { minute, scaler } = await openTask()
  for (let i = 0; i < 4; i++) await minute(240, manyKeys)
  expect(scaler.calls).toEqual([])
  await minute(240, manyKeys)
  expect(scaler.calls).toEqual([['scaleTo', 'us-east-1', 'demand', 8]])
})

test('a stream that cannot be scaled now is tried again a minute later', async () => {
  const { minute, scaler } = await openTask()
  scaler.failure = new Error('the disk is full')
  for (let i = 0; i < 6; i++) await minute(240, manyKeys)
  expect(scaler.calls).toHaveLength(2)
})

test('a shard that is hot is split in its middle', async () => {
  const { minute, scaler } = await openTask()
  for (let i = 0; i < 5; i++) await minute(50, ['one key'])
  /* The MD5 of the key begins with less than 0x40. */
  const middle = 1n << 125n
  expect(scaler.calls).toEqual([['split', 'demand', 'shardId-000000000000', middle]])
})

test('warm throughput is there without any load', async () => {
  const { minute, scaler, warm } = await openTask()
  await minute(0, manyKeys)
  expect(scaler.calls).toEqual([])
  warm(10)
  await minute(0, manyKeys)
  expect(scaler.calls).toEqual([['scaleTo', 'us-east-1', 'demand', 10]])
})

test('provisioned streams and deleted ones are left alone', async () => {
  const { streams, minute, scaler } = await openTask()
  await streams.control.create(owner, { name: 'provisioned', mode: 'PROVISIONED', shardCount: 1 })
  for (let i = 0; i < 4; i++) await minute(240, manyKeys)
  await streams.delete(owner, 'demand')
  for (let i = 0; i < 6; i++) await minute(240, manyKeys, 'provisioned')
  expect(scaler.calls).toEqual([])
})

test('it runs once a minute until it is stopped', async () => {
  const { clock, task, scaler, warm } = await openTask()
  warm(5)
  const running = task.run()
  clock.advance(59_999)
  await Promise.resolve()
  expect(scaler.calls).toHaveLength(0)
  clock.advance(1)
  for (let i = 0; i < 20; i++) await Promise.resolve()
  expect(scaler.calls).toHaveLength(1)
  task.stop()
  await running
})

test('a shard counts the keys and data that it has taken, and not what it refused', async () => {
  const { streams } = await openTestStreams({ limits: 'aws', quotas: { shardWriteRecordsPerSecond: 3 } })
  await streams.control.create(owner, { name: 'one', mode: 'PROVISIONED', shardCount: 1 })
  await putAll(
    streams,
    'one',
    Array.from({ length: 5 }, () => ({ key: 'four', data: Buffer.alloc(100) })),
  )
  const stream = streams.active(owner, 'one')
  expect(stream.openShard(0).counters).toMatchObject({ incomingRecords: 3, incomingBytes: 3 * 104 })
})
