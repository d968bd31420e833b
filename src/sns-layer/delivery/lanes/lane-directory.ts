import type { Clock, Logger } from '../../../base/index.ts'
import { type Append, type LogStore, rootLogs } from '../../../log/index.ts'
import {
  type Commit,
  type EventsFrame,
  eventsFrame,
  QueueLog,
  type WorkQueueLogs,
} from '../../../sqs-layer/index.ts'
import { unknownSnsEvent } from '../../errors.ts'

/** A lane as the directory has it. */
export interface LaneState extends WorkQueueLogs {
  /** Says who gets what is in it. */
  readonly name: string
  readonly isFifo: boolean
}

/** What happens to lanes, in JSON: names and members are part of the disk format. A snapshot is a list of lanes. */
type LaneEvent =
  | { readonly kind: 'lane-made'; readonly lane: LaneState }
  | { readonly kind: 'lane-dropped'; readonly name: string }

export interface LaneDirectoryParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * Which subscriptions have deliveries that are not made, and where. So a start looks at those and at no others, and a subscription
 * without any has no logs.
 */
export class LaneDirectory {
  readonly #store: LogStore
  readonly #lanes = new Map<string, LaneState>()
  #log: QueueLog | undefined

  private constructor({ store }: LaneDirectoryParts) {
    this.#store = store
  }

  /** @throws as QueueLog.open, SNS_EVENT_UNKNOWN */
  static async open(parts: LaneDirectoryParts): Promise<LaneDirectory> {
    const directory = new LaneDirectory(parts)
    const snapshot = () => Buffer.from(JSON.stringify([...directory.#lanes.values()]))
    directory.#log = await QueueLog.open(
      { ...parts, log: rootLogs.snsDeliveries, snapshot },
      {
        restore(bytes) {
          for (const lane of JSON.parse(bytes.toString()) as LaneState[])
            directory.#lanes.set(lane.name, lane)
        },
        replay: (bytes, start) => directory.#apply(JSON.parse(bytes.toString('utf8', start)) as LaneEvent),
      },
    )
    return directory
  }

  all(): IterableIterator<LaneState> {
    return this.#lanes.values()
  }

  /** An append that makes a lane, for a commit in this turn. `taken` is to be called in it, when the store has taken the commit in. */
  make(lane: LaneState): { readonly append: Append; taken(done: Promise<unknown>): void } {
    const event: LaneEvent = { kind: 'lane-made', lane }
    const frame = frameOf(event)
    return {
      append: this.#log!.prepare(frame),
      taken: (done) => this.#taken(event, frame, done),
    }
  }

  /** Forgets a lane and drops its logs, in one step. */
  drop({ name, messages, events }: LaneState): Commit {
    const event: LaneEvent = { kind: 'lane-dropped', name }
    const frame = frameOf(event)
    const append = this.#log!.prepare(frame)
    const before = this.#store.bounds(append.log).next
    const done = this.#store.commit([append], [messages, events])
    const isTaken = this.#store.bounds(append.log).next > before
    if (isTaken) this.#taken(event, frame, done)
    return { isTaken, done }
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async settled(): Promise<void> {
    await this.#log!.settled()
    await this.#log!.durable().catch(() => undefined)
  }

  #taken(event: LaneEvent, frame: EventsFrame, done: Promise<unknown>): void {
    this.#log!.taken(frame, done)
    this.#apply(event)
    this.#log!.tidy()
  }

  /** @throws SNS_EVENT_UNKNOWN, in a replay of what a newer version wrote */
  #apply(event: LaneEvent): void {
    switch (event.kind) {
      case 'lane-made':
        this.#lanes.set(event.lane.name, event.lane)
        break
      case 'lane-dropped':
        this.#lanes.delete(event.name)
        break
      default:
        throw unknownSnsEvent((event satisfies never as { kind: unknown }).kind)
    }
  }
}

function frameOf(event: LaneEvent): EventsFrame {
  return eventsFrame(Buffer.from(JSON.stringify(event)))
}
