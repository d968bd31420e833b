import type { Streams } from '../../shards/index.ts'
import { defineService, type Service } from '../service.ts'
import type { CallThrottle } from './call-throttle.ts'
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
import { putRecord } from './put-record.ts'
import { putRecords } from './put-records.ts'

export interface KinesisServiceOptions {
  readonly streams: Streams
  /** How often operations may be called; as often as one likes without it. */
  readonly throttle?: CallThrottle | undefined
}

/** Kinesis Data Streams over these streams. */
export function createKinesisService({ streams, throttle }: KinesisServiceOptions): Service {
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
    context: { streams },
    admit: (operation, input, caller) => throttle?.admit(operation, input, caller, streams.nextTokens),
    toAwsError: toKinesisError,
  })
}
