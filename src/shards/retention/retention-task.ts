import { type Clock, type Logger, passOnBug } from '../../base/index.ts'
import type { LogId, LogStore } from '../../log/index.ts'
import type { StreamControl } from '../control/stream-control.ts'
import { RecordCursor } from '../record.ts'
import { retentionHorizonMs, type StreamState } from '../stream-state.ts'

/** Reads pass over what is too old by themselves; trimming only gives the disk back, so it need not be prompt. */
const trimIntervalMs = 5 * 60_000

/** See ShardExpiry. */
interface Expiry {
  expire(stream: StreamState): Promise<void>
}

/**
 * Trims the records that are older than their stream keeps them, and lets go of the closed shards of which nothing is left.
 *
 * Remembers the time of the oldest record of each shard that has any, so that a round over many shards reads nothing
 * of those where nothing is due.
 */
export class RetentionTask {
  readonly #control: StreamControl
  readonly #expiry: Expiry
  readonly #store: LogStore
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #stop = new AbortController()
  #oldestMs = new Map<LogId, number>()

  constructor(parts: {
    control: StreamControl
    expiry: Expiry
    store: LogStore
    clock: Clock
    logger: Logger
  }) {
    this.#control = parts.control
    this.#expiry = parts.expiry
    this.#store = parts.store
    this.#clock = parts.clock
    this.#logger = parts.logger
  }

  /** Trims at intervals until `stop`. */
  async run(): Promise<void> {
    const { signal } = this.#stop
    for (;;) {
      await this.#clock.sleep(trimIntervalMs, signal)
      if (signal.aborted) return
      await this.trimAll()
    }
  }

  stop(): void {
    this.#stop.abort()
  }

  /** One round over all shards. A shard that cannot be trimmed is left for the next round. */
  async trimAll(): Promise<void> {
    const seen = new Map<LogId, number>()
    for (const stream of this.#control.all()) {
      await this.#expire(stream)
      for (const { log } of stream.shards) {
        try {
          const oldestMs = await this.#trim(stream, log)
          if (oldestMs !== undefined) seen.set(log, oldestMs)
        } catch (error) {
          passOnBug(error)
          this.#logger.warn({ err: error, stream: stream.name, log }, 'old records could not be trimmed')
        }
      }
    }
    this.#oldestMs = seen
  }

  async #expire(stream: StreamState): Promise<void> {
    try {
      await this.#expiry.expire(stream)
    } catch (error) {
      passOnBug(error)
      this.#logger.warn({ err: error, stream: stream.name }, 'closed shards could not be removed')
    }
  }

  /** @returns the time of the oldest record that is left, undefined if there is none */
  async #trim(stream: StreamState, log: LogId): Promise<number | undefined> {
    const { start, end } = this.#store.bounds(log)
    if (start === end) return undefined
    const horizonMs = retentionHorizonMs(stream, this.#clock.nowMs())
    const knownMs = this.#oldestMs.get(log)
    if (knownMs !== undefined && knownMs >= horizonMs) return knownMs
    const keepFrom = await this.#store.offsetAt(log, horizonMs)
    if (keepFrom > start) await this.#store.trim(log, keepFrom)
    const { chunks } = await this.#store.read(log, keepFrom, { bytes: 1, records: 1 })
    const first = new RecordCursor(chunks, Math.min(1, chunks.length))
    return first.next() ? first.arrivalMs : undefined
  }
}
