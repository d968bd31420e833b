export interface SinkRecord {
  /** Only a stream has a use for it. */
  readonly partitionKey: string
  readonly data: Buffer
}

/** Where records go. */
export interface RecordSink {
  /**
   * Resolves when all of them are durable, however long that takes.
   * @param records as many as a request may have: 500 of 1,000 KiB, 4 MiB together
   * @returns false when it was given up because `signal` has aborted: any of them may be durable
   */
  send(records: readonly SinkRecord[], signal: AbortSignal): Promise<boolean>
  close(): Promise<void>
}
