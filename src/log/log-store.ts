/**
 * The name of one log. Ids below `firstFreeLogId` are fixed by the layer that owns the log (the roots from which it
 * finds everything else); all others come from `LogStore.newLogId` and are never used twice, in no life of the folder.
 */
export type LogId = number

/** The first id that `newLogId` gives out. Below are the roots: see `rootLogs`. */
export const firstFreeLogId = 1024

/** The place of one record in its log: 0 for the first record ever appended, rising by 1. Never reused. */
export type Offset = number

/** Records for one log, already framed (see frame.ts) one behind the other. */
export interface Append {
  readonly log: LogId
  /** How many frames `frames` holds; at least 1. */
  readonly count: number
  /** `count` whole frames, times not falling, none before the log's `lastTimeMs`. The store keeps it: it must not change afterwards. */
  readonly frames: Buffer
}

export interface ReadLimit {
  /** Stop before the frames (12 bytes of header each included) grow over this; the first record is returned whatever its size. */
  readonly bytes: number
  /** Stop after this many records. */
  readonly records?: number
}

/** Whole frames of consecutive records. May be shared with other readers: read it, never write it. */
export interface Chunk {
  readonly firstOffset: Offset
  readonly count: number
  readonly frames: Buffer
}

export interface ReadBatch {
  /** In order and without a gap: the first chunk starts at the offset asked for, or at the log's start if that is later. Empty at the end of the log. */
  readonly chunks: readonly Chunk[]
  /** Where to read on. */
  readonly next: Offset
}

export interface LogBounds {
  /** The oldest record that can be read; what is before it has been trimmed. */
  readonly start: Offset
  /** One past the newest durable record. */
  readonly end: Offset
  /** One past the newest record handed to `commit`, durable or not: the offset that the next append gets. */
  readonly next: Offset
  /** The time of the newest record handed to `commit`; 0 for a log that never had one. */
  readonly lastTimeMs: number
}

/** Memory of WebAssembly that a store cuts frames from. */
export interface FrameArena {
  readonly memory: WebAssembly.Memory
  /** The first so many bytes are not for frames: they are the caller's, and its kernels', to work in. */
  readonly workspaceBytes: number
  /** Memory of the caller's, too, for what kernels are to read where it is: what comes from outside, as the bodies of requests. */
  readonly inputs: Buffer
}

export type Unsubscribe = () => void

/**
 * The only door to storage. Knows bytes, offsets and time; no stream, no queue, no AWS.
 *
 * A log begins with its first append and ends with its drop; a log that was never written, or was dropped, reads as empty.
 */
export interface LogStore {
  /** Where `allocate` has its memory from, while it lasts: a kernel that is given it writes frames where they stay. */
  readonly arena: FrameArena

  /**
   * Memory for the frames of a commit, uninitialised. Appends may take their frames from anywhere; of this memory the
   * store makes use again, which spares the garbage collector. Give it back with `release`, once, when the commit
   * has settled or was given up.
   */
  allocate(size: number): Buffer

  /** See `allocate`. The caller must not look at the memory any more. */
  release(memory: Buffer): void

  /**
   * Appends to one or more logs, and drops logs, in one step: when it resolves all of it is durable and visible, and
   * after a crash either all of it is there or none. Offsets are given in the order of calls; the calling order on
   * one log is its order on disk.
   * @returns the offset of the first record of each append
   * @throws CodedError LOG_BUSY (too many bytes wait for the disk; retryable), LOG_COMMIT_TOO_LARGE (over `commitBytesMax`),
   *   LOG_DROPPED (one of the logs was dropped, or is being), LOG_STORE_FAILED (a write or sync has failed: nothing is
   *   accepted any more until a restart), LOG_STORE_CLOSED; then none of it is in any log, except perhaps after LOG_STORE_FAILED
   */
  commit(appends: readonly Append[], drops?: readonly LogId[]): Promise<readonly Offset[]>

  /** @throws CodedError LOG_CORRUPT (`file` and `position` in the message): the records of that block cannot be served */
  read(log: LogId, from: Offset, limit: ReadLimit): Promise<ReadBatch>

  /**
   * The same without a copy of what is in memory: `use` gets frames that are the store's again when it returns.
   * @returns what `use` returned
   */
  readInPlace<Result>(
    log: LogId,
    from: Offset,
    limit: ReadLimit,
    use: (batch: ReadBatch) => Result,
  ): Promise<Result>

  /**
   * The same in this turn, for a caller who has another way.
   * @returns undefined when something of it would have to come from a segment, but for the block of the log that was read last
   */
  readNow<Result>(
    log: LogId,
    from: Offset,
    limit: ReadLimit,
    use: (batch: ReadBatch) => Result,
  ): Result | undefined

  /**
   * To be asked before each piece of some 256 KiB that is read in a row. What is in memory may be read at once
   * (undefined); history, which is in segments, when it resolves, so that readers of it do not slow commits.
   */
  historyTurn(log: LogId, from: Offset): Promise<void> | undefined

  /** The first record whose time is `timeMs` or later; the end of the log if there is none. Same errors as `read`. */
  offsetAt(log: LogId, timeMs: number): Promise<Offset>

  /**
   * Forgets every record before `before` (at most the log's end). Durable when it resolves. The disk space comes back
   * by whole segments, in the background.
   * @throws CodedError LOG_BUSY, LOG_STORE_FAILED, LOG_STORE_CLOSED
   */
  trim(log: LogId, before: Offset): Promise<void>

  /** Calls `listener` with the log's new end each time records have become durable. Listeners must not throw. */
  onAppend(log: LogId, listener: (end: Offset) => void): Unsubscribe

  bounds(log: LogId): LogBounds

  newLogId(): LogId

  /** Numbers for /metrics, all since the store was opened unless said otherwise. */
  stats(): LogStats

  /** Undefined while the store works; after a failed write or sync, what failed. */
  failure(): Error | undefined

  /** Makes everything durable, flushes to segments, writes a checkpoint and gives back the folder. Commits after this are refused. */
  close(): Promise<void>
}

export interface LogStats {
  readonly commits: number
  readonly records: number
  /** Of the records, framed. */
  readonly bytes: number
  /** Times that batches of the journal were made durable. */
  readonly journalSyncs: number
  readonly segmentBytesWritten: number
  /** Now: logs known. */
  readonly logs: number
  /** Now: segment files. */
  readonly segments: number
  /** Now: what records in memory take, with the objects around them. */
  readonly memoryBytes: number
  /** Now: the part of `memoryBytes` that is durable in the journal and in no segment yet. */
  readonly unflushedBytes: number
  /** Now. */
  readonly openFiles: number
}
