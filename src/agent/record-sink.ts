export interface SinkRecord {
  readonly partitionKey: string
  readonly data: Buffer
}

/** Where records go. */
export interface RecordSink {
  /**
   * Resolves when all of them are durable, however long that takes.
   * @returns false when it was given up because `signal` has aborted: any of them may be durable
   */
  send(records: readonly SinkRecord[], signal: AbortSignal): Promise<boolean>
  close(): Promise<void>
}
