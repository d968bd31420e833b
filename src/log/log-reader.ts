import type { LogState } from './log-state.ts'
import type { Offset, ReadBatch, ReadLimit } from './log-store.ts'
import { ReadBuilder } from './read-builder.ts'
import type { Block } from './segments/block-reader.ts'
import type { SegmentReader } from './segments/segment-reader.ts'
import { frameIndexAt } from './walk-frames.ts'

/** Reads logs: the newest records from memory, older ones from segments. */
export class LogReader {
  readonly #segments: SegmentReader

  constructor(segments: SegmentReader) {
    this.#segments = segments
  }

  /** @param use gets views of memory that will be used again: it is called in the same turn in which they are taken */
  async read<Result>(
    log: LogState,
    from: Offset,
    limit: ReadLimit,
    use: (batch: ReadBatch) => Result,
  ): Promise<Result> {
    const held: Block[] = []
    try {
      return await this.#read(log, from, limit, held, use)
    } finally {
      for (const block of held) this.#segments.letGo(block)
    }
  }

  /** The same in this turn. @returns undefined when something of it is neither in memory nor in the block that was read last */
  readNow<Result>(
    log: LogState,
    from: Offset,
    limit: ReadLimit,
    use: (batch: ReadBatch) => Result,
  ): Result | undefined {
    const builder = new ReadBuilder(Math.max(from, log.start), limit)
    if (builder.next >= log.memoryStart) {
      this.#readMemory(log, builder)
      return use(builder.batch())
    }
    /* Those who go through history in small steps find the block of their last step still there. */
    const block = this.#segments.latestWith(log, builder.next)
    if (block === undefined) return undefined
    try {
      const goesOn = builder.add(block.baseOffset, block.count, block.frames)
      if (goesOn && builder.next < log.memoryStart) return undefined
      if (goesOn) this.#readMemory(log, builder)
      return use(builder.batch())
    } finally {
      this.#segments.letGo(block)
    }
  }

  /** @param held gets the blocks that the batch is in, which are to be let go when it has been used */
  async #read<Result>(
    log: LogState,
    from: Offset,
    limit: ReadLimit,
    held: Block[],
    use: (batch: ReadBatch) => Result,
  ): Promise<Result> {
    let { start } = log
    let builder = new ReadBuilder(Math.max(from, start), limit)
    let goesOn = true
    while (goesOn && builder.next < log.memoryStart) {
      try {
        const block = await this.#segments.blockAt(log, builder.next)
        held.push(block)
        goesOn = builder.add(block.baseOffset, block.count, block.frames)
      } catch (error) {
        if (!builder.isEmpty) {
          // What came before the damage is good. The next read starts at it and says so.
          goesOn = false
        } else if (log.start !== start) {
          // Trimmed or dropped in the meantime: the files are gone because nobody wants them.
          start = log.start
          builder = new ReadBuilder(Math.max(from, start), limit)
        } else throw error
      }
    }
    if (goesOn) this.#readMemory(log, builder)
    return use(builder.batch())
  }

  async offsetAt(log: LogState, timeMs: number): Promise<Offset> {
    for (;;) {
      const { start } = log
      try {
        return Math.max(log.start, await this.#find(log, timeMs))
      } catch (error) {
        if (log.start === start) throw error
      }
    }
  }

  async #find(log: LogState, timeMs: number): Promise<Offset> {
    const { chunks } = log
    const i = chunks.firstIndexWhere(({ lastTimeMs }) => lastTimeMs >= timeMs)
    const chunk = chunks.at(i)
    const inMemory =
      chunk === undefined ? log.end : chunk.firstOffset + frameIndexAt(chunk.frames, chunk.count, timeMs)
    // Times do not fall: when a chunk in memory is older, so is everything in segments.
    if (i > 0 || log.start >= log.memoryStart) return inMemory
    const block = await this.#segments.blockAtTime(log, timeMs)
    // A block that is in memory too may be behind the chunk.
    if (block === undefined) return inMemory
    const inBlock = block.baseOffset + frameIndexAt(block.frames, block.count, timeMs)
    this.#segments.letGo(block)
    return Math.min(inMemory, inBlock)
  }

  #readMemory({ chunks, end }: LogState, builder: ReadBuilder): void {
    if (builder.next >= end) return
    let i = chunks.firstIndexWhere(({ firstOffset, count }) => firstOffset + count > builder.next)
    for (; i < chunks.length; i++) {
      const { firstOffset, count, frames } = chunks.at(i)!
      if (!builder.add(firstOffset, count, frames)) return
    }
  }
}
