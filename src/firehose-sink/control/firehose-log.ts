import type { Clock, Logger } from '../../base/index.ts'
import { type Append, type LogId, type LogStore, rootLogs, StateLog } from '../../log/index.ts'
import type { FirehoseEvent } from './firehose-event.ts'
import { FirehoseTables } from './firehose-tables.ts'

/**
 * The control state and the one way to change it. Mutations run one at a time, each against the state that the one
 * before left; readers see a mutation once it is durable.
 */
export class FirehoseLog {
  readonly tables: FirehoseTables
  readonly #events: StateLog<FirehoseEvent>
  /** Resolves when the last mutation asked for so far is done. */
  #idle: Promise<unknown> = Promise.resolve()

  private constructor(tables: FirehoseTables, events: StateLog<FirehoseEvent>) {
    this.tables = tables
    this.#events = events
  }

  /** @throws what StateLog.open throws, FIREHOSE_EVENT_UNKNOWN */
  static async open(parts: {
    store: LogStore
    clock: Clock
    logger: Logger
    snapshotBytesMin?: number
  }): Promise<FirehoseLog> {
    const tables = new FirehoseTables()
    const options = { ...parts, log: rootLogs.firehoseControl, machine: tables }
    return new FirehoseLog(tables, await StateLog.open<FirehoseEvent>(options))
  }

  /** Runs `mutate` when all that were asked for before are done. Rejects as it does. */
  inTurn<Result>(mutate: () => Promise<Result>): Promise<Result> {
    const done = this.#idle.then(mutate)
    this.#idle = done.catch(() => undefined)
    return done
  }

  /** To be called in turn, but for what only one part of the server ever does. See StateLog.commit. */
  async commit(
    event: FirehoseEvent,
    appends: readonly Append[] = [],
    drops: readonly LogId[] = [],
  ): Promise<void> {
    await this.#events.commit(event, appends, drops)
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async settled(): Promise<void> {
    await this.#idle
    await this.#events.settled()
  }
}
