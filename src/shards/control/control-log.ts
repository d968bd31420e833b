import type { Clock, Logger } from '../../base/index.ts'
import { type Append, type LogId, type LogStore, rootLogs, StateLog } from '../../log/index.ts'
import type { ControlEvent } from './control-event.ts'
import { ControlState } from './control-state.ts'

/**
 * The control state and the one way to change it. Mutations run one at a time, each against the state that the one
 * before left; readers see a mutation once it is durable.
 */
export class ControlLog {
  readonly state: ControlState
  readonly #events: StateLog<ControlEvent>
  /** Resolves when the last mutation asked for so far is done. */
  #idle: Promise<unknown> = Promise.resolve()
  readonly #listeners: (() => void)[] = []

  private constructor(state: ControlState, events: StateLog<ControlEvent>) {
    this.state = state
    this.#events = events
  }

  /** @throws what StateLog.open throws, STREAM_EVENT_UNKNOWN */
  static async open(parts: { store: LogStore; clock: Clock; logger: Logger }): Promise<ControlLog> {
    const state = new ControlState()
    return new ControlLog(
      state,
      await StateLog.open<ControlEvent>({ ...parts, log: rootLogs.kinesisControl, machine: state }),
    )
  }

  /** Runs `mutate` when all that were asked for before are done. Rejects as it does. */
  inTurn<Result>(mutate: () => Promise<Result>): Promise<Result> {
    const done = this.#idle.then(mutate)
    this.#idle = done.catch(() => undefined)
    return done
  }

  /** Calls `listener` after each event, when the state has it. Listeners must not throw. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** To be called in turn. See StateLog.commit. */
  async commit(
    event: ControlEvent,
    appends: readonly Append[] = [],
    drops: readonly LogId[] = [],
  ): Promise<void> {
    await this.#events.commit(event, appends, drops)
    for (const listener of this.#listeners) listener()
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async settled(): Promise<void> {
    await this.#idle
    await this.#events.settled()
  }
}
