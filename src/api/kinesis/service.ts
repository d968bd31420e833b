import type { Streams } from '../../shards/index.ts'
import { defineService, type Service } from '../service.ts'
import { createStream } from './create-stream.ts'
import { deleteStream } from './delete-stream.ts'
import { describeStream } from './describe-stream.ts'
import { describeStreamSummary } from './describe-stream-summary.ts'
import { toKinesisError } from './errors.ts'
import { getRecords } from './get-records.ts'
import { getShardIterator } from './get-shard-iterator.ts'
import { listShards } from './list-shards.ts'
import { listStreams } from './list-streams.ts'
import { mergeShards } from './merge-shards.ts'
import { kinesisModel } from './model.ts'
import type { KinesisContext } from './operation.ts'
import { putRecord } from './put-record.ts'
import { putRecords } from './put-records.ts'
import { splitShard } from './split-shard.ts'
import { updateShardCount } from './update-shard-count.ts'

/** Kinesis Data Streams over these streams. */
export function createKinesisService({ streams }: { readonly streams: Streams }): Service {
  return defineService<KinesisContext>({
    name: 'kinesis',
    model: kinesisModel,
    operations: [
      createStream,
      deleteStream,
      describeStream,
      describeStreamSummary,
      getRecords,
      getShardIterator,
      listShards,
      listStreams,
      mergeShards,
      putRecord,
      putRecords,
      splitShard,
      updateShardCount,
    ],
    context: { streams },
    toAwsError: toKinesisError,
  })
}
