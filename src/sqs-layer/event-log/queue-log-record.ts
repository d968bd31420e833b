import {
  frameHeaderSize,
  frameLength,
  type LogId,
  type LogStore,
  type Offset,
  writeFrameHeader,
} from '../../log/index.ts'
import { unknownQueueEvent } from '../errors.ts'

/*
 * The payload of one record in the log of a queue's events. Integers little-endian.
 *
 *   | version | kind | body ...
 *   | u8 = 1  | u8   |
 *
 * Kind 1: events (queue-events.ts). Kind 2: a part of a snapshot, `| asOf f64 | part u32 | last u8 | bytes ... |`; `asOf` is the offset
 * of the first record of events that the snapshot does not contain, and all its parts together are the snapshot (queue-snapshot.ts).
 */
const version = 1
const kindEvents = 1
const kindSnapshot = 2
const headerSize = 2
const partHeaderSize = headerSize + 13

const readBytes = 1024 * 1024

/** What a frame of events begins with: where they are in it, and so the room that who writes them leaves. */
export const eventsAt = frameHeaderSize + headerSize

declare const hasRoom: unique symbol

/** Events behind `eventsAt` bytes of room. A type of its own: events without that room would lose their beginning. */
export type EventsFrame = Buffer & { readonly [hasRoom]: true }

/** Writes what goes before the events of a frame. */
export function completeEvents(frame: EventsFrame, timeMs: number): void {
  const at = writeFrameHeader(frame, 0, frame.length - frameHeaderSize, timeMs)
  frame[at] = version
  frame[at + 1] = kindEvents
}

/** A frame for events, with room for what goes before them. */
export function eventsFrame(events: Buffer): EventsFrame {
  const frame = Buffer.allocUnsafe(eventsAt + events.length)
  frame.set(events, eventsAt)
  return frame as EventsFrame
}

export function snapshotPartPayload(bytes: Buffer, asOf: Offset, part: number, isLast: boolean): Buffer {
  const payload = Buffer.allocUnsafe(partHeaderSize + bytes.length)
  payload[0] = version
  payload[1] = kindSnapshot
  payload.writeDoubleLE(asOf, 2)
  payload.writeUInt32LE(part, 10)
  payload[14] = isLast ? 1 : 0
  payload.set(bytes, partHeaderSize)
  return payload
}

export interface Snapshot {
  readonly asOf: Offset
  readonly parts: readonly Buffer[]
}

/** The last snapshot that is whole; one of no parts if there is none. @throws as LogStore.read, QUEUE_EVENT_UNKNOWN */
export async function lastSnapshot(store: LogStore, log: LogId): Promise<Snapshot> {
  let last: Snapshot = { asOf: 0, parts: [] }
  let asOf = -1
  let parts: Buffer[] = []
  await eachRecord(store, log, 0, (payload) => {
    if (payload[1] !== kindSnapshot) return
    const part = payload.readUInt32LE(10)
    if (part === 0) {
      asOf = payload.readDoubleLE(2)
      parts = []
    }
    // A part whose beginning was cut short by a crash, or trimmed, belongs to no snapshot.
    if (payload.readDoubleLE(2) !== asOf || part !== parts.length) return
    parts.push(Buffer.from(payload.subarray(partHeaderSize)))
    if (payload[14] === 1) last = { asOf, parts }
  })
  return last
}

/** Visits the payloads with events, each with where they begin in it; it is the store's again when `visit` returns. */
export function eachEvents(
  store: LogStore,
  log: LogId,
  from: Offset,
  visit: (payload: Buffer, start: number) => void,
): Promise<void> {
  return eachRecord(store, log, from, (payload) => {
    if (payload[1] === kindEvents) visit(payload, headerSize)
  })
}

/** Visits the payload of each record; it is the store's again when `visit` returns. */
async function eachRecord(
  store: LogStore,
  log: LogId,
  from: Offset,
  visit: (payload: Buffer) => void,
): Promise<void> {
  for (let next = from; ; ) {
    const after = await store.readInPlace(log, next, { bytes: readBytes }, (batch) => {
      for (const { count, frames } of batch.chunks) visitFrames(frames, count, visit)
      return batch.chunks.length === 0 ? undefined : batch.next
    })
    if (after === undefined) return
    next = after
  }
}

function visitFrames(frames: Buffer, count: number, visit: (payload: Buffer) => void): void {
  let at = 0
  for (let i = 0; i < count; i++) {
    const end = at + frameHeaderSize + frameLength(frames, at)
    const payload = frames.subarray(at + frameHeaderSize, end)
    const kind = payload[1]
    if (payload[0] !== version || (kind !== kindEvents && kind !== kindSnapshot))
      throw unknownQueueEvent(kind)
    visit(payload)
    at = end
  }
}
