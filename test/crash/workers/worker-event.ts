interface OfStint {
  /** By the machine's monotonic clock, which all processes share. */
  readonly atMs: number
  readonly shardId: string
  /** Of the stint of one worker with one shard. */
  readonly token: number
}

/** What a worker notes, before it goes on. */
export type WorkerEvent = OfStint &
  (
    | { readonly kind: 'begin'; readonly checkpoint: string }
    | { readonly kind: 'deliver'; readonly sequenceNumbers: readonly string[] }
    /** A checkpoint is about to be written, and was. */
    | { readonly kind: 'saving' | 'saved'; readonly sequenceNumber: string }
  )
