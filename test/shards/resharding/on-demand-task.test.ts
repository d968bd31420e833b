import { expect, test } from 'vitest'
import { silentLogger } from '../../../src/base/index.ts'
import type { StreamControl } from '../../../src/shards/control/stream-control.ts'
import { type Owner, RegionalQuotas, type Streams } from '../../../src/shards/index.ts'
import { OnDemandTask } from '../../../src/shards/resharding/on-demand-task.ts'
import { evenSteps } from '../../../src/shards/resharding/reshard-steps.ts'
import type { ReshardDecision } from '../../../src/shards/resharding/resharding.ts'
import type { StreamState } from '../../../src/shards/stream-state.ts'
import { openTestStreams, owner, putAll } from '../open-test-streams.ts'
import { wholeOf } from '../whole-of.ts'

/** One record a second, so that a minute's load of a shard is 60 records. */
const quotas = new RegionalQuotas({ shardWriteRecordsPerSecond: 1 })

/** Says what is done to a stream, and does it to none. */
class FakeScaler {
  readonly calls: unknown[] = []
  failure: Error | undefined
  readonly #control: StreamControl
  /** Is called before a decision is asked for: others may have their turn. */
  before = async () => undefined as unknown

  constructor(control: StreamControl) {
    this.#control = control
  }

  async reshard(of: Owner, name: string, decide: (stream: StreamState) => ReshardDecision | undefined) {
    await this.before()
    const decision = decide(this.#control.get(of, name))
    if (decision === undefined) return
    const { steps } = decision
    this.calls.push(steps.every(({ kind }) => kind === 'split') && steps.length < 4 ? steps : steps.length)
    if (this.failure !== undefined) throw this.failure
  }
}

async function openTask() {
  const { streams, clock } = await openTestStreams()
  await streams.control.create(owner, { name: 'demand', mode: 'ON_DEMAND' })
  const scaler = new FakeScaler(streams.control)
  const shards = () => streams.inUse.open(streams.control.get(owner, 'demand'))
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
  const warm = (warmThroughputMiBps: number) =>
    streams.control.change(owner, 'demand', () => ({ warmThroughputMiBps }))
  return { streams, clock, scaler, task, minute, warm }
}

const manyKeys = Array.from({ length: 200 }, (_, i) => `key ${i}`)

test('a stream that is written to at its capacity for five minutes is doubled, once', async () => {
  const { minute, scaler } = await openTask()
  for (let i = 0; i < 4; i++) await minute(240, manyKeys)
  expect(scaler.calls).toEqual([])
  await minute(240, manyKeys)
  /* Each of four shards is split. */
  expect(scaler.calls).toEqual([4])
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
  expect(scaler.calls).toEqual([[{ kind: 'split', index: 0, at: middle }]])
})

test('warm throughput is there without any load', async () => {
  const { streams, minute, scaler, warm } = await openTask()
  await minute(0, manyKeys)
  expect(scaler.calls).toEqual([])
  await warm(10)
  await minute(0, manyKeys)
  expect(scaler.calls).toEqual([wholeOf(evenSteps(streams.control.get(owner, 'demand'), 10)).length])
})

test('provisioned streams and deleted ones are left alone', async () => {
  const { streams, minute, scaler } = await openTask()
  await streams.control.create(owner, { name: 'provisioned', mode: 'PROVISIONED', shardCount: 1 })
  for (let i = 0; i < 4; i++) await minute(240, manyKeys)
  await streams.delete(owner, 'demand')
  for (let i = 0; i < 6; i++) await minute(240, manyKeys, 'provisioned')
  expect(scaler.calls).toEqual([])
})

test('two hot shards are split in one step, so that none of them finds the stream UPDATING', async () => {
  const { minute, scaler } = await openTask()
  for (let i = 0; i < 5; i++) await minute(100, ['one key', 'another key'])
  expect(scaler.calls).toHaveLength(1)
  expect(scaler.calls[0]).toMatchObject([{ kind: 'split' }, { kind: 'split' }])
})

test.each([
  {
    what: 'scaled',
    act: (streams: Streams) => streams.resharding.scaleTo(owner, 'demand', 20),
  },
  {
    what: 'switched to PROVISIONED',
    act: (streams: Streams) => streams.control.change(owner, 'demand', () => ({ mode: 'PROVISIONED' })),
  },
  {
    what: 'deleted, and made again,',
    async act(streams: Streams) {
      await streams.delete(owner, 'demand')
      await streams.control.create(owner, { name: 'demand', mode: 'ON_DEMAND' })
    },
  },
])('a stream that is $what before its turn to grow has come is left alone', async ({ act }) => {
  const { streams, minute, scaler } = await openTask()
  for (let i = 0; i < 4; i++) await minute(240, manyKeys)
  scaler.before = () => act(streams)
  await minute(240, manyKeys)
  expect(scaler.calls).toEqual([])
})

test('it runs once a minute until it is stopped', async () => {
  const { clock, task, scaler, warm } = await openTask()
  await warm(5)
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
