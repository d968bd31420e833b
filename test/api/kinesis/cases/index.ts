import type { KinesisOperations } from '../../../../src/api/kinesis/shapes.ts'
import type { Case } from './case.ts'
import { cases as createStream } from './create-stream.ts'
import { cases as deleteStream } from './delete-stream.ts'
import { cases as describeStream } from './describe-stream.ts'
import { cases as describeStreamSummary } from './describe-stream-summary.ts'
import { cases as getRecords } from './get-records.ts'
import { cases as getShardIterator } from './get-shard-iterator.ts'
import { cases as listShards } from './list-shards.ts'
import { cases as listStreams } from './list-streams.ts'
import { cases as mergeShards } from './merge-shards.ts'
import { cases as putRecord } from './put-record.ts'
import { cases as putRecords } from './put-records.ts'
import { cases as splitShard } from './split-shard.ts'
import { cases as updateShardCount } from './update-shard-count.ts'

/** Every case of every operation. */
export const allCases: readonly (readonly [keyof KinesisOperations, readonly Case[]])[] = [
  ['CreateStream', createStream],
  ['DeleteStream', deleteStream],
  ['DescribeStream', describeStream],
  ['DescribeStreamSummary', describeStreamSummary],
  ['GetRecords', getRecords],
  ['GetShardIterator', getShardIterator],
  ['ListShards', listShards],
  ['ListStreams', listStreams],
  ['MergeShards', mergeShards],
  ['PutRecord', putRecord],
  ['PutRecords', putRecords],
  ['SplitShard', splitShard],
  ['UpdateShardCount', updateShardCount],
]
