import type { Offset } from './log-store.ts'

/** The segment that blocks are added to. */
export interface ActiveSegment {
  readonly baseOffset: Offset
  /** Valid and durable bytes; what is beyond is left from before a crash and is written over. */
  size: number
  blocks: number
  /** Of its oldest record. */
  readonly firstTimeMs: number
}

/** What a log has on disk. */
export interface LogDisk {
  /** One past the newest record in segments. */
  flushedEnd: Offset
  active: ActiveSegment | undefined
  /** How many segment files; right once `bases` is there. */
  segments: number
  /** The base offset of every segment, rising; undefined until the folder has been looked at. */
  bases: Offset[] | undefined
  /** Whether what a crash may have left behind has been removed. */
  tidied: boolean
  /** How many of the next blocks are written without trying to compress them. */
  uncompressedBlocks: number
}

export function emptyDisk(): LogDisk {
  return {
    flushedEnd: 0,
    active: undefined,
    segments: 0,
    bases: undefined,
    tidied: false,
    uncompressedBlocks: 0,
  }
}
