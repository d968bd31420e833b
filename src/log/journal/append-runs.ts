import type { LogState, TailChunk } from '../log-state.ts'
import type { Offset } from '../log-store.ts'
import type { PendingAppend, PendingCommit } from '../pending-commit.ts'

/** Frames up to this size are copied together; larger ones are written from where they are. A copy of 32 KiB takes about 3 us, as much as a further buffer in a write. */
export const copiedFramesMax = 32 * 1024

/** A read that begins in the middle of a chunk walks over the frames before. */
const runBytesMax = 64 * 1024

/** Appends of one batch to one log, one behind the other, that become one operation and one chunk. */
export class AppendRun {
  readonly log: LogState
  readonly firstOffset: Offset
  count = 0
  bytes = 0
  lastTimeMs = 0
  readonly pieces: Buffer[] = []

  constructor({ log, firstOffset }: PendingAppend) {
    this.log = log
    this.firstOffset = firstOffset
  }

  /** Whether its frames are copied together; else it is one append, with frames too large for that. */
  get isCopied(): boolean {
    return this.pieces.length > 1 || this.bytes <= copiedFramesMax
  }

  takes(frames: Buffer): boolean {
    return this.isCopied && frames.length <= copiedFramesMax && this.bytes + frames.length <= runBytesMax
  }

  add({ count, frames, lastTimeMs }: PendingAppend): void {
    this.count += count
    this.bytes += frames.length
    this.lastTimeMs = lastTimeMs
    this.pieces.push(frames)
  }

  /** @param frames all of the run's, in one piece */
  chunkOf(frames: Buffer): TailChunk {
    const { log, firstOffset, count, lastTimeMs } = this
    return { log, firstOffset, count, lastTimeMs, frames, charge: 0, unflushed: false }
  }
}

/**
 * What the commits of a batch append, by runs; those of one log in their order. Sixty-four callers with a record each
 * for four logs make four chunks instead of sixty-four, for memory to hold, the flush to walk and the collector to mark.
 */
export function appendRuns(commits: readonly PendingCommit[]): AppendRun[] {
  const runs: AppendRun[] = []
  const newest = new Map<LogState, AppendRun>()
  for (const { appends } of commits) {
    for (const append of appends) {
      let run = newest.get(append.log)
      if (run === undefined || !run.takes(append.frames)) {
        run = new AppendRun(append)
        runs.push(run)
        newest.set(append.log, run)
      }
      run.add(append)
    }
  }
  return runs
}
