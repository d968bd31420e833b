/** A record as the stream has it: one user record, or many in the form of the KPL. */
export interface StreamRecord {
  readonly sequenceNumber: string
  readonly partitionKey: string
  readonly data: Buffer
  readonly approximateArrivalMs: number
}

export interface ShardInfo {
  readonly shardId: string
  readonly parents: readonly string[]
  /** Decimal, both ends included. */
  readonly startingHashKey: string
  readonly endingHashKey: string
  readonly isOpen: boolean
}

export interface ChildShard {
  readonly shardId: string
  readonly parents: readonly string[]
  readonly startingHashKey: string
  readonly endingHashKey: string
}

export interface ShardBatch {
  readonly records: readonly StreamRecord[]
  readonly millisBehindLatest: number
  /** In the last batch of a shard that was split or merged, and in no other. */
  readonly children: readonly ChildShard[] | undefined
}

export type StartingPosition =
  | { readonly type: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly type: 'AT_TIMESTAMP'; readonly timestampMs: number }
  | { readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER'; readonly sequenceNumber: string }

export interface ShardName {
  readonly stream: string
  readonly shardId: string
}

/** The shards that a worker reads, of one stream or several. Each is named as its lease is. */
export interface StreamSource {
  /** What an application knows the shard as; undefined for one of another stream. */
  nameOf(key: string): ShardName | undefined
  /** All shards that still have records, closed ones too. */
  listShards(): Promise<ShardInfo[]>
  /**
   * The records of a shard in their order, as they come. Ends after the batch with `children`, or when `signal` aborts.
   * Retries what may succeed later, and reads no more than one batch ahead of the caller.
   */
  read(shardId: string, start: StartingPosition, signal: AbortSignal): AsyncIterable<ShardBatch>
}
