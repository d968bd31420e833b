import { type Clock, type Logger, passOnBug, type Random } from '../../base/index.ts'
import { requestRefused } from '../errors.ts'
import type { ProducerMetrics } from '../metrics.ts'
import type { PendingRecord } from '../record.ts'
import { backoffMs } from './backoff.ts'
import type { Entry } from './entry.ts'
import type { RequestDraft } from './request-draft.ts'
import type { ShardDirectory } from './shard-directory.ts'
import type { EntryOutcome, StreamTarget } from './stream-target.ts'

type Put = Extract<EntryOutcome, { kind: 'put' }>

export interface SenderOptions {
  readonly target: StreamTarget
  readonly directory: ShardDirectory
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly metrics: ProducerMetrics
  readonly signal: AbortSignal
}

/** What becomes of the records that were sent. */
export interface Outcomes {
  put(record: PendingRecord, outcome: Put, subSequenceNumber: number): void
  refused(record: PendingRecord, error: Error): void
  /** They may be sent again after `notBeforeMs`. */
  failed(records: readonly PendingRecord[], notBeforeMs: number): void
  throttled(shardId: string): void
  /** The entry's records have their outcome, each one of those above. */
  done(entry: Entry): void
}

/** Sends requests, and finds out what became of each record. */
export class Sender {
  readonly #options: SenderOptions
  readonly #outcomes: Outcomes

  constructor(options: SenderOptions, outcomes: Outcomes) {
    this.#options = options
    this.#outcomes = outcomes
  }

  /** Resolves when the request has ended; what was put in the wrong shard may be sorted out later. Never rejects. */
  async send(draft: RequestDraft): Promise<void> {
    const { target, signal, clock } = this.#options
    const { entries } = draft
    for (const { records } of entries) for (const record of records) record.attempts++
    const startedMs = clock.monotonicMs()
    try {
      const outcomes = await target.put(
        entries.map((entry) => entry.toTarget()),
        signal,
      )
      this.#measure(draft, outcomes, startedMs)
      this.#sort(entries, outcomes)
    } catch (error) {
      passOnBug(error)
      this.#measure(draft, undefined, startedMs)
      this.#fail(entries, error as Error)
    }
  }

  #measure(draft: RequestDraft, outcomes: readonly EntryOutcome[] | undefined, startedMs: number): void {
    const { metrics, clock } = this.#options
    const { entries, bytes } = draft
    metrics.requestEnded({
      entries: entries.length,
      records: entries.reduce((sum, { records }) => sum + records.length, 0),
      bytes,
      failed: outcomes?.filter(({ kind }) => kind !== 'put').length ?? entries.length,
      throttled: outcomes?.filter(({ kind }) => kind === 'throttled').length ?? 0,
      durationMs: clock.monotonicMs() - startedMs,
    })
  }

  #sort(entries: readonly Entry[], outcomes: readonly EntryOutcome[]): void {
    const failed: Entry[] = []
    for (const [i, entry] of entries.entries()) {
      const outcome = outcomes[i] as EntryOutcome
      if (outcome.kind === 'put') this.#take(entry, outcome)
      else {
        for (const record of entry.records) record.failure = outcome.failure
        if (outcome.kind === 'throttled' && entry.shardId !== undefined)
          this.#outcomes.throttled(entry.shardId)
        failed.push(entry)
      }
    }
    this.#retry(failed)
  }

  #take(entry: Entry, outcome: Put): void {
    const { shardId, records } = entry
    const isElsewhere = shardId !== undefined && shardId !== outcome.shardId
    if (isElsewhere && records.length > 1) {
      void this.#takeElsewhere(entry, outcome)
      return
    }
    for (const [i, record] of records.entries()) this.#outcomes.put(record, outcome, i)
    this.#outcomes.done(entry)
    if (isElsewhere) void this.#options.directory.refresh()
  }

  /**
   * An aggregate of several shards' records by now: those of the shard where it is are put; the others are put again, as
   * consumers leave them out there.
   */
  async #takeElsewhere(entry: Entry, outcome: Put): Promise<void> {
    const { directory, clock } = this.#options
    await directory.refresh()
    const misplaced: PendingRecord[] = []
    for (const [i, record] of entry.records.entries()) {
      if (directory.map?.isIn(outcome.shardId, record)) this.#outcomes.put(record, outcome, i)
      else misplaced.push(record)
    }
    this.#outcomes.failed(misplaced, clock.monotonicMs())
    this.#outcomes.done(entry)
  }

  #fail(entries: readonly Entry[], error: Error): void {
    const { target, logger, signal } = this.#options
    if (target.isFinal(error)) {
      for (const entry of entries) {
        for (const record of entry.records) this.#outcomes.refused(record, requestRefused(error))
        this.#outcomes.done(entry)
      }
      return
    }
    if (!signal.aborted) logger.warn({ err: error }, 'a put failed, and will be tried again')
    for (const { records } of entries) for (const record of records) record.failure = error
    this.#retry(entries)
  }

  /** All at the same time, so that they go together. */
  #retry(entries: readonly Entry[]): void {
    if (entries.length === 0) return
    const { clock, random } = this.#options
    const attempts = Math.max(...entries.map(({ records }) => records[0]?.attempts ?? 1))
    const notBeforeMs = clock.monotonicMs() + backoffMs(attempts, random)
    for (const entry of entries) {
      this.#outcomes.failed(entry.records, notBeforeMs)
      this.#outcomes.done(entry)
    }
  }
}
