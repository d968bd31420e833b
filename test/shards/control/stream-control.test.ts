import { expect, test } from 'vitest'
import { rootLogs } from '../../../src/log/index.ts'
import { openTestStreams, owner, putAll, readShard, startMs } from '../open-test-streams.ts'

const provisioned = (name: string, shardCount = 1) => ({ name, mode: 'PROVISIONED' as const, shardCount })
const onDemand = (name: string) => ({ name, mode: 'ON_DEMAND' as const })

test('a stream is there with what it was made with, also after a restart', async () => {
  const before = await openTestStreams()
  await before.streams.control.create(owner, {
    ...provisioned('test', 3),
    maxRecordSizeKiB: 2048,
    tags: { team: 'a b', ['__proto__']: 'x', 'stage/1': '' },
  })
  const made = before.streams.control.get(owner, 'test')
  expect(made).toMatchObject({
    name: 'test',
    mode: 'PROVISIONED',
    createdMs: startMs,
    maxRecordSizeKiB: 2048,
    tags: [
      ['team', 'a b'],
      ['__proto__', 'x'],
      ['stage/1', ''],
    ],
  })
  expect(made.shards.map(({ index }) => index)).toEqual([0, 1, 2])
  expect(new Set(made.shards.map(({ log }) => log)).size).toBe(3)
  const after = await before.restart()
  expect(after.streams.control.get(owner, 'test')).toEqual(made)
})

test('an on-demand stream starts with four shards', async () => {
  const { streams } = await openTestStreams()
  await streams.control.create(owner, onDemand('test'))
  expect(streams.control.get(owner, 'test').shards).toHaveLength(4)
})

test('a name is taken within one account and region only', async () => {
  const { streams } = await openTestStreams()
  const others = [
    { account: '111111111111', region: owner.region },
    { account: owner.account, region: 'eu-west-1' },
  ]
  for (const one of [owner, ...others]) await streams.control.create(one, provisioned('test'))
  await expect(streams.control.create(owner, provisioned('test'))).rejects.toMatchObject({
    code: 'STREAM_EXISTS',
    message: 'Stream test under account 000000000000 already exists.',
  })
  await streams.delete(owner, 'test')
  expect(streams.control.find(owner, 'test')).toBeUndefined()
  for (const other of others) expect(streams.control.list(other)).toHaveLength(1)
})

test('of two that make the same stream at once, one does', async () => {
  const { streams } = await openTestStreams()
  const results = await Promise.allSettled(
    [1, 2].map(() => streams.control.create(owner, provisioned('test'))),
  )
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
})

test('a deleted stream takes its records with it, and a new one by its name has none of them', async () => {
  const before = await openTestStreams()
  await before.streams.control.create(owner, provisioned('test'))
  await putAll(before.streams, 'test', [{ key: 'k', data: Buffer.from('old') }])
  const { log } = before.streams.control.get(owner, 'test').shards[0]!
  await before.streams.delete(owner, 'test')
  expect(before.store.bounds(log)).toMatchObject({ start: 0, end: 0 })
  await before.streams.control.create(owner, provisioned('test'))
  expect(await readShard(before.streams, 'test', 0)).toEqual([])
  const { streams } = await before.restart()
  expect(await readShard(streams, 'test', 0)).toEqual([])
  expect(streams.control.get(owner, 'test').shards[0]!.log).not.toBe(log)
})

test('log ids are not given out twice over a restart, not even unwritten ones', async () => {
  const before = await openTestStreams()
  await before.streams.control.create(owner, provisioned('first', 4))
  const { streams } = await before.restart()
  await streams.control.create(owner, provisioned('second', 4))
  const logs = streams.control.list(owner).flatMap(({ shards }) => shards.map(({ log }) => log))
  expect(new Set(logs).size).toBe(8)
})

test('CREATING and DELETING are seen for the time of transition', async () => {
  const { streams, clock } = await openTestStreams({ transitionMs: 500 })
  const status = () => {
    const stream = streams.control.find(owner, 'test')
    return stream && streams.control.statusOf(stream)
  }
  await streams.control.create(owner, provisioned('test'))
  expect(status()).toBe('CREATING')
  expect(() => streams.active(owner, 'test')).toThrow('Stream test under account 000000000000 not found.')
  await expect(streams.delete(owner, 'test')).rejects.toMatchObject({
    code: 'STREAM_NOT_ACTIVE',
    message: 'Stream test under account 000000000000 not ACTIVE, instead in state CREATING',
  })
  clock.advance(500)
  expect(status()).toBe('ACTIVE')
  await streams.delete(owner, 'test')
  expect(status()).toBe('DELETING')
  await expect(streams.control.create(owner, provisioned('test'))).rejects.toMatchObject({
    code: 'STREAM_EXISTS',
  })
  clock.advance(499)
  expect(status()).toBe('DELETING')
  clock.advance(1)
  expect(status()).toBeUndefined()
  await streams.control.create(owner, provisioned('test'))
  expect(status()).toBe('CREATING')
})

test('a stream that was ACTIVE stays so when the wall clock steps back', async () => {
  const { streams, clock } = await openTestStreams({ transitionMs: 500 })
  await streams.control.create(owner, provisioned('test'))
  clock.advance(500)
  expect(streams.control.findActive(owner, 'test')).toBeDefined()
  clock.setWallTime(startMs - 60_000)
  expect(streams.control.findActive(owner, 'test')).toBeDefined()
})

test('no more than five streams are in transition at once', async () => {
  const { streams, clock } = await openTestStreams({ limits: 'aws', transitionMs: 500 })
  for (let i = 0; i < 5; i++) await streams.control.create(owner, provisioned(`test${i}`))
  await expect(streams.control.create(owner, provisioned('test5'))).rejects.toMatchObject({
    code: 'STREAM_QUOTA_EXCEEDED',
    message:
      'This request would have exceed the limit on the number  of streams that can simultaneously be in CREATING or ' +
      'DELETING for the account 000000000000. Limit: 5.',
  })
  clock.advance(500)
  await streams.control.create(owner, provisioned('test5'))
})

test('the shards of an account are bounded, those of on-demand streams not counted', async () => {
  const { streams } = await openTestStreams({ limits: 'aws' })
  const small = { account: owner.account, region: 'eu-central-1' }
  await streams.control.create(small, onDemand('free'))
  await streams.control.create(small, provisioned('large', 5_999))
  await expect(streams.control.create(small, provisioned('more', 2))).rejects.toMatchObject({
    code: 'STREAM_QUOTA_EXCEEDED',
    message:
      'This request would exceed the limit on the number of shards for the account 000000000000 in eu-central-1. ' +
      'Current shards count: 5999. Requested: 2. Limit: 6000.',
  })
  await streams.control.create(small, provisioned('last', 1))
})

test('without limits a stream may have as many shards as its record in the control log can hold, and no more', async () => {
  const before = await openTestStreams()
  await before.streams.control.create(owner, provisioned('largest', 50_000))
  for (const count of [50_001, 2 ** 31 - 1]) {
    await expect(before.streams.control.create(owner, provisioned('larger', count))).rejects.toMatchObject({
      code: 'STREAM_QUOTA_EXCEEDED',
    })
  }
  const { streams } = await before.restart()
  expect(streams.control.get(owner, 'largest').shards).toHaveLength(50_000)
  await streams.delete(owner, 'largest')
})

test('fifty on-demand streams are allowed', async () => {
  const { streams } = await openTestStreams({ limits: 'aws' })
  for (let i = 0; i < 50; i++) await streams.control.create(owner, onDemand(`test${i}`))
  await expect(streams.control.create(owner, onDemand('test50'))).rejects.toMatchObject({
    code: 'STREAM_QUOTA_EXCEEDED',
  })
})

test('streams are listed by name', async () => {
  const { streams } = await openTestStreams()
  for (const name of ['b', 'a', 'B', 'a.1', 'a-1']) await streams.control.create(owner, provisioned(name))
  expect(streams.control.list(owner).map(({ name }) => name)).toEqual(['B', 'a', 'a-1', 'a.1', 'b'])
})

test('tags are checked before the stream is made', async () => {
  const { streams } = await openTestStreams()
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`key${i}`, 'value']))
  for (const tags of [many, { 'a;b': 'value' }, { a: 'va|ue' }, { 'AWS:x': 'value' }]) {
    await expect(streams.control.create(owner, { ...provisioned('test'), tags })).rejects.toMatchObject({
      code: 'STREAM_TAGS_INVALID',
    })
  }
  expect(streams.control.list(owner)).toEqual([])
})

test('the streams are the same after a restart that begins at a snapshot', async () => {
  const before = await openTestStreams()
  for (let i = 0; i < 40; i++) await before.streams.control.create(owner, provisioned(`test${i}`, 300))
  await before.streams.delete(owner, 'test7')
  const listed = before.streams.control.list(owner)
  const after = await before.restart()
  expect(after.store.bounds(rootLogs.kinesisControl).start).toBeGreaterThan(0)
  expect(after.streams.control.list(owner)).toEqual(listed)
})
