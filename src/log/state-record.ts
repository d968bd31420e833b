import { Packr } from 'msgpackr'
import { stateVersion } from './errors.ts'
import type { LogId, Offset } from './log-store.ts'
import { readU64, writeU64 } from './u64.ts'

/*
 * The payload of one record of a state's log. All integers little-endian.
 *
 *   0         1      2
 *   | version | kind | body ...
 *   | u8      | u8   |
 *
 * kind 1, an event: the body is msgpack. kind 2, a part of a snapshot:
 *
 *   2      10     14     15
 *   | asOf | part | last | bytes ...
 *   | u64  | u32  | u8   |
 *
 * `asOf` is the offset of the first event that the snapshot does not contain; parts count from 0, and `last` is 1 in
 * the last. The bytes of all parts together are msgpack. Events may stand between the parts.
 */
const version = 1
const kindEvent = 1
const kindSnapshot = 2
const eventHeaderSize = 2
const snapshotHeaderSize = 15

/** Small enough that other commits get their turn in between. */
const partBytes = 1024 * 1024

/* No shared structures between records: each can be decoded alone, by any version. Buffers are copied out of the log's memory. */
const packr = new Packr({ useRecords: false, copyBuffers: true })

export type StateRecord =
  | { kind: 'event'; event: unknown }
  | { kind: 'snapshot'; asOf: Offset; part: number; last: boolean; bytes: Buffer }

export function encodeEvent(event: unknown): Buffer {
  const body = packr.pack(event)
  const payload = Buffer.allocUnsafe(eventHeaderSize + body.length)
  payload[0] = version
  payload[1] = kindEvent
  body.copy(payload, eventHeaderSize)
  return payload
}

/** @returns one payload a part */
export function encodeSnapshot(snapshot: unknown, asOf: Offset): Buffer[] {
  const body = packr.pack(snapshot)
  const count = Math.max(1, Math.ceil(body.length / partBytes))
  return Array.from({ length: count }, (_, part) => {
    const bytes = body.subarray(part * partBytes, (part + 1) * partBytes)
    const payload = Buffer.allocUnsafe(snapshotHeaderSize + bytes.length)
    payload[0] = version
    payload[1] = kindSnapshot
    writeU64(payload, asOf, 2)
    payload.writeUInt32LE(part, 10)
    payload[14] = part === count - 1 ? 1 : 0
    bytes.copy(payload, snapshotHeaderSize)
    return payload
  })
}

export function decodeSnapshot(parts: readonly Buffer[]): unknown {
  return packr.unpack(Buffer.concat(parts))
}

/** @throws CodedError LOG_STATE_VERSION: a newer version wrote it, or something else did */
export function decodeStateRecord(log: LogId, payload: Buffer): StateRecord {
  const kind = payload[1]
  if (payload[0] !== version || (kind !== kindEvent && kind !== kindSnapshot)) {
    throw stateVersion(log, payload[0] ?? 0, kind ?? 0)
  }
  if (kind === kindEvent) return { kind: 'event', event: packr.unpack(payload.subarray(eventHeaderSize)) }
  return {
    kind: 'snapshot',
    asOf: readU64(payload, 2),
    part: payload.readUInt32LE(10),
    last: payload[14] === 1,
    bytes: Buffer.from(payload.subarray(snapshotHeaderSize)),
  }
}

/** A decoded copy, which shares nothing with `event`. */
export function copyOfEvent<Event>(payload: Buffer): Event {
  return packr.unpack(payload.subarray(eventHeaderSize)) as Event
}
