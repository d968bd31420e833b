import type { Clock, Logger } from '../base/index.ts'
import { type LogId, type LogStore, StateLog, type StateMachine } from '../log/index.ts'

export interface TurnLogOptions<Event, State extends StateMachine<Event>> {
  readonly store: LogStore
  readonly log: LogId
  readonly state: State
  readonly clock: Clock
  readonly logger: Logger
  /** See StateLogOptions. */
  readonly snapshotBytesMin?: number
}

/**
 * A state in a log of its own, and the one way to change it: changes take turns, each is decided on the state that the one
 * before has left, and whoever reads sees what is durable.
 */
export class TurnLog<Event, State extends StateMachine<Event>> {
  readonly state: State
  readonly #events: StateLog<Event>
  /** Resolves when the last change asked for so far is done. */
  #idle: Promise<unknown> = Promise.resolve()

  private constructor(state: State, events: StateLog<Event>) {
    this.state = state
    this.#events = events
  }

  /** @throws what StateLog.open throws */
  static async open<Event, State extends StateMachine<Event>>(
    options: TurnLogOptions<Event, State>,
  ): Promise<TurnLog<Event, State>> {
    const events = await StateLog.open<Event>({ ...options, machine: options.state })
    return new TurnLog<Event, State>(options.state, events)
  }

  /**
   * Resolves when the event that `decide` wants is durable and in the state; nothing is written when it wants none.
   * @returns the event @throws what `decide` and LogStore.commit throw: then nothing has changed
   */
  change<Decided extends Event | undefined>(decide: (state: State) => Decided): Promise<Decided> {
    const done = this.#idle.then(async () => {
      const event = decide(this.state)
      if (event !== undefined) await this.#events.commit(event)
      return event
    })
    this.#idle = done.catch(() => undefined)
    return done
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async settled(): Promise<void> {
    await this.#idle
    await this.#events.settled()
  }
}
