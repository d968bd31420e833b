import { Packr } from 'msgpackr'
import type { LogId, Offset } from '../log/index.ts'
import { place } from '../sqs-layer/index.ts'
import type { QueueEvent } from './queue-event.ts'
import type { QueueRecords } from './queue-records.ts'

/* No shared structures between records: each can be decoded alone, by any version. Buffers are copied out of the log's memory. */
const packr = new Packr({ useRecords: false, copyBuffers: true })

/** All that is remembered of the records of a queue, as msgpack: names and members are part of the disk format. */
interface Snapshot {
  readonly nextTicket: number
  readonly taken: readonly (readonly [log: LogId, offset: Offset])[]
  readonly records: Buffer
}

/*
 * A record in `records`, 49 bytes, little-endian:
 *
 *   0            8         16             24        32                   40             44             48
 *   | ticket f64 | log f64 | position f64 | due f64 | first received f64 | receives u32 | forgiven u32 | flags u8 |
 */
const recordSize = 49
const flags = { dead: 1, inFlight: 2 } as const

export const encodeEvents = (events: readonly QueueEvent[]): Buffer => packr.pack(events)

/** @param start where they begin in `bytes` */
export const decodeEvents = (bytes: Buffer, start: number): QueueEvent[] =>
  packr.unpack(bytes.subarray(start)) as QueueEvent[]

export function encodeSnapshot(records: QueueRecords): Buffer {
  const { slots } = records.table
  const bytes = Buffer.allocUnsafe(slots.count * recordSize)
  let at = 0
  for (let slot = 0; slot < slots.capacity; slot++) {
    if (slots.place[slot] === place.none) continue
    writeRecord(bytes, at, records, slot)
    at += recordSize
  }
  const { nextTicket, taken } = records
  return packr.pack({ nextTicket, taken: [...taken], records: bytes } satisfies Snapshot)
}

/** @param records of a queue of which nothing is remembered yet */
export function restoreSnapshot(bytes: Buffer, records: QueueRecords): void {
  const { nextTicket, taken, records: rows } = packr.unpack(bytes) as Snapshot
  for (const [log, offset] of taken) records.taken.set(log, offset)
  for (let at = 0; at < rows.length; at += recordSize) {
    const flagged = rows[at + 48]!
    records.remember({
      ticket: rows.readDoubleLE(at),
      log: rows.readDoubleLE(at + 8),
      position: rows.readDoubleLE(at + 16),
      dueMs: rows.readDoubleLE(at + 24),
      firstReceivedMs: rows.readDoubleLE(at + 32),
      receives: rows.readUInt32LE(at + 40),
      forgiven: rows.readUInt32LE(at + 44),
      isDead: (flagged & flags.dead) !== 0,
      isInFlight: (flagged & flags.inFlight) !== 0,
    })
  }
  records.nextTicket = nextTicket
}

/** One that a receive has in hand, which has not committed, is one that waits. */
function writeRecord(bytes: Buffer, at: number, { table }: QueueRecords, slot: number): void {
  const { slots } = table
  bytes.writeDoubleLE(table.ticketOf(slot), at)
  bytes.writeDoubleLE(table.log[slot]!, at + 8)
  bytes.writeDoubleLE(table.position[slot]!, at + 16)
  bytes.writeDoubleLE(slots.dueMs[slot]!, at + 24)
  bytes.writeDoubleLE(slots.firstReceivedMs[slot]!, at + 32)
  bytes.writeUInt32LE(slots.receives[slot]!, at + 40)
  bytes.writeUInt32LE(table.forgiven[slot]!, at + 44)
  const inFlight = slots.place[slot] === place.inFlight ? flags.inFlight : 0
  bytes[at + 48] = inFlight | (table.isDead[slot] === 1 ? flags.dead : 0)
}
