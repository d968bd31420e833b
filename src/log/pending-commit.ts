import type { LogState } from './log-state.ts'
import type { LogId, Offset } from './log-store.ts'

/** Records that have their offsets and wait for the disk. */
export interface PendingAppend {
  readonly log: LogState
  readonly firstOffset: Offset
  readonly count: number
  readonly lastTimeMs: number
  /** The caller's, until the commit has settled. */
  readonly frames: Buffer
}

export interface Trim {
  readonly log: LogId
  readonly before: Offset
}

/** A commit on its way to the journal. */
export interface PendingCommit {
  readonly appends: readonly PendingAppend[]
  readonly drops: readonly LogId[]
  readonly trims: readonly Trim[]
  /** Its size in the journal, at the most. */
  readonly bytes: number
  /** Takes the offset of the first record of each append. */
  resolve(offsets: readonly Offset[]): void
  reject(error: Error): void
}
