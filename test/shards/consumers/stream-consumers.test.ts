import { expect, test } from 'vitest'
import { consumerArnOf, parseConsumerArn, type StreamsOptions } from '../../../src/shards/index.ts'
import { openTestStreams, owner, startMs } from '../open-test-streams.ts'

async function openWithStream(options: Partial<StreamsOptions> = {}) {
  const opened = await openTestStreams({ limits: 'aws', ...options })
  const { streams, clock } = opened
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  clock.advance(options.transitionMs ?? 0)
  const { consumers } = streams
  const register = (name: string, stream = 'test') => consumers.register(owner, stream, name)
  const deregister = (name: string) => consumers.deregister(() => consumers.get(owner, 'test', name))
  const names = () => consumers.list(streams.control.get(owner, 'test')).map(({ name }) => name)
  const statusOf = (name: string) => consumers.statusOf(consumers.get(owner, 'test', name))
  return { ...opened, consumers, register, deregister, names, statusOf }
}

test('a consumer is found by its name and by its ARN, which has the second of its creation', async () => {
  const { consumers, register } = await openWithStream()
  const consumer = await register('reader')
  const arn = `arn:aws:kinesis:us-east-1:000000000000:stream/test/consumer/reader:${Math.floor(startMs / 1000)}`
  expect(consumerArnOf(consumer)).toBe(arn)
  expect(consumers.get(owner, 'test', 'reader')).toEqual(consumer)
  expect(consumers.getByArn(parseConsumerArn(arn)!)).toEqual(consumer)
})

test('an ARN is none of the next consumer by its name', async () => {
  const { consumers, clock, register, deregister } = await openWithStream()
  const arn = parseConsumerArn(consumerArnOf(await register('reader')))!
  await deregister('reader')
  expect(() => consumers.getByArn(arn)).toThrow(expect.objectContaining({ code: 'CONSUMER_NOT_FOUND' }))
  clock.advance(1000)
  await register('reader')
  expect(() => consumers.getByArn(arn)).toThrow(
    expect.objectContaining({
      code: 'CONSUMER_NOT_FOUND',
      message:
        `Consumer reader with creation timestamp ${Math.floor(startMs / 1000)} under stream: test , ` +
        'account 000000000000 not found.',
    }),
  )
})

test.each(['', 'arn:aws:kinesis:us-east-1:000000000000:stream/test', 'stream/test/consumer/reader:1'])(
  '%o is no ARN of a consumer',
  (arn) => expect(parseConsumerArn(arn)).toBeUndefined(),
)

test('a name is taken once in a stream, and free in another', async () => {
  const { streams, register } = await openWithStream()
  await streams.control.create(owner, { name: 'other', mode: 'PROVISIONED', shardCount: 1 })
  await register('reader')
  await expect(register('reader')).rejects.toMatchObject({ code: 'CONSUMER_EXISTS' })
  await register('reader', 'other')
})

test('CREATING and DELETING are seen for the time of a transition, in which the name is taken', async () => {
  const { clock, names, register, deregister, statusOf } = await openWithStream({ transitionMs: 1000 })
  await register('reader')
  expect(statusOf('reader')).toBe('CREATING')
  clock.advance(1000)
  expect(statusOf('reader')).toBe('ACTIVE')
  await deregister('reader')
  expect(statusOf('reader')).toBe('DELETING')
  await deregister('reader')
  await expect(register('reader')).rejects.toMatchObject({ code: 'CONSUMER_EXISTS' })
  clock.advance(1000)
  expect(names()).toEqual([])
  await register('reader')
})

test('without a transition a consumer is ACTIVE though the clock steps back', async () => {
  const { clock, register, statusOf } = await openWithStream()
  await register('reader')
  clock.setWallTime(startMs - 60_000)
  expect(statusOf('reader')).toBe('ACTIVE')
})

test('only a stream that is ACTIVE takes a consumer', async () => {
  const { streams, clock, consumers, register } = await openWithStream({ transitionMs: 1000 })
  await streams.control.create(owner, { name: 'new', mode: 'PROVISIONED', shardCount: 1 })
  await expect(register('reader', 'new')).rejects.toMatchObject({ code: 'STREAM_NOT_ACTIVE' })
  await expect(register('reader', 'absent')).rejects.toMatchObject({ code: 'STREAM_NOT_FOUND' })
  clock.advance(1000)
  await register('reader', 'new')
  expect(consumers.list(streams.control.get(owner, 'new'))).toHaveLength(1)
})

test('a stream has 20 consumers at the most, and as many as one likes without limits', async () => {
  const { register } = await openWithStream()
  for (let i = 0; i < 20; i++) await register(`reader${i}`)
  await expect(register('reader20')).rejects.toMatchObject({
    code: 'CONSUMER_QUOTA_EXCEEDED',
    message:
      'This request would exceed the limit on the number of consumers of the stream test under account ' +
      '000000000000. Current consumers count: 20. Limit: 20.',
  })
  const unlimited = await openWithStream({ limits: 'off' })
  for (let i = 0; i < 21; i++) await unlimited.register(`reader${i}`)
})

test('five consumers of an account are in CREATING at the most', async () => {
  const { clock, register } = await openWithStream({ transitionMs: 1000 })
  for (let i = 0; i < 5; i++) await register(`reader${i}`)
  await expect(register('reader5')).rejects.toMatchObject({ code: 'CONSUMER_QUOTA_EXCEEDED' })
  clock.advance(1000)
  await register('reader5')
})

test('a consumer has 50 tags at the most, of characters that tags may have', async () => {
  const { consumers, names } = await openWithStream()
  const tags = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`key${i}`, 'value']))
  await expect(consumers.register(owner, 'test', 'a', tags)).rejects.toMatchObject({
    code: 'STREAM_TAGS_INVALID',
    message: 'Consumer a under account 000000000000 cannot have 51 tags. Limit: 50.',
  })
  await expect(consumers.register(owner, 'test', 'a', { 'a!': '' })).rejects.toMatchObject({
    code: 'STREAM_TAGS_INVALID',
  })
  expect(names()).toEqual([])
  const { tags: kept } = await consumers.register(owner, 'test', 'a', { team: 'blue' })
  expect(kept).toEqual([['team', 'blue']])
})

test('consumers are listed by name, and are there after a restart', async () => {
  const { register, names, restart } = await openWithStream()
  for (const name of ['c', 'a', 'b']) await register(name)
  expect(names()).toEqual(['a', 'b', 'c'])
  const { streams } = await restart()
  const list = streams.consumers.list(streams.control.get(owner, 'test'))
  expect(list.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
})

test('a stream with consumers is deleted only with them, in one step', async () => {
  const { streams, consumers, names, register, restart } = await openWithStream()
  await register('reader')
  await expect(streams.delete(owner, 'test')).rejects.toMatchObject({ code: 'STREAM_HAS_CONSUMERS' })
  expect(names()).toEqual(['reader'])
  await streams.delete(owner, 'test', { withConsumers: true })
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  expect(names()).toEqual([])
  expect(consumers.find(owner, 'test', 'reader')).toBeUndefined()
  expect((await restart()).streams.consumers.find(owner, 'test', 'reader')).toBeUndefined()
})

test('accounts have consumers of their own', async () => {
  const { streams, consumers, register } = await openWithStream()
  const other = { ...owner, account: '111111111111' }
  await streams.control.create(other, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  await register('reader')
  expect(() => consumers.get(other, 'test', 'reader')).toThrow(
    expect.objectContaining({ code: 'CONSUMER_NOT_FOUND' }),
  )
})
