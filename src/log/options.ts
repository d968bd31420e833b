import type { Clock, FileSystem, Logger, Random } from '../base/index.ts'

const KiB = 1024
const MiB = 1024 * KiB

/** Sizes are in bytes unless said otherwise. Part of the API for tests and the simulation, which make all of them tiny. */
export interface LogSizes {
  /** A commit over this is refused. */
  readonly commitBytesMax: number
  /** Commits are refused as busy while this much waits for the disk. */
  readonly pendingBytesMax: number
  /** Waiting commits go to the journal together up to this size; a larger commit goes alone. */
  readonly batchBytesMax: number
  /** A journal file is full at this size; a larger batch gets a file of its own. */
  readonly journalFileBytes: number
  /** Records held in memory, all logs together, once they are in segments. */
  readonly memoryBytesMax: number
  /** This much durable in the journal only is reason to flush it to segments. */
  readonly flushBytes: number
  /** Commits wait while this much is durable in the journal only: memory has to hold it. */
  readonly unflushedBytesMax: number
  /** Records of a log are compressed, checked and read in blocks of about this size. */
  readonly blockBytes: number
  /**
   * A flush syncs each time it has written so much of a log, since the journal's next write waits for the sync: this, or
   * as much as the journal's newest batch if that is more ...
   */
  readonly runBytes: number
  /** ... but no more than this; so much, too, when commits are about to have to wait: each sync then gives them room. */
  readonly runBytesMax: number
  /** A segment is sealed at this size, ... */
  readonly segmentBytes: number
  /** ... or when it holds this many blocks, ... */
  readonly segmentBlocksMax: number
  /** ... or when its records span this many milliseconds. Disk space comes back by whole segments. */
  readonly segmentAgeMs: number
  readonly openFilesMax: number
  readonly indexCacheBytes: number
  readonly blockCacheBytes: number
  /** Logs flushed at the same time when commits are about to have to wait; else it is one. */
  readonly flushConcurrency: number
  /** Memory for frames is taken in pieces of this: a handful of large commits, or thousands of small ones. */
  readonly slabBytes: number
  /** So many pieces are reserved, and get pages when they are used; more comes from the heap. */
  readonly slabs: number
  /** In front of them, for kernels of the layer above that write frames in place. Costs nothing until it is touched. */
  readonly workspaceBytes: number
  /** For what those kernels read where it is. Costs nothing until it is touched, either. */
  readonly inputBytes: number
  /** For tests: overwrites memory that nobody holds any more, so that a use of it shows. */
  readonly poisonFreedMemory: boolean
}

export const defaultSizes: LogSizes = {
  commitBytesMax: 64 * MiB,
  pendingBytesMax: 64 * MiB,
  batchBytesMax: 4 * MiB,
  journalFileBytes: 64 * MiB,
  memoryBytesMax: 64 * MiB,
  flushBytes: 32 * MiB,
  unflushedBytesMax: 64 * MiB,
  blockBytes: 256 * KiB,
  runBytes: 512 * KiB,
  runBytesMax: 2 * MiB,
  segmentBytes: 128 * MiB,
  segmentBlocksMax: 4096,
  segmentAgeMs: 24 * 60 * 60 * 1000,
  openFilesMax: 256,
  indexCacheBytes: 16 * MiB,
  blockCacheBytes: 16 * MiB,
  flushConcurrency: 2,
  slabBytes: 4 * MiB,
  slabs: 28,
  workspaceBytes: 32 * MiB,
  /** Sixteen bodies of 1 MiB, and what stands between them. */
  inputBytes: 17 * MiB,
  poisonFreedMemory: false,
}

/** `fsync`: acknowledged means on disk. `os`: acknowledged means handed to the operating system; a power cut may lose the newest. */
export type Durability = 'fsync' | 'os'

export interface LogStoreOptions extends Partial<LogSizes> {
  readonly files: FileSystem
  /** Absolute path of the data folder; made if absent. */
  readonly directory: string
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly durability: Durability
}
