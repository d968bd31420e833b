/** An open shard, with its hash keys in decimal, both ends included. */
export interface OpenShard {
  readonly shardId: string
  readonly startingHashKey: string
  readonly endingHashKey: string
}

export interface StreamFacts {
  /** Of one record, key included. */
  readonly recordSizeMax: number
  /** False when the service chooses the shards, and keys have no say. */
  readonly keysChooseShards: boolean
  /** Only the open ones. */
  readonly shards: readonly OpenShard[]
}

/** One record of the stream: one user record or an aggregate of many. */
export interface TargetEntry {
  readonly partitionKey: string
  readonly explicitHashKey: string | undefined
  readonly data: Buffer
}

export type EntryOutcome =
  | { readonly kind: 'put'; readonly shardId: string; readonly sequenceNumber: string }
  /** Its shard takes no more just now. */
  | { readonly kind: 'throttled'; readonly failure: Error }
  | { readonly kind: 'failed'; readonly failure: Error }

/** One stream, as a producer writes it. */
export interface StreamTarget {
  /** @throws what the client throws */
  describe(signal: AbortSignal): Promise<StreamFacts>
  /** @returns an outcome for each entry. @throws what the client throws, when the request as a whole has failed */
  put(entries: readonly TargetEntry[], signal: AbortSignal): Promise<readonly EntryOutcome[]>
  /** Whether the same request would fail in the same way again. */
  isFinal(error: unknown): boolean
}
