import type { Clock } from '../base/index.ts'
import type { StreamQueueState, StreamState, Streams } from '../shards/index.ts'
import { place, type Receipts } from '../sqs-layer/index.ts'
import type { QueueCounters } from './queue-counters.ts'
import type { QueueData } from './queue-data.ts'
import type { QueueEvent } from './queue-event.ts'
import type { RecordKind } from './queue-records.ts'
import { type ReadOutcome, type ReadRecord, readRecords, type WantedRecord } from './record-reader.ts'
import type { Ticket } from './record-table.ts'
import type { ShardCursors } from './shard-cursors.ts'

/** Source: https://docs.aws.amazon.com/streams/latest/dev/queues-quotas.html */
const inFlightMax = 120_000
/** Records that cannot be read are not tried again for so long, so that those behind them can be received. */
const unreadableMs = 30_000

export interface ReceiveRequest {
  readonly kind: RecordKind
  /** 1 to 10. */
  readonly countMax: number
  /** Seconds, 0 to 43,200; the queue's by default. */
  readonly visibilityTimeout?: number | undefined
}

/** A record in the hands of a consumer. */
export interface ReceivedRecord extends ReadRecord {
  readonly receiptHandle: string
  readonly firstReceivedMs: number
  /** With this receive, since the record was last restored. */
  readonly receiveCount: number
}

export interface ReceiverParts {
  readonly streams: Streams
  readonly clock: Clock
  readonly limits: 'aws' | 'off'
  readonly receipts: Receipts
  readonly data: QueueData
  readonly cursors: ShardCursors
  readonly counters: QueueCounters
  queue(): StreamQueueState
  stream(): StreamState
}

/** A record that was taken, with its ticket: the slot alone may be another's by the time it is read. */
interface TakenRecord extends WantedRecord {
  readonly ticket: Ticket
}

/** Gives records to one call of ReceiveQueueRecords or ReceiveDeadLetterQueueRecords. */
export class Receiver {
  readonly #parts: ReceiverParts

  constructor(parts: ReceiverParts) {
    this.#parts = parts
  }

  /** Whether a receive would get a record now. */
  isAvailable(kind: RecordKind): boolean {
    const { cursors } = this.#parts
    const { records } = this.#parts.data
    this.#settle()
    if (this.#room() <= 0) return false
    return !records.waiting[kind].isEmpty || (kind === 'live' && cursors.isAvailable)
  }

  /**
   * Gives out what can be given out now. What it answers is durable: how often and until when records are received.
   * @throws LOG_CORRUPT, and what LogStore.commit throws
   */
  async receive(request: ReceiveRequest): Promise<ReceivedRecord[]> {
    for (;;) {
      const taken = this.#take(request)
      if (taken.length === 0) return []
      const answer = await this.#give(request, taken, await this.#read(taken))
      if (answer === undefined || answer.length > 0) return answer ?? []
    }
  }

  #settle(): void {
    const { clock, data } = this.#parts
    data.records.settle(clock.nowMs(), this.#receivesMax())
  }

  #receivesMax(): number {
    return this.#parts.queue().settings.maxReceiveCount ?? Number.POSITIVE_INFINITY
  }

  #room(): number {
    const { limits, data } = this.#parts
    const { live, dead } = data.records.held
    return limits === 'off' ? Number.POSITIVE_INFINITY : inFlightMax - live - dead
  }

  /** What is visible again first, then what was never taken. */
  #take({ kind, countMax }: ReceiveRequest): TakenRecord[] {
    const { data, cursors } = this.#parts
    const { records } = data
    this.#settle()
    const wanted = Math.min(countMax, this.#room())
    const slots: number[] = []
    while (slots.length < wanted) {
      const slot = records.takeNext(kind, this.#receivesMax())
      if (slot >= 0) slots.push(slot)
      else {
        const run = kind === 'live' ? cursors.next(wanted - slots.length) : undefined
        if (run === undefined) break
        slots.push(...records.claim(run.log, run.offset, run.count))
      }
    }
    const { table } = records
    return slots.map((slot) => ({
      slot,
      ticket: table.ticketOf(slot),
      log: table.log[slot]!,
      position: table.position[slot]!,
    }))
  }

  async #read(taken: readonly TakenRecord[]): Promise<ReadOutcome> {
    const { streams, cursors, clock, data } = this.#parts
    const reading = {
      streams,
      stream: this.#parts.stream(),
      shardOf: cursors.shardOf.bind(cursors),
      skipTo: cursors.skipTo.bind(cursors),
    }
    try {
      return await readRecords(reading, taken)
    } catch (error) {
      const dueMs = clock.nowMs() + unreadableMs
      for (const record of taken) if (this.#isTaken(record)) data.records.hide(record.slot, dueMs)
      throw error
    }
  }

  /** @returns undefined when nothing can be given out now, though something was taken */
  async #give(
    { visibilityTimeout = this.#parts.queue().settings.visibilityTimeout }: ReceiveRequest,
    taken: readonly TakenRecord[],
    { found, gone, left }: ReadOutcome,
  ): Promise<ReceivedRecord[] | undefined> {
    const { clock, data, counters } = this.#parts
    const stillThere = (list: Iterable<WantedRecord>) => {
      const wanted = new Set(list)
      return taken.filter((record) => wanted.has(record) && this.#isTaken(record))
    }
    for (const { slot } of stillThere(left).reverse()) data.records.giveBack(slot)
    const given = stillThere(found.keys())
    const removed = stillThere(gone)
    const nowMs = clock.nowMs()
    const events = eventsOf(given, removed, nowMs, nowMs + visibilityTimeout * 1000)
    if (events.length === 0) return []
    const commit = data.commit(events)
    if (!commit.isTaken) {
      for (const { slot } of [...removed, ...given].reverse()) data.records.giveBack(slot)
      await commit.done
      return undefined
    }
    const answer = given.map((record) => this.#answerOf(record, found.get(record)!))
    await commit.done
    counters.received += answer.length
    return answer
  }

  #isTaken({ slot, ticket }: TakenRecord): boolean {
    const { slots } = this.#parts.data.records.table
    return slots.place[slot] === place.taken && slots.offset[slot] === ticket
  }

  #answerOf({ slot, ticket }: TakenRecord, record: ReadRecord): ReceivedRecord {
    const { data, receipts } = this.#parts
    const { table } = data.records
    const { receives, firstReceivedMs } = table.slots
    return {
      ...record,
      receiptHandle: receipts.sealOne(this.#parts.queue().events, ticket, receives[slot]!),
      firstReceivedMs: firstReceivedMs[slot]!,
      receiveCount: table.receiveCountOf(slot),
    }
  }
}

function eventsOf(
  given: readonly TakenRecord[],
  gone: readonly TakenRecord[],
  atMs: number,
  dueMs: number,
): QueueEvent[] {
  const ticketsOf = (list: readonly TakenRecord[]) => list.map(({ ticket }) => ticket)
  const events: QueueEvent[] = []
  if (gone.length > 0) events.push({ kind: 'removed', tickets: ticketsOf(gone) })
  if (given.length > 0) events.push({ kind: 'received', atMs, dueMs, tickets: ticketsOf(given) })
  return events
}
