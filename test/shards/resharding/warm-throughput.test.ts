import { expect, test } from 'vitest'
import { isOpen } from '../../../src/shards/index.ts'
import { openTestStreams, owner } from '../open-test-streams.ts'

async function openWithStream(advantage = true) {
  const opened = await openTestStreams()
  await opened.streams.control.create(owner, { name: 'test', mode: 'ON_DEMAND' })
  if (advantage) await opened.streams.accounts.enableCommitment(owner)
  const stateOf = () => opened.streams.control.get(owner, 'test')
  const openCount = () => stateOf().shards.filter(isOpen).length
  return { ...opened, stateOf, openCount }
}

test('warm throughput is a shard for each MiB a second, and no fewer than a new stream has', async () => {
  const { streams, stateOf, openCount } = await openWithStream()
  for (const warm of [100, 4, 0]) {
    await streams.warmThroughput.set(owner, 'test', warm)
    expect(stateOf().warmThroughputMiBps).toBe(warm)
    expect(openCount()).toBe(Math.max(4, warm))
  }
})

test('warm throughput for as many shards as there are leaves them as they are', async () => {
  const { streams, stateOf } = await openWithStream()
  const { shards } = stateOf()
  await streams.warmThroughput.set(owner, 'test', 3)
  expect(stateOf()).toMatchObject({ warmThroughputMiBps: 3, shards })
})

test('warm throughput and what changes with it are one step: both are there after a restart, or neither', async () => {
  const { streams, restart } = await openWithStream()
  await streams.control.change(owner, 'test', () => ({ mode: 'PROVISIONED' }))
  const others = () => ({ mode: 'ON_DEMAND' as const, modeChangesMs: [1] })
  await expect(streams.warmThroughput.set(owner, 'test', 10_241, others)).rejects.toThrow('Limit: 10240.')
  expect(streams.control.get(owner, 'test')).toMatchObject({ mode: 'PROVISIONED' })
  await streams.warmThroughput.set(owner, 'test', 9, others)
  const after = (await restart()).streams.control.get(owner, 'test')
  expect(after).toMatchObject({ mode: 'ON_DEMAND', modeChangesMs: [1], warmThroughputMiBps: 9 })
  expect(after.shards.filter(isOpen)).toHaveLength(9)
})

test.each([
  ['without On-demand Advantage', false, {}, 5, 'WarmThroughputMiBps needs On-demand Advantage'],
  ['for a provisioned stream', true, { mode: 'PROVISIONED' as const }, 5, 'needs the ON_DEMAND mode'],
  ['over 10 GiB a second', true, {}, 10_241, 'Limit: 10240.'],
])('warm throughput is refused %s', async (_, advantage, change, warm, message) => {
  const { streams, openCount } = await openWithStream(advantage)
  await streams.control.change(owner, 'test', () => change)
  await expect(streams.warmThroughput.set(owner, 'test', warm)).rejects.toMatchObject({
    code: 'STREAM_SETTING_INVALID',
    message: expect.stringContaining(message),
  })
  expect(openCount()).toBe(4)
})
