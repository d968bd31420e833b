import fc from 'fast-check'
import { expect, test } from 'vitest'
import { place } from '../../src/sqs-layer/index.ts'
import type { QueueEvent } from '../../src/stream-queues/queue-event.ts'
import { QueueRecords } from '../../src/stream-queues/queue-records.ts'
import {
  decodeEvents,
  encodeEvents,
  encodeSnapshot,
  restoreSnapshot,
} from '../../src/stream-queues/queue-snapshot.ts'

/*
 * Goal: what a queue remembers follows from its log of events alone, whatever a crash or a snapshot comes between.
 * Method: random receives, events and passing time on one memory, each commit written down; then a second memory is made of what was
 * written, with a snapshot somewhere in it, and both must say the same of every record.
 */
const receivesMax = 2
const step = fc.record({
  kind: fc.constantFrom('claim', 'again', 'dead', 'remove', 'hide', 'restore', 'pass', 'give back'),
  log: fc.integer({ min: 1, max: 3 }),
  count: fc.integer({ min: 1, max: 3 }),
  pick: fc.nat(1000),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

class Scenario {
  readonly records = new QueueRecords()
  readonly written: Buffer[] = []
  nowMs = 0

  take({ kind, log, count, pick }: Step): void {
    const { records } = this
    const { table } = records
    const slots = [...table.slots.place.keys()].filter((slot) => table.slots.place[slot] !== place.none)
    const slot = slots[pick % Math.max(1, slots.length)]
    const ticket = slot === undefined ? -1 : table.ticketOf(slot)
    if (kind === 'claim') this.#receive(records.claim(log, records.taken.get(log) ?? 0, count))
    if (kind === 'again') this.#receive(this.#next('live', count))
    if (kind === 'dead') this.#receive(this.#next('dead', count))
    if (kind === 'remove') this.commit({ kind: 'removed', tickets: [ticket] })
    if (kind === 'restore') this.commit({ kind: 'restored', tickets: [ticket] })
    if (kind === 'hide' && slot !== undefined && table.slots.place[slot] === place.inFlight)
      this.commit({ kind: 'hidden', ticket, dueMs: this.nowMs + pick })
    if (kind === 'give back')
      for (const given of records.claim(log, records.taken.get(log) ?? 0, count).reverse())
        records.giveBack(given)
    if (kind === 'pass') this.nowMs += pick
    records.settle(this.nowMs, receivesMax)
  }

  commit(...events: QueueEvent[]): void {
    this.written.push(Buffer.from(encodeEvents([...this.records.unlogged, ...events])))
    this.records.logged()
    for (const event of events) this.records.apply(event)
  }

  #next(kind: 'live' | 'dead', count: number): number[] {
    const slots = Array.from({ length: count }, () => this.records.takeNext(kind, receivesMax))
    return slots.filter((slot) => slot >= 0)
  }

  #receive(slots: readonly number[]): void {
    const tickets = slots.map((slot) => this.records.table.ticketOf(slot))
    this.commit({ kind: 'received', atMs: this.nowMs, dueMs: this.nowMs + 500, tickets })
  }
}

/** All that is remembered, by ticket. */
function contentOf(records: QueueRecords) {
  const { table } = records
  const rows = [...table.slots.place.keys()].filter((slot) => table.slots.place[slot] !== place.none)
  const rowOf = (slot: number) => ({
    ticket: table.ticketOf(slot),
    at: [table.log[slot], table.position[slot]],
    place: table.slots.place[slot],
    dueMs: table.slots.place[slot] === place.inFlight ? table.slots.dueMs[slot] : 0,
    first: table.slots.firstReceivedMs[slot],
    receives: [table.slots.receives[slot], table.forgiven[slot]],
    kind: records.kindOf(slot),
  })
  const sorted = rows.map(rowOf).sort((a, b) => a.ticket - b.ticket)
  const { nextTicket, held, deadCount, taken } = records
  return { rows: sorted, nextTicket, held, deadCount, taken: new Map([...taken].sort()) }
}

test('a memory made of the events says what the one says that wrote them', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), (steps, snapshotAt) => {
      const scenario = new Scenario()
      let snapshot: Buffer | undefined
      let from = 0
      steps.forEach((one, i) => {
        scenario.take(one)
        if (i !== snapshotAt) return
        scenario.commit()
        snapshot = Buffer.from(encodeSnapshot(scenario.records))
        from = scenario.written.length
      })
      scenario.commit()
      const replayed = new QueueRecords()
      if (snapshot !== undefined) restoreSnapshot(snapshot, replayed)
      for (const bytes of scenario.written.slice(from))
        for (const event of decodeEvents(bytes, 0)) replayed.apply(event)
      replayed.settle(scenario.nowMs, receivesMax)
      expect(contentOf(replayed)).toEqual(contentOf(scenario.records))
    }),
    { numRuns: 500 },
  )
})
