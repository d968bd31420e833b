import { expect, test } from 'vitest'
import { startMs } from '../../shards/open-test-streams.ts'
import { type KinesisServer, startKinesis } from './kinesis-server.ts'

const texts = ['user signup', 'user login', 'user logout']

async function readAll(server: KinesisServer): Promise<string[]> {
  const { ShardIterator } = await server.call('GetShardIterator', {
    StreamName: 'test',
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  })
  const { Records } = await server.call('GetRecords', { ShardIterator })
  return Records.map(({ Data }) => Buffer.from(String(Data), 'base64').toString())
}

test('three records that were put come back in their order, also after a restart', async () => {
  const server = await startKinesis()
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 1 })
  const numbers: string[] = []
  for (const text of texts) {
    const put = await server.call('PutRecord', {
      StreamName: 'test',
      PartitionKey: 'user1',
      Data: Buffer.from(text),
    })
    expect(put.ShardId).toBe('shardId-000000000000')
    numbers.push(put.SequenceNumber)
  }
  expect(numbers).toEqual([...numbers].sort())
  expect(new Set(numbers).size).toBe(3)
  expect(await readAll(server)).toEqual(texts)
  expect(await readAll(await server.restart())).toEqual(texts)
})

test('DescribeStream shows a new stream as AWS does', async () => {
  const server = await startKinesis()
  await server.call('CreateStream', { StreamName: 'test', ShardCount: 2 })
  expect(await server.call('DescribeStream', { StreamName: 'test' })).toEqual({
    StreamDescription: {
      StreamName: 'test',
      StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/test',
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamCreationTimestamp: Math.floor(startMs / 1000),
      RetentionPeriodHours: 24,
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: 'NONE',
      HasMoreShards: false,
      Shards: [
        {
          ShardId: 'shardId-000000000000',
          HashKeyRange: { StartingHashKey: '0', EndingHashKey: '170141183460469231731687303715884105727' },
          SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^\d{56}$/) },
        },
        {
          ShardId: 'shardId-000000000001',
          HashKeyRange: {
            StartingHashKey: '170141183460469231731687303715884105728',
            EndingHashKey: '340282366920938463463374607431768211455',
          },
          SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^\d{56}$/) },
        },
      ],
    },
  })
})
