import { type Chunk, type Offset, skipFrames } from '../../log/index.ts'
import { RecordCursor } from '../record.ts'
import type { Shard } from '../shard.ts'

/** Records of one shard, as they lie in the log: see `cursor`. Valid while whoever got them has not returned. */
export class ShardRecords {
  readonly shard: Shard
  readonly count: number
  /** Partition keys and data of all, in bytes. */
  readonly keyBytes: number
  readonly dataBytes: number
  /** Where to read on. */
  readonly next: Offset
  /** 0 without records. */
  readonly lastArrivalMs: number
  /** 0 at the end of the shard, else how long ago the last of the records came. */
  readonly millisBehindLatest: number
  readonly #chunks: readonly Chunk[]

  constructor(shard: Shard, chunks: readonly Chunk[], fields: RecordsSummary) {
    this.shard = shard
    this.count = fields.count
    this.keyBytes = fields.keyBytes
    this.dataBytes = fields.dataBytes
    this.next = fields.next
    this.lastArrivalMs = fields.lastArrivalMs
    this.millisBehindLatest = fields.millisBehindLatest
    this.#chunks = chunks
  }

  /** Walks over the records from the first. The bytes are the log's: encode them now, and keep nothing. */
  cursor(): RecordCursor {
    return new RecordCursor(this.#chunks, this.count)
  }

  /** Copies the records as they lie in the log, their heads included: see record.ts. @returns the position behind them */
  copyTo(target: Buffer, position: number): number {
    let left = this.count
    let at = position
    for (const { frames, count } of this.#chunks) {
      if (left === 0) break
      const end = count <= left ? frames.length : skipFrames(frames, 0, left)
      at += frames.copy(target, at, 0, end)
      left = Math.max(0, left - count)
    }
    return at
  }
}

export interface RecordsSummary {
  readonly count: number
  readonly keyBytes: number
  readonly dataBytes: number
  readonly next: Offset
  readonly lastArrivalMs: number
  readonly millisBehindLatest: number
}
