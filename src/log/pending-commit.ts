import type { TailChunk } from './log-state.ts'
import type { LogId, Offset } from './log-store.ts'

export interface Trim {
  readonly log: LogId
  readonly before: Offset
}

/** A commit on its way to the journal. */
export interface PendingCommit {
  readonly chunks: readonly TailChunk[]
  readonly drops: readonly LogId[]
  readonly trims: readonly Trim[]
  /** Its size in the journal. */
  readonly bytes: number
  resolve(): void
  reject(error: Error): void
}
