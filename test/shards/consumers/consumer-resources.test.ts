import { expect, test } from 'vitest'
import { consumerArnOf } from '../../../src/shards/index.ts'
import { openTestStreams, owner } from '../open-test-streams.ts'

async function openWithConsumer() {
  const opened = await openTestStreams()
  const { streams } = opened
  await streams.control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 1 })
  const consumer = await streams.consumers.register(owner, 'test', 'reader', { team: 'a' })
  return { ...opened, arn: consumerArnOf(consumer) }
}

test('tags and policy of a consumer are found by its ARN, and outlive a restart', async () => {
  const { streams, arn, restart } = await openWithConsumer()
  const resource = streams.resources.find(owner, arn)
  await resource.change(({ tags }) => ({ tags: [...tags, ['stage', 'b']], policy: '{}' }))
  const wanted = {
    tags: [
      ['team', 'a'],
      ['stage', 'b'],
    ],
    policy: '{}',
  }
  expect(resource.settings()).toMatchObject(wanted)
  const after = await restart()
  expect(after.streams.resources.find(owner, arn).settings()).toMatchObject(wanted)
})

test('the ARN of a consumer that was deregistered is none of the next of its name', async () => {
  const { streams, clock, arn } = await openWithConsumer()
  const resource = streams.resources.find(owner, arn)
  await streams.consumers.deregister(() => streams.consumers.get(owner, 'test', 'reader'))
  clock.advance(1000)
  await streams.consumers.register(owner, 'test', 'reader')
  expect(() => resource.settings()).toThrow(expect.objectContaining({ code: 'CONSUMER_NOT_FOUND' }))
  const change = resource.change(() => ({ tags: [] }))
  await expect(change).rejects.toMatchObject({ code: 'CONSUMER_NOT_FOUND' })
})

test('a consumer of another account is not found', async () => {
  const { streams, arn } = await openWithConsumer()
  const other = { ...owner, account: '111111111111' }
  expect(() => streams.resources.find(other, arn)).toThrow(
    expect.objectContaining({ code: 'CONSUMER_NOT_FOUND' }),
  )
})
