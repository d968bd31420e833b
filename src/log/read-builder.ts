import { frameHeaderSize, frameLength } from './frame.ts'
import type { Chunk, Offset, ReadBatch, ReadLimit } from './log-store.ts'
import { skipFrames } from './walk-frames.ts'

/** Collects consecutive chunks up to the limit of one read. */
export class ReadBuilder {
  readonly #chunks: Chunk[] = []
  #next: Offset
  #bytesLeft: number
  #recordsLeft: number

  constructor(from: Offset, { bytes, records = Number.POSITIVE_INFINITY }: ReadLimit) {
    this.#next = from
    this.#bytesLeft = bytes
    this.#recordsLeft = records
  }

  /** The offset that the next chunk has to hold. */
  get next(): Offset {
    return this.#next
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0
  }

  batch(): ReadBatch {
    return { chunks: this.#chunks, next: this.#next }
  }

  /**
   * Takes from `next` on what the limit lets it of `count` frames, the first of which is at `firstOffset`.
   * @returns whether there is room for more
   */
  add(firstOffset: Offset, count: number, frames: Buffer): boolean {
    const skipped = this.#next - firstOffset
    const start = skipFrames(frames, 0, skipped)
    const available = count - skipped
    const bytes = frames.length - start
    if (available <= this.#recordsLeft && bytes <= this.#bytesLeft) {
      this.#take(start === 0 ? frames : frames.subarray(start), available, bytes)
      return this.#recordsLeft > 0 && this.#bytesLeft > 0
    }
    let end = start
    let taken = 0
    const recordsMax = Math.min(available, this.#recordsLeft)
    while (taken < recordsMax) {
      const frameEnd = end + frameHeaderSize + frameLength(frames, end)
      const isFirstOfAll = taken === 0 && this.isEmpty
      if (frameEnd - start > this.#bytesLeft && !isFirstOfAll) break
      end = frameEnd
      taken++
    }
    if (taken > 0) this.#take(frames.subarray(start, end), taken, end - start)
    return false
  }

  #take(frames: Buffer, count: number, bytes: number): void {
    this.#chunks.push({ firstOffset: this.#next, count, frames })
    this.#next += count
    this.#bytesLeft -= bytes
    this.#recordsLeft -= count
  }
}
