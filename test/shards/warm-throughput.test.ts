import { expect, test } from 'vitest'
import type { Owner, ShardScaler } from '../../src/shards/index.ts'
import { openTestStreams, owner } from './open-test-streams.ts'

/** Remembers what it was asked for; fails on demand. */
class NotedScaler implements ShardScaler {
  readonly calls: unknown[] = []
  failure: Error | undefined

  async scaleTo({ account, region }: Owner, name: string, shardCount: number): Promise<void> {
    this.calls.push([`${account}/${region}/${name}`, shardCount])
    if (this.failure !== undefined) throw this.failure
  }
}

async function openWithStream(scaler: ShardScaler | undefined, advantage = true) {
  const opened = await openTestStreams(scaler === undefined ? {} : { scaler })
  await opened.streams.control.create(owner, { name: 'test', mode: 'ON_DEMAND' })
  if (advantage) await opened.streams.accounts.enableCommitment(owner)
  const stateOf = () => opened.streams.control.get(owner, 'test')
  return { ...opened, stateOf }
}

test('warm throughput is a shard for each MiB a second, and no fewer than a new stream has', async () => {
  const scaler = new NotedScaler()
  const { streams, stateOf } = await openWithStream(scaler)
  for (const warm of [100, 4, 0]) await streams.warmThroughput.set(owner, 'test', warm)
  const name = '000000000000/us-east-1/test'
  expect(scaler.calls).toEqual([
    [name, 100],
    [name, 4],
    [name, 4],
  ])
  expect(stateOf().warmThroughputMiBps).toBe(0)
})

test('warm throughput and the mode are as before when the stream cannot be scaled', async () => {
  const scaler = new NotedScaler()
  const { streams, stateOf } = await openWithStream(scaler)
  await streams.control.change(owner, 'test', () => ({ mode: 'PROVISIONED' }))
  scaler.failure = new Error('no')
  const others = () => ({ mode: 'ON_DEMAND' as const, modeChangesMs: [1] })
  await expect(streams.warmThroughput.set(owner, 'test', 9, others)).rejects.toThrow('no')
  expect(stateOf()).toMatchObject({ mode: 'PROVISIONED', modeChangesMs: [], warmThroughputMiBps: null })
})

test.each([
  ['without On-demand Advantage', false, {}, 5, 'WarmThroughputMiBps needs On-demand Advantage'],
  ['for a provisioned stream', true, { mode: 'PROVISIONED' as const }, 5, 'needs the ON_DEMAND mode'],
  ['over 10 GiB a second', true, {}, 10_241, 'Limit: 10240.'],
])('warm throughput is refused %s', async (_, advantage, change, warm, message) => {
  const scaler = new NotedScaler()
  const { streams } = await openWithStream(scaler, advantage)
  await streams.control.change(owner, 'test', () => change)
  await expect(streams.warmThroughput.set(owner, 'test', warm)).rejects.toMatchObject({
    code: 'STREAM_SETTING_INVALID',
    message: expect.stringContaining(message),
  })
  expect(scaler.calls).toEqual([])
})

test('without resharding only the number of shards that there is does', async () => {
  const { streams, stateOf } = await openWithStream(undefined)
  await streams.warmThroughput.set(owner, 'test', 3)
  await expect(streams.warmThroughput.set(owner, 'test', 5)).rejects.toMatchObject({
    code: 'STREAM_NOT_SCALABLE',
  })
  expect(stateOf().warmThroughputMiBps).toBe(3)
})
