import {
  CreateStreamCommand,
  KinesisClient,
  PutRecordCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ManualClock } from '../../../src/base/index.ts'
import type { SinkRecord } from '../../../src/firehose-sink/destinations/destination.ts'
import { RemoteSource, remoteStart } from '../../../src/firehose-sink/sources/kinesis/remote-source.ts'
import type { RecordSource } from '../../../src/firehose-sink/sources/record-source.ts'
import { createServer } from '../../../src/index.ts'

const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks'

/** Another server, with a stream of one shard. */
async function startElsewhere() {
  vi.stubEnv('AWS_ACCESS_KEY_ID', '000000000000')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  onTestFinished(() => void vi.unstubAllEnvs())
  const server = await createServer({ port: 0 })
  const client = new KinesisClient({ endpoint: server.url, region: 'us-east-1' })
  onTestFinished(async () => {
    client.destroy()
    await server.close()
  })
  await client.send(new CreateStreamCommand({ StreamName: 'clicks', ShardCount: 1 }))
  const put = (text: string) =>
    client.send(new PutRecordCommand({ StreamARN: arn, PartitionKey: 'k', Data: Buffer.from(text) }))
  return { stream: { arn, url: server.url }, client, put }
}

/** Reads until there are so many records, and keeps the positions. */
async function readCount(
  source: RecordSource,
  clock: ManualClock,
  count: number,
  positions: Map<string, string>,
) {
  const records: SinkRecord[] = []
  const stop = new AbortController()
  while (records.length < count) {
    let isOver = false
    const reading = source.read(1_000_000, stop.signal).finally(() => {
      isOver = true
    })
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve))
      clock.advance(100)
    }
    const batch = await reading
    records.push(...batch.records)
    for (const [id, position] of Object.entries(batch.positions))
      if (position === null) positions.delete(id)
      else positions.set(id, position)
  }
  return records.map(({ data }) => data.toString())
}

test('RemoteSource reads a stream of another endpoint from a time on, through a split, and goes on where it was', async () => {
  const { stream, client, put } = await startElsewhere()
  const start = await remoteStart(stream, Date.now() - 60_000)
  const positions = new Map(Object.entries(start).map(([id, position]) => [id, String(position)]))
  expect([...positions.keys()]).toEqual(['shardId-000000000000'])
  const clock = new ManualClock()
  await put('a')
  await put('b')
  const source = await RemoteSource.open(stream, clock, positions)
  expect(source.retentionMs).toBe(24 * 3_600_000)
  expect(source.backlog()).toEqual({})
  expect(await readCount(source, clock, 2, positions)).toEqual(['a', 'b'])
  expect(source.backlog()).toEqual({ behindMs: 0 })
  const split = { ShardToSplit: 'shardId-000000000000', NewStartingHashKey: String(2n ** 127n) }
  await put('c')
  await client.send(new SplitShardCommand({ StreamARN: arn, ...split }))
  await put('d')
  expect(await readCount(source, clock, 2, positions)).toEqual(['c', 'd'])
  await source.close()

  await put('e')
  const again = await RemoteSource.open(stream, clock, positions)
  expect(await readCount(again, clock, 1, positions)).toEqual(['e'])
  expect(positions.get('shardId-000000000000')).toBe('end')
  const stop = AbortSignal.abort()
  expect(await again.read(1, stop)).toEqual({ records: [], positions: {} })
  await again.close()
})

test('a stream that is not there cannot be begun', async () => {
  const { stream } = await startElsewhere()
  const other = { ...stream, arn: `${arn}-other` }
  await expect(remoteStart(other, 0)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})
