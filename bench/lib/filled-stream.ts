import { writeFileSync } from 'node:fs'
import { randomRecords, streamName } from './bodies.ts'
import type { RunningServer } from './compare.ts'
import { packRequests } from './http-request.ts'
import { kinesisCall } from './kinesis-call.ts'
import type { BenchProtocol } from './options.ts'
import { getRecordsIn } from './protocol-request.ts'
import type { Scratch } from './scratch.ts'

/** Of 1 KiB, in one shard: what one GetRecords can give. */
export const filledCount = 10_000
const recordsPerPut = 500

/** Makes the stream, and puts the records. */
export async function fillStream({ url }: RunningServer): Promise<void> {
  await kinesisCall(url, 'CreateStream', { StreamName: streamName, ShardCount: 1 })
  for (let put = 0; put < filledCount; put += recordsPerPut) {
    await kinesisCall(url, 'PutRecords', { StreamName: streamName, Records: randomRecords(recordsPerPut) })
  }
}

export async function iteratorFromStart({ url }: RunningServer): Promise<string> {
  const { ShardIterator } = await kinesisCall<{ ShardIterator: string }>(url, 'GetShardIterator', {
    StreamName: streamName,
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  })
  return ShardIterator
}

/** One request for all of the records. @returns the file that it is in */
export function writeGetRequest(
  scratch: Scratch,
  shardIterator: string,
  protocol: BenchProtocol = 'json',
): string {
  const path = scratch.join('requests')
  writeFileSync(path, packRequests([getRecordsIn(protocol, shardIterator, filledCount)]))
  return path
}
