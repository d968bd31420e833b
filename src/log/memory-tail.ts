import { Deque } from './deque.ts'
import type { FrameMemory } from './frame-memory.ts'
import type { LogState, TailChunk } from './log-state.ts'
import type { Offset } from './log-store.ts'

/** What a chunk costs besides its bytes: its objects, and its places in two queues. Measured with 1,000,000 chunks: 210. */
const chunkOverheadBytes = 210

const nothing = Buffer.alloc(0)

/**
 * The newest records of all logs in memory, oldest out first, within one budget of bytes.
 *
 * Invariant: what is durable in the journal only never leaves. So it and what came behind it can be more than the budget;
 * the flusher makes commits wait before it is much more.
 */
export class MemoryTail {
  readonly #bytesMax: number
  readonly #memory: FrameMemory
  readonly #chunks = new Deque<TailChunk>()
  #bytes = 0
  #unflushedBytes = 0

  constructor(bytesMax: number, memory: FrameMemory) {
    this.#bytesMax = bytesMax
    this.#memory = memory
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Durable in the journal and in no segment yet. */
  get unflushedBytes(): number {
    return this.#unflushedBytes
  }

  /** Makes a durable chunk, which holds its frames, visible at the end of its log. */
  add(chunk: TailChunk): void {
    chunk.charge = chunk.frames.length + chunkOverheadBytes
    chunk.unflushed = true
    this.#bytes += chunk.charge
    this.#unflushedBytes += chunk.charge
    this.#chunks.push(chunk)
    chunk.log.chunks.push(chunk)
    chunk.log.end = chunk.firstOffset + chunk.count
    this.#evict()
  }

  trim(log: LogState, before: Offset): void {
    log.start = Math.max(log.start, Math.min(before, log.end))
    for (;;) {
      const chunk = log.chunks.at(0)
      if (chunk === undefined || chunk.firstOffset + chunk.count > log.start) return
      log.chunks.shift()
      this.#letGo(chunk)
    }
  }

  drop(log: LogState): void {
    log.dropped = true
    this.trim(log, log.end)
  }

  /** Tells that segments hold all of the log before `end`, durably. A chunk of which they hold a part stays. */
  flushed(log: LogState, end: Offset): void {
    for (let i = log.chunks.firstIndexWhere(({ unflushed }) => unflushed); ; i++) {
      const chunk = log.chunks.at(i)
      if (chunk === undefined || chunk.firstOffset + chunk.count > end) break
      this.#settle(chunk)
    }
    this.#evict()
  }

  #evict(): void {
    while (this.#bytes > this.#bytesMax) {
      const chunk = this.#chunks.at(0)
      if (chunk === undefined || chunk.unflushed) return
      this.#chunks.shift()
      if (chunk.log.chunks.at(0) === chunk) chunk.log.chunks.shift()
      this.#letGo(chunk)
    }
  }

  #settle(chunk: TailChunk): void {
    if (!chunk.unflushed) return
    chunk.unflushed = false
    this.#unflushedBytes -= chunk.charge
  }

  #letGo(chunk: TailChunk): void {
    this.#settle(chunk)
    this.#bytes -= chunk.charge
    chunk.charge = 0
    this.#memory.letGo(chunk.frames)
    chunk.frames = nothing
  }
}
