import type { Offset } from '../../log/index.ts'
import { ByteReader } from '../byte-reader.ts'
import { ByteWriter } from '../byte-writer.ts'
import { unknownQueueEvent } from '../errors.ts'
import { type EventsFrame, eventsAt } from './queue-log-record.ts'

/*
 * What happens to the messages of a queue. Integers little-endian, offsets and times (ms) as f64. One record of the log
 * of events is a sequence of them:
 *
 *   delayed     1 | first | count u32 | due              sent, and hidden
 *   advanced    2 | cursor                               see Backlog.advance
 *   received    3 | at | due | count u16 | offsets
 *   removed     4 | count u16 | offsets                  deleted, expired, or moved to another queue
 *   hidden      5 | offset | due                         a changed visibility time-out
 *   dropped     6 | before                               expired all
 *   purged      7 | before | at
 *   identified  8 | first | at | count u16 | 16 bytes each    deduplication keys of messages sent to a FIFO queue
 */
const code = {
  delayed: 1,
  advanced: 2,
  received: 3,
  removed: 4,
  hidden: 5,
  dropped: 6,
  purged: 7,
  identified: 8,
} as const

export const deduplicationKeySize = 16

/** Who is told of the events in a record. */
export interface QueueEventSink {
  delayed(first: Offset, count: number, dueMs: number): void
  advanced(cursor: Offset): void
  received(offset: Offset, atMs: number, dueMs: number): void
  removed(offset: Offset): void
  hidden(offset: Offset, dueMs: number): void
  dropped(before: Offset): void
  purged(before: Offset, atMs: number): void
  identified(offset: Offset, atMs: number, key: Buffer): void
}

/** Of `advanced`, for which there is room before all other events. */
const advancedSize = 9
const firstAt = eventsAt + advancedSize
/** Enough for the receive of ten messages. */
const sizeMin = firstAt + 105

/** Collects the events of one commit, in the frame in which they stay. */
export class QueueEventWriter {
  readonly #write = new ByteWriter(sizeMin, firstAt)
  #start = firstAt

  get isEmpty(): boolean {
    return this.#write.size === firstAt
  }

  /** The frame, with `eventsAt` bytes of room before the events. No more may be written. */
  frame(): EventsFrame {
    return this.#write.bytes(this.#start - eventsAt) as EventsFrame
  }

  delayed(first: Offset, count: number, dueMs: number): this {
    this.#write.u8(code.delayed).f64(first).u32(count).f64(dueMs)
    return this
  }

  /** Before all others, which speak of messages that it passes. */
  advancedFirst(cursor: Offset): void {
    this.#start = eventsAt
    this.#write.u8At(code.advanced, eventsAt)
    this.#write.f64At(cursor, eventsAt + 1)
  }

  received(offsets: readonly Offset[], atMs: number, dueMs: number): this {
    this.#write.u8(code.received).f64(atMs).f64(dueMs)
    return this.#offsets(offsets)
  }

  removed(offsets: readonly Offset[]): this {
    this.#write.u8(code.removed)
    return this.#offsets(offsets)
  }

  hidden(offset: Offset, dueMs: number): this {
    this.#write.u8(code.hidden).f64(offset).f64(dueMs)
    return this
  }

  dropped(before: Offset): this {
    this.#write.u8(code.dropped).f64(before)
    return this
  }

  purged(before: Offset, atMs: number): this {
    this.#write.u8(code.purged).f64(before).f64(atMs)
    return this
  }

  identified(first: Offset, atMs: number, keys: readonly Buffer[]): this {
    this.#write.u8(code.identified).f64(first).f64(atMs).u16(keys.length)
    for (const key of keys) this.#write.raw(key)
    return this
  }

  #offsets(offsets: readonly Offset[]): this {
    this.#write.u16(offsets.length)
    for (const offset of offsets) this.#write.f64(offset)
    return this
  }
}

/** Tells `sink` of the events from `at` to the end of `bytes`. @throws QUEUE_EVENT_UNKNOWN: a newer version wrote it */
export function readQueueEvents(bytes: Buffer, start: number, sink: QueueEventSink): void {
  const read = new ByteReader(bytes, start)
  while (!read.isAtEnd) {
    const kind = read.u8()
    if (kind === code.delayed) sink.delayed(read.f64(), read.u32(), read.f64())
    else if (kind === code.advanced) sink.advanced(read.f64())
    else if (kind === code.received) readReceived(read, sink)
    else if (kind === code.removed) for (let left = read.u16(); left > 0; left--) sink.removed(read.f64())
    else if (kind === code.hidden) sink.hidden(read.f64(), read.f64())
    else if (kind === code.dropped) sink.dropped(read.f64())
    else if (kind === code.purged) sink.purged(read.f64(), read.f64())
    else if (kind === code.identified) readIdentified(read, sink)
    else throw unknownQueueEvent(kind)
  }
}

function readReceived(read: ByteReader, sink: QueueEventSink): void {
  const atMs = read.f64()
  const dueMs = read.f64()
  for (let left = read.u16(); left > 0; left--) sink.received(read.f64(), atMs, dueMs)
}

function readIdentified(read: ByteReader, sink: QueueEventSink): void {
  const first = read.f64()
  const atMs = read.f64()
  const count = read.u16()
  for (let i = 0; i < count; i++) sink.identified(first + i, atMs, read.take(deduplicationKeySize))
}
