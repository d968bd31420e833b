import type { QueueState } from '../control/queue-state.ts'
import { QueueEventWriter } from '../event-log/queue-events.ts'
import { appendOf, type MessageAppend } from '../message/message-append.ts'
import { messageIdSize, writeMessageId } from '../message/message-id.ts'
import type { MessageRecord } from '../message/message-record.ts'
import type { Gathered, Gatherer, GathererParts, Picked } from '../receiving/gatherer.ts'

/** A queue that messages are moved to. */
export interface Destination {
  readonly queue: QueueState
  /** To be called when messages have been appended to it, durably. */
  sent(): void
}

/** Where a message goes, by the queue from which it came here (undefined: it was sent here). Text: why it can go nowhere. */
export type DestinationOf = (sourceArn: string | undefined) => Destination | string

export interface MoveOutcome {
  readonly moved: number
  /** Why the next message cannot be moved. */
  readonly failure: string | undefined
}

export interface MoverParts extends GathererParts {
  readonly gatherer: Gatherer
}

/** Moves messages of a dead-letter queue to other queues, where they are new messages. */
export class Mover {
  readonly #parts: MoverParts

  constructor(parts: MoverParts) {
    this.#parts = parts
  }

  /** Moves up to so many messages that can be received now, in one commit. Resolves when that is durable. @throws as Receiver.receive */
  async move(countMax: number, destinationOf: DestinationOf): Promise<MoveOutcome> {
    const { gatherer, data } = this.#parts
    const taken = gatherer.stillTaken(await gatherer.gather(countMax, Number.POSITIVE_INFINITY))
    const plan = planOf(taken.given, destinationOf)
    const appends = plan.groups.map((group) => this.#appendOf(group))
    const removed = [...taken.expired, ...plan.groups.flatMap(({ picked }) => picked)]
    gatherer.giveBack({ given: plan.left, expired: [], dead: [] })
    const { failure } = plan
    if (removed.length === 0) return { moved: 0, failure }
    const events = new QueueEventWriter().removed(removed.map(({ message }) => message.offset))
    const commit = data.commit(
      events,
      appends.map(({ append }) => append),
    )
    if (!commit.isTaken) gatherer.giveBack(taken)
    try {
      await commit.done
    } finally {
      for (const { append } of appends) this.#parts.store.release(append.frames)
    }
    for (const { destination } of plan.groups) destination.sent()
    return { moved: removed.length - taken.expired.length, failure }
  }

  #appendOf({ destination, picked }: MoveGroup): MessageAppend {
    const { store, clock } = this.#parts
    const { messages, idSeed } = destination.queue
    const first = store.bounds(messages).next
    const records = picked.map(({ message }, i): MessageRecord => {
      const id = Buffer.allocUnsafe(messageIdSize)
      writeMessageId(id, 0, idSeed, first + i)
      return { ...message.record, id, past: undefined }
    })
    return appendOf(store, messages, records, clock.nowMs())
  }
}

interface MoveGroup {
  readonly destination: Destination
  readonly picked: Picked[]
}

interface Plan {
  readonly groups: readonly MoveGroup[]
  /** From the first on that can go nowhere. */
  readonly left: Picked[]
  readonly failure: string | undefined
}

/** Sorts messages by where they go. */
function planOf(given: Gathered['given'], destinationOf: DestinationOf): Plan {
  const groups = new Map<number, MoveGroup>()
  for (const [i, picked] of given.entries()) {
    const destination = destinationOf(picked.message.record.past?.sourceArn)
    if (typeof destination === 'string')
      return { groups: [...groups.values()], left: given.slice(i), failure: destination }
    const { messages } = destination.queue
    const group = groups.get(messages)
    if (group === undefined) groups.set(messages, { destination, picked: [picked] })
    else group.picked.push(picked)
  }
  return { groups: [...groups.values()], left: [], failure: undefined }
}
