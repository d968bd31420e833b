import type { SinkRecord } from '../destinations/destination.ts'
import { bytesPerRecordMin } from './buffer.ts'
import type { GivenUpRecord } from './error-output.ts'

/** A buffer that is being filled: with records of one partition, with those that failed, or with those to be backed up. */
export class OpenBuffer {
  readonly records: SinkRecord[] = []
  readonly failed: GivenUpRecord[] = []
  readonly backup: SinkRecord[] = []
  /**
   * Up to where the source is delivered when this buffer is and all are that were opened before it: where it was when the last
   * records were added before the next buffer was opened.
   */
  readonly positions: Record<string, string | null> = {}
  readonly openedMs: number
  /** How much was read before it was opened. */
  readonly readBefore: number
  bytes = 0
  oldestMs: number | undefined

  constructor(openedMs: number, readBefore: number) {
    this.openedMs = openedMs
    this.readBefore = readBefore
  }

  /** Records that are only kept for the backup are counted where they are delivered or failed. */
  get count(): number {
    return this.records.length + this.failed.length
  }

  /** In memory, by a rule of thumb. */
  get size(): number {
    return Math.max(this.bytes, (this.count + this.backup.length) * bytesPerRecordMin)
  }

  add(record: SinkRecord): void {
    this.records.push(record)
    this.#hold(record)
  }

  addFailed(failed: GivenUpRecord): void {
    this.failed.push(failed)
    this.#hold(failed.record)
  }

  addBackup(record: SinkRecord): void {
    this.backup.push(record)
    this.#hold(record)
  }

  #hold({ data, arrivalMs }: SinkRecord): void {
    this.bytes += data.length
    this.oldestMs ??= arrivalMs
  }
}
