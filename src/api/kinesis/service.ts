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
import { kinesisModel } from './model.ts'
import type { KinesisContext } from './operation.ts'
import { PutBody } from './put-body.ts'
import { putRecord } from './put-record.ts'
import { putRecords } from './put-records.ts'

/** Kinesis Data Streams over these streams. */
export function createKinesisService({ streams }: { readonly streams: Streams }): Service {
  const { memory, workspaceBytes } = streams.batches.arena
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
      putRecord,
      putRecords,
    ],
    context: { streams, putBody: new PutBody(memory, workspaceBytes) },
    toAwsError: toKinesisError,
  })
}
