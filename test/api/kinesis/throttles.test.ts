import { expect, test } from 'vitest'
import { startKinesis } from './kinesis-server.ts'

const mebibyte = 1024 * 1024
const refusal = {
  status: 400,
  code: 'ProvisionedThroughputExceededException',
  message: 'Rate exceeded for shard shardId-000000000000 in stream test under account 000000000000.',
}

async function serverWithShards(ShardCount: number, MaxRecordSizeInKiB = 1024) {
  const server = await startKinesis()
  await server.call('CreateStream', { StreamName: 'test', ShardCount, MaxRecordSizeInKiB })
  const iterator = async () => {
    const input = { StreamName: 'test', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' }
    return (await server.call('GetShardIterator', input)).ShardIterator
  }
  return { server, iterator }
}

/** The hash key in the middle of one of `count` equal ranges. */
const middleOf = (index: number, count: number) => String(((2n * BigInt(index) + 1n) << 127n) / BigInt(count))

test.each([
  ['records', 100, 10, 1000],
  ['bytes', 2, mebibyte / 20, 20],
])(
  'offered twice the %s for ten seconds, each of four shards writes its limit',
  async (_, count, size, limit) => {
    const { server } = await serverWithShards(4)
    /* 20 calls a second, with so many records for each shard. */
    const Records = Array.from({ length: 4 * count }, (_, i) => ({
      PartitionKey: 'k',
      ExplicitHashKey: middleOf(i % 4, 4),
      Data: Buffer.alloc(size - 1),
    }))
    const taken = [0, 0, 0, 0]
    for (let call = 0; call < 20 * 12; call++) {
      server.clock.advance(50)
      const answer = await server.call('PutRecords', { StreamName: 'test', Records })
      if (call < 20 * 2) continue
      answer.Records.forEach(({ ErrorCode }, i) => {
        if (ErrorCode === undefined) taken[i % 4]!++
      })
    }
    for (const records of taken) expect(Math.abs(records - 10 * limit)).toBeLessThanOrEqual(0.1 * limit)
  },
)

test('offered twice the reads for ten seconds, a shard answers its limit', async () => {
  const { server, iterator } = await serverWithShards(1)
  const ShardIterator = await iterator()
  let answered = 0
  for (let call = 0; call < 10 * 12; call++) {
    server.clock.advance(100)
    const answer = await server.answerOf('GetRecords', { ShardIterator })
    if (answer.status !== 200) expect(answer).toEqual(refusal)
    else if (call >= 10 * 2) answered++
  }
  expect(answered).toBe(50)
})

test('a GetRecords of 10 MiB makes those of the next five seconds fail', async () => {
  const { server, iterator } = await serverWithShards(1, 10_240)
  await server.call('PutRecord', {
    StreamName: 'test',
    PartitionKey: 'k',
    Data: Buffer.alloc(10 * mebibyte - 1),
  })
  const ShardIterator = await iterator()
  const { Records } = await server.call('GetRecords', { ShardIterator })
  expect(Records).toHaveLength(1)
  for (let ms = 0; ms < 5000; ms += 500) {
    expect(await server.errorOf('GetRecords', { ShardIterator })).toEqual(refusal)
    server.clock.advance(500)
  }
  expect((await server.call('GetRecords', { ShardIterator })).Records).toHaveLength(1)
})
