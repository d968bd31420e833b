import { Deque } from './deque.ts'
import type { LogDisk } from './log-disk.ts'
import type { LogId, Offset } from './log-store.ts'

/** Consecutive frames of one batch of the journal, held in memory. */
export interface TailChunk {
  readonly log: LogState
  readonly firstOffset: Offset
  readonly count: number
  readonly lastTimeMs: number
  /** Empty once it was let go. */
  frames: Buffer
  /** What memory is charged for it; 0 before it counts and after it was let go. */
  charge: number
  /** Whether it is durable in the journal only: it must stay in memory. */
  unflushed: boolean
}

/**
 * What is known of one log.
 *
 * Invariant: `start <= end <= next` and `flushedEnd <= end`, all but while a drop is on its way. The chunks are consecutive and reach to `end`;
 * what is before the first of them, and not before `start`, is in segments.
 */
export class LogState {
  readonly id: LogId
  /** The oldest record that can be read. */
  start: Offset = 0
  /** One past the newest durable record. */
  end: Offset = 0
  /** One past the newest record handed to commit. */
  next: Offset = 0
  /** The time of the newest record handed to commit. */
  lastTimeMs = 0
  dropped = false
  /** Undefined while nothing of it was ever flushed. */
  disk: LogDisk | undefined
  readonly chunks = new Deque<TailChunk>()

  constructor(id: LogId) {
    this.id = id
  }

  /** One past the newest record that is in segments. */
  get flushedEnd(): Offset {
    return this.disk?.flushedEnd ?? 0
  }

  /** The oldest record in memory; `end` when there is none. */
  get memoryStart(): Offset {
    return this.chunks.at(0)?.firstOffset ?? this.end
  }
}
