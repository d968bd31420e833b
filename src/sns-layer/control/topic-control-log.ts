import type { Clock, Logger } from '../../base/index.ts'
import { type LogId, type LogStore, rootLogs, StateLog } from '../../log/index.ts'
import type { TopicControlEvent } from './topic-control-event.ts'
import { TopicControlState } from './topic-control-state.ts'

/**
 * The control state and the one way to change it. Mutations run one at a time, each against the state that the one
 * before left; readers see a mutation once it is durable.
 */
export class TopicControlLog {
  readonly state: TopicControlState
  readonly #events: StateLog<TopicControlEvent>
  /** Resolves when the last mutation asked for so far is done. */
  #idle: Promise<unknown> = Promise.resolve()

  private constructor(state: TopicControlState, events: StateLog<TopicControlEvent>) {
    this.state = state
    this.#events = events
  }

  /** @throws what StateLog.open throws, SNS_EVENT_UNKNOWN */
  static async open(parts: { store: LogStore; clock: Clock; logger: Logger }): Promise<TopicControlLog> {
    const state = new TopicControlState()
    const options = { ...parts, log: rootLogs.snsControl, machine: state }
    return new TopicControlLog(state, await StateLog.open<TopicControlEvent>(options))
  }

  /** Runs `mutate` when all that were asked for before are done. Rejects as it does. */
  inTurn<Result>(mutate: () => Promise<Result>): Promise<Result> {
    const done = this.#idle.then(mutate)
    this.#idle = done.catch(() => undefined)
    return done
  }

  /** To be called in turn. See StateLog.commit. */
  async commit(event: TopicControlEvent, drops: readonly LogId[] = []): Promise<void> {
    await this.#events.commit(event, [], drops)
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async settled(): Promise<void> {
    await this.#idle
    await this.#events.settled()
  }
}
