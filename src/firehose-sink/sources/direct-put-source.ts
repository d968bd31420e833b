import type { Clock, Logger } from '../../base/index.ts'
import type { LogId, LogStore, Offset } from '../../log/index.ts'
import type { Positions } from '../control/firehose-event.ts'
import { recordsOf } from './direct-record.ts'
import { nothing, type RecordSource, type SourceBatch } from './record-source.ts'
import { untilAppended } from './until-appended.ts'

/** Direct puts are one partition. */
export const directPartition = 'direct'

/** Source: https://docs.aws.amazon.com/firehose/latest/dev/basic-deliver.html ("data is kept for up to 24 hours"). */
export const directRetentionMs = 24 * 3_600_000

export interface DirectPutSourceParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  readonly log: LogId
  /** For the log: whose records. */
  readonly name: string
}

/** What was put directly, out of the log of its delivery stream. */
export class DirectPutSource implements RecordSource {
  readonly retentionMs = directRetentionMs
  readonly #parts: DirectPutSourceParts
  #next: Offset

  constructor(parts: DirectPutSourceParts, positions: ReadonlyMap<string, string>) {
    this.#parts = parts
    const { start, end } = parts.store.bounds(parts.log)
    // Past the end only after a crash in a weak mode of durability: what comes next must not be passed over.
    this.#next = Math.min(Math.max(Number(positions.get(directPartition) ?? 0), start), end)
  }

  async read(bytesMax: number, signal: AbortSignal): Promise<SourceBatch> {
    const { store, log } = this.#parts
    await untilAppended(store, log, this.#next, signal)
    if (signal.aborted || store.bounds(log).end <= this.#next) return nothing
    await this.#passOverExpired()
    const batch = await store.read(log, this.#next, { bytes: bytesMax })
    const records = recordsOf(batch.chunks)
    this.#next = batch.next
    return { records, positions: { [directPartition]: String(batch.next) } }
  }

  async delivered(positions: Positions): Promise<void> {
    const { store, log } = this.#parts
    await store.trim(log, Math.min(Number(positions[directPartition] ?? 0), store.bounds(log).end))
  }

  backlog() {
    const { store, log } = this.#parts
    return { records: Math.max(0, store.bounds(log).end - this.#next) }
  }

  async close(): Promise<void> {}

  async #passOverExpired(): Promise<void> {
    const { store, clock, log, logger, name } = this.#parts
    const first = await store.offsetAt(log, clock.nowMs() - directRetentionMs)
    if (first <= this.#next) return
    const records = first - this.#next
    logger.error({ deliveryStream: name, records }, 'records were not delivered within 24 hours and are gone')
    this.#next = first
  }
}
