import { type Slices, slicesOf } from '../../base/index.ts'
import type { Positions } from '../control/firehose-event.ts'
import type { SinkRecord } from '../destinations/destination.ts'
import { partitionValues } from '../destinations/s3/partitions.ts'
import type { BufferContents } from './buffer.ts'
import type { GivenUpRecord } from './error-output.ts'
import { OpenBuffer } from './open-buffer.ts'
import { activePartitionsMax, beyondLimit } from './partition-limit.ts'

export interface OpenBuffersSettings {
  /** Of each buffer. */
  readonly bufferBytes: number
  readonly bufferMs: number
  /** Keys by which records are told apart, each of their values with a buffer of its own. Undefined: one buffer for all. */
  readonly partitionKeys: readonly string[] | undefined
  /** Whether records are kept as they came, for a backup. */
  readonly backsUp: boolean
}

/** What has become of some records that were read one behind the other. */
export interface ProcessedBatch {
  readonly records: readonly SinkRecord[]
  readonly failed: readonly GivenUpRecord[]
  /** When they were processed, by the wall clock. */
  readonly endedMs: number
  /** As they came. */
  readonly sources: readonly SinkRecord[]
  /** Of `sources`. */
  readonly bytes: number
  /** Where the source is behind them. */
  readonly positions: Positions
}

/** All buffers together hold as much as two that are full. Then the largest is delivered before its time. */
const fullBuffersMax = 2

/**
 * In full buffers: how far is read on behind the first record of a buffer that does not fill up, at most. After a crash all of
 * that may be delivered again.
 */
const fullBuffersBehindMax = 8

/** Some milliseconds of work: aggregated records can be hundreds of thousands in a batch. */
const recordsInSlice = 5000

/** The buffers beside those of partitions. */
const [all, backup, failures, nothing] = ['records', 'backup', 'failed', 'nothing']

/**
 * The buffers of one delivery stream that are being filled, in the order in which they were opened: with processed records, one
 * for each partition, with those that failed, and with those to be backed up.
 *
 * Invariant: whoever delivers buffers in the order in which they are taken, and then confirms the positions of each, has
 * confirmed no record that is still in here.
 */
export class OpenBuffers {
  readonly #settings: OpenBuffersSettings
  readonly #buffers = new Map<string, OpenBuffer>()
  #readBytes = 0

  constructor(settings: OpenBuffersSettings) {
    this.#settings = settings
  }

  /** What is in memory. */
  get held(): { count: number; bytes: number } {
    let [count, bytes] = [0, 0]
    for (const buffer of this.#buffers.values()) {
      count += buffer.count
      bytes += buffer.bytes
    }
    return { count, bytes }
  }

  /** When the first record arrived of the buffer that was opened first. Undefined: there is none. */
  get oldestMs(): number | undefined {
    return this.#first()?.[1].oldestMs
  }

  /** When the next buffer is ripe if nothing is added any more. Undefined: none will be. */
  get dueMs(): number | undefined {
    const first = this.#first()
    return first && first[1].openedMs + this.#settings.bufferMs
  }

  /** Nothing may be taken before it has ended. */
  *add(batch: ProcessedBatch, nowMs: number): Slices<void> {
    const { sources, records, failed, bytes, positions, endedMs } = batch
    const isOver = slicesOf(recordsInSlice)
    if (this.#settings.backsUp) for (const record of sources) this.#opened(backup, nowMs).addBackup(record)
    for (const record of records) {
      this.#addRecord(record, nowMs, endedMs)
      if (isOver()) yield
    }
    for (const one of failed) this.#opened(failures, nowMs).addFailed(one)
    if (this.#buffers.size === 0) this.#opened(nothing, nowMs)
    this.#readBytes += bytes
    Object.assign([...this.#buffers.values()].at(-1)!.positions, positions)
  }

  /** Takes the buffer that is to be delivered now. */
  takeRipe(nowMs: number): BufferContents | undefined {
    const name = this.#ripe(nowMs)
    return name === undefined ? undefined : this.#take(name)
  }

  #addRecord(record: SinkRecord, nowMs: number, endedMs: number): void {
    const { partitionKeys } = this.#settings
    const name = partitionKeys === undefined ? all : `records ${partitionValues(record, partitionKeys)}`
    if (this.#admits(name)) this.#opened(name, nowMs).add(record)
    else this.#opened(failures, nowMs).addFailed(beyondLimit(record, endedMs))
  }

  #opened(name: string, nowMs: number): OpenBuffer {
    let buffer = this.#buffers.get(name)
    if (buffer === undefined) {
      buffer = new OpenBuffer(nowMs, this.#readBytes)
      this.#buffers.set(name, buffer)
    }
    return buffer
  }

  #admits(name: string): boolean {
    if (this.#buffers.has(name)) return true
    const others = [backup, failures, nothing].filter((other) => this.#buffers.has(other)).length
    return this.#buffers.size - others < activePartitionsMax
  }

  #ripe(nowMs: number): string | undefined {
    const first = this.#first()
    if (first === undefined) return undefined
    const { bufferBytes, bufferMs } = this.#settings
    const [name, { openedMs, readBefore }] = first
    const isFarBehind = this.#readBytes - readBefore >= fullBuffersBehindMax * bufferBytes
    if (nowMs >= openedMs + bufferMs || isFarBehind) return name
    let [largest, largestSize, size] = [name, 0, 0]
    for (const [one, buffer] of this.#buffers) {
      size += buffer.size
      if (buffer.size > largestSize) [largest, largestSize] = [one, buffer.size]
    }
    return largestSize >= bufferBytes || size >= fullBuffersMax * bufferBytes ? largest : undefined
  }

  #take(name: string): BufferContents {
    const buffer = this.#buffers.get(name)!
    let before: OpenBuffer | undefined
    for (const [one, open] of this.#buffers) {
      if (one === name) break
      before = open
    }
    this.#buffers.delete(name)
    const { records, failed, count, bytes, oldestMs, positions } = buffer
    const contents = { records, failed, backup: buffer.backup, count, bytes, oldestMs }
    if (before === undefined) return { ...contents, positions }
    Object.assign(before.positions, positions)
    return { ...contents, positions: {} }
  }

  #first(): [name: string, OpenBuffer] | undefined {
    return this.#buffers.entries().next().value
  }
}
