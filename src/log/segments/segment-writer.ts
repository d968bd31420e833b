import type { FileSystem } from '../../base/index.ts'
import type { FrameMemory } from '../frame-memory.ts'
import { type ActiveSegment, emptyDisk, type LogDisk } from '../log-disk.ts'
import type { LogState } from '../log-state.ts'
import type { LogId, Offset } from '../log-store.ts'
import type { LogSizes } from '../options.ts'
import { type BlockPlan, planBlocks } from './block-plan.ts'
import { BlockRun } from './block-run.ts'
import type { FileCache } from './file-cache.ts'
import { BlockPacker } from './pack-block.ts'
import {
  encodeSegmentHeader,
  indexPath,
  logFolder,
  segmentHeaderSize,
  segmentPath,
  segmentSeed,
} from './segment-file.ts'
import type { SegmentFolder } from './segment-folder.ts'
import type { SegmentIndexes } from './segment-indexes.ts'

export interface SegmentWriterParts {
  readonly files: FileSystem
  readonly open: FileCache
  readonly folder: SegmentFolder
  readonly indexes: SegmentIndexes
  readonly salt: bigint
  readonly memory: FrameMemory
  readonly sizes: LogSizes
}

/** Who has a log flushed. */
export interface FlushWatcher {
  /** The run that is about to be written ends, and is synced, after so many bytes. */
  runBytes(): number
  /** Records before `end` can be read from segments. */
  flushed(end: Offset): void
}

/** Writes logs to their segments. One flush of a log at a time. */
export class SegmentWriter {
  readonly #parts: SegmentWriterParts
  #bytesWritten = 0

  constructor(parts: SegmentWriterParts) {
    this.#parts = parts
  }

  get bytesWritten(): number {
    return this.#bytesWritten
  }

  /**
   * Brings the log's segments up to `end`, run by run. The records are durable in them when it resolves; the entry of
   * the log's folder in `logs` is not: the flusher syncs that once for all logs.
   * @param start what is before it has been trimmed, durably
   * @param scratch of `scratchBytes`, used by nobody else until then
   * @param watcher is asked before each run how long it is to be, and hears after it
   */
  async flush(
    log: LogState,
    start: Offset,
    end: Offset,
    scratch: Buffer,
    watcher: FlushWatcher,
  ): Promise<void> {
    log.disk ??= emptyDisk()
    const { disk } = log
    // First, since a trim before a crash may have removed the active segment already.
    if (start >= disk.flushedEnd) await this.#parts.folder.removeBefore(log.id, disk, start)
    await this.#parts.folder.tidy(log.id, disk)
    const { memory, sizes } = this.#parts
    const packer = new BlockPacker(scratch, disk, memory)
    let rest = planBlocks(log, end, sizes.blockBytes)
    for (const { frames } of rest) for (const piece of frames) memory.hold(piece)
    while (rest.length > 0) {
      if (disk.active !== undefined && this.#isFull(disk.active, rest[0]!))
        await this.#seal(log.id, disk, disk.active)
      const written = await this.#writeRun(log.id, disk, rest, packer, watcher.runBytes())
      for (const { frames } of rest.slice(0, written)) for (const piece of frames) memory.letGo(piece)
      rest = rest.slice(written)
      disk.flushedEnd = rest[0]?.baseOffset ?? end
      watcher.flushed(disk.flushedEnd)
    }
    disk.flushedEnd = end
    watcher.flushed(end)
  }

  #isFull({ size, blocks, firstTimeMs }: ActiveSegment, next: BlockPlan): boolean {
    const { segmentBytes, segmentBlocksMax, segmentAgeMs } = this.#parts.sizes
    return (
      size >= segmentBytes || blocks >= segmentBlocksMax || next.firstTimeMs - firstTimeMs >= segmentAgeMs
    )
  }

  /** Leaves the index beside the segment. It needs no sync: it can be built again. */
  async #seal(log: LogId, disk: LogDisk, active: ActiveSegment): Promise<void> {
    const { indexes, open, folder, salt } = this.#parts
    const { baseOffset } = active
    const index = await indexes.get(log, disk, baseOffset)
    const bytes = index.encode(log, baseOffset, segmentSeed(salt, log, baseOffset))
    await open.use(indexPath(folder.directory, log, baseOffset), true, (file) => file.write(0, [bytes]))
    await open.forget(indexPath(folder.directory, log, baseOffset))
    disk.active = undefined
  }

  /** Writes one run of blocks to the active segment, or to a new one, until it is full. @returns how many */
  async #writeRun(
    log: LogId,
    disk: LogDisk,
    plans: readonly BlockPlan[],
    packer: BlockPacker,
    runBytes: number,
  ): Promise<number> {
    const { files, open, folder, indexes, salt } = this.#parts
    const isNew = disk.active === undefined
    const first = plans[0]!
    const active: ActiveSegment = disk.active ?? {
      baseOffset: first.baseOffset,
      size: segmentHeaderSize,
      blocks: 0,
      firstTimeMs: first.firstTimeMs,
    }
    if (isNew) await files.makeDirectory(logFolder(folder.directory, log))
    const seed = segmentSeed(salt, log, active.baseOffset)
    const path = segmentPath(folder.directory, log, active.baseOffset)
    const { places, size } = await open.use(path, isNew, async (file) => {
      if (isNew) await file.write(0, [encodeSegmentHeader(log, active.baseOffset)])
      return this.#writeBlocks(new BlockRun(file, active.size, seed, packer), active, plans, runBytes)
    })
    if (isNew) await files.syncDirectory(logFolder(folder.directory, log))
    indexes.grow(log, active.baseOffset, active.size, places)
    this.#bytesWritten += size - active.size
    // From here on readers may find the blocks.
    active.size = size
    active.blocks += places.length
    if (isNew) {
      disk.active = active
      disk.bases?.push(active.baseOffset)
      disk.segments++
    }
    return places.length
  }

  async #writeBlocks(
    run: BlockRun,
    active: ActiveSegment,
    plans: readonly BlockPlan[],
    runBytes: number,
  ): Promise<BlockRun> {
    for (const plan of plans) {
      const { places, size } = run
      const isLongEnough = size - active.size >= runBytes
      if (places.length > 0 && (isLongEnough || this.#isFull(grown(active, run), plan))) break
      await run.add(plan)
    }
    await run.finish()
    return run
  }
}

function grown(active: ActiveSegment, { size, places }: BlockRun): ActiveSegment {
  return { ...active, size, blocks: active.blocks + places.length }
}
