import type { KinesisOperations } from './shapes.ts'

/** What a rate is counted for: an account in a region, one of its streams, a shard, or a consumer of a shard. */
export type CallScope = 'account' | 'stream' | 'shard' | 'consumer'

export interface CallRate {
  /** Infinite where AWS documents no rate. */
  readonly perSecond: number
  readonly scope: CallScope
}

type OperationName = keyof KinesisOperations

const perAccount = (perSecond: number): CallRate => ({ perSecond, scope: 'account' })
const perStream = (perSecond: number): CallRate => ({ perSecond, scope: 'stream' })
const undocumented = perAccount(Number.POSITIVE_INFINITY)
/** Calls of these are not counted: each shard has its own limits of records, bytes and reads. See src/shards/throttle.ts. */
const byShard = undefined

/**
 * How often each operation may be called in a second.
 *
 * Sources: the API reference page of each operation ("This operation has a limit of … transactions per second"), and
 * where that says nothing the tables of https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html.
 * Where the two count for different scopes (ListTagsForStream, RemoveTagsFromStream, SplitShard, MergeShards and
 * RegisterStreamConsumer are per stream in the table) the API reference holds.
 */
export const callRates: Readonly<Record<OperationName, CallRate | undefined>> = {
  AcknowledgeDeadLetterQueueRecords: undocumented,
  AcknowledgeQueueRecords: undocumented,
  AddTagsToStream: perAccount(5),
  CreateChannel: perAccount(5),
  CreateQueue: undocumented,
  CreateStream: perAccount(5),
  DecreaseStreamRetentionPeriod: perStream(5),
  DeleteChannel: perAccount(5),
  DeleteQueue: undocumented,
  DeleteResourcePolicy: perAccount(5),
  DeleteStream: perAccount(5),
  DeregisterStreamConsumer: perStream(5),
  DescribeAccountSettings: perAccount(5),
  DescribeChannel: perAccount(5),
  DescribeLimits: perAccount(1),
  DescribeQueue: undocumented,
  DescribeStream: perAccount(10),
  DescribeStreamConsumer: perStream(20),
  DescribeStreamSummary: perAccount(20),
  DisableEnhancedMonitoring: perStream(5),
  EnableEnhancedMonitoring: perStream(5),
  GetRecords: byShard,
  GetResourcePolicy: perAccount(5),
  GetShardIterator: { perSecond: 5, scope: 'shard' },
  IncreaseStreamRetentionPeriod: perStream(5),
  ListChannels: perAccount(5),
  ListQueues: undocumented,
  ListShards: perStream(1000),
  ListStreamConsumers: perStream(5),
  ListStreams: perAccount(5),
  ListTagsForResource: undocumented,
  ListTagsForStream: perAccount(5),
  MergeShards: perAccount(5),
  PutRecord: byShard,
  PutRecords: byShard,
  PutResourcePolicy: perAccount(5),
  ReceiveDeadLetterQueueRecords: undocumented,
  ReceiveQueueRecords: undocumented,
  RegisterStreamConsumer: perAccount(5),
  RemoveTagsFromStream: perAccount(5),
  RestoreDeadLetterQueueRecords: undocumented,
  SplitShard: perAccount(5),
  /* Only the number in a day is limited, as it is for UpdateStreamMode. */
  StartStreamEncryption: undocumented,
  StopStreamEncryption: undocumented,
  SubscribeToShard: { perSecond: 1, scope: 'consumer' },
  TagResource: undocumented,
  UntagResource: undocumented,
  UpdateAccountSettings: perAccount(5),
  UpdateChannel: perAccount(5),
  UpdateDeadLetterQueueRecordsVisibility: undocumented,
  UpdateMaxRecordSize: undocumented,
  UpdateQueue: undocumented,
  UpdateQueueRecordsVisibility: undocumented,
  UpdateShardCount: perAccount(10),
  UpdateStreamMode: undocumented,
  UpdateStreamRecordDistributionStrategy: undocumented,
  UpdateStreamWarmThroughput: perAccount(5),
}

/** Rates by operation instead of AWS's; `*` stands for every operation that is not named. */
export type CallRateSettings = Readonly<Partial<Record<OperationName | '*', number>>>

/** The operations whose calls are counted. */
export const countedOperations = (Object.keys(callRates) as OperationName[]).filter(
  (name) => callRates[name] !== undefined,
)
