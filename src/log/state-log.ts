import { type Clock, type Logger, passOnBug, silentLogger } from '../base/index.ts'
import { frameOf } from './frame.ts'
import type { Append, LogId, LogStore, Offset } from './log-store.ts'
import type { StateMachine } from './state-machine.ts'
import { copyOfEvent, encodeEvent, encodeSnapshot } from './state-record.ts'
import { type ReplayedState, replayState } from './state-replay.ts'

export interface StateLogOptions<Event> {
  readonly store: LogStore
  readonly log: LogId
  readonly machine: StateMachine<Event>
  readonly clock: Clock
  readonly logger?: Logger
  /** A snapshot is taken when the events since the last are this many bytes and no fewer than that snapshot was. */
  readonly snapshotBytesMin?: number
}

const snapshotBytesMinDefault = 1024 * 1024

/**
 * A state derived from a log: its last snapshot and the events since.
 * The machine sees each event once, in the order of the log, live as in replay, and only when it is durable.
 */
export class StateLog<Event> {
  readonly #options: StateLogOptions<Event>
  /** One past the newest event that the machine has seen. */
  #applied: Offset
  #eventBytes: number
  #snapshotBytes: number
  #snapshotting: Promise<void> | undefined

  private constructor(
    options: StateLogOptions<Event>,
    { applied, eventBytes, snapshotBytes }: ReplayedState,
  ) {
    this.#options = options
    this.#applied = applied
    this.#eventBytes = eventBytes
    this.#snapshotBytes = snapshotBytes
  }

  /**
   * Brings the machine up to date. There may be one StateLog for a log.
   * @throws CodedError LOG_STATE_VERSION (written by a newer version), LOG_CORRUPT
   */
  static async open<Event>(options: StateLogOptions<Event>): Promise<StateLog<Event>> {
    return new StateLog(options, await replayState(options.store, options.log, options.machine))
  }

  /**
   * Commits the event, with appends to other logs and drops of other logs if given, in one step. When it resolves all
   * of it is durable and the machine has seen the event.
   * @returns the offset of the first record of each of `appends`
   * @throws what LogStore.commit throws: then the machine has not seen the event
   */
  async commit(
    event: Event,
    appends: readonly Append[] = [],
    drops: readonly LogId[] = [],
  ): Promise<readonly Offset[]> {
    const { store, log, machine } = this.#options
    const payload = encodeEvent(event)
    const own = this.#append(payload)
    const offsets = await store.commit([own.append, ...appends], drops)
    machine.apply(copyOfEvent<Event>(payload), own.timeMs)
    this.#applied = offsets[0]! + 1
    this.#eventBytes += payload.length
    if (this.#eventBytes >= this.#snapshotDueBytes()) this.#snapshotSoon(log)
    return offsets.slice(1)
  }

  /** Resolves when the machine's state, as it is now, is in the log as a snapshot and the events before it are trimmed. */
  async snapshot(): Promise<void> {
    await this.#snapshotting?.catch(() => undefined)
    this.#snapshotting = this.#takeSnapshot().finally(() => {
      this.#snapshotting = undefined
    })
    await this.#snapshotting
  }

  /** Resolves when no snapshot is on its way. To be called before the store is closed. */
  async settled(): Promise<void> {
    await this.#snapshotting?.catch(() => undefined)
  }

  #snapshotDueBytes(): number {
    return Math.max(this.#options.snapshotBytesMin ?? snapshotBytesMinDefault, this.#snapshotBytes)
  }

  #snapshotSoon(log: LogId): void {
    if (this.#snapshotting !== undefined) return
    this.snapshot().catch((error: unknown) => {
      passOnBug(error)
      const { logger = silentLogger } = this.#options
      logger.warn({ err: error, log }, 'no snapshot was taken: the next start replays more events')
    })
  }

  async #takeSnapshot(): Promise<void> {
    const { store, log, machine } = this.#options
    const asOf = this.#applied
    const parts = encodeSnapshot(machine.snapshot(), asOf)
    this.#eventBytes = 0
    this.#snapshotBytes = parts.reduce((sum, part) => sum + part.length, 0)
    for (const part of parts) await store.commit([this.#append(part).append])
    await store.trim(log, asOf)
  }

  #append(payload: Buffer): { append: Append; timeMs: number } {
    const { store, log, clock } = this.#options
    const timeMs = Math.max(clock.nowMs(), store.bounds(log).lastTimeMs)
    return { append: { log, count: 1, frames: frameOf(payload, timeMs) }, timeMs }
  }
}
