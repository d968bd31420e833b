import type { Streams } from '../../shards/index.ts'
import { defineService, type Service } from '../service.ts'
import { createStream } from './create-stream.ts'
import { deleteStream } from './delete-stream.ts'
import { deregisterStreamConsumer } from './deregister-stream-consumer.ts'
import { describeStream } from './describe-stream.ts'
import { describeStreamConsumer } from './describe-stream-consumer.ts'
import { describeStreamSummary } from './describe-stream-summary.ts'
import { toKinesisError } from './errors.ts'
import { getRecords } from './get-records.ts'
import { getShardIterator } from './get-shard-iterator.ts'
import { listShards } from './list-shards.ts'
import { listStreamConsumers } from './list-stream-consumers.ts'
import { listStreams } from './list-streams.ts'
import { kinesisModel } from './model.ts'
import type { KinesisContext } from './operation.ts'
import { putRecord } from './put-record.ts'
import { putRecords } from './put-records.ts'
import { registerStreamConsumer } from './register-stream-consumer.ts'
import { subscribeToShard } from './subscribe-to-shard.ts'

/** Kinesis Data Streams over these streams. */
export function createKinesisService({ streams }: { readonly streams: Streams }): Service {
  return defineService<KinesisContext>({
    name: 'kinesis',
    model: kinesisModel,
    operations: [
      createStream,
      deleteStream,
      deregisterStreamConsumer,
      describeStream,
      describeStreamConsumer,
      describeStreamSummary,
      getRecords,
      getShardIterator,
      listShards,
      listStreamConsumers,
      listStreams,
      putRecord,
      putRecords,
      registerStreamConsumer,
      subscribeToShard,
    ],
    context: { streams },
    toAwsError: toKinesisError,
  })
}
