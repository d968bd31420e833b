import type { Offset } from '../../log/index.ts'
import { unknownQueueEvent } from '../errors.ts'

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

/** Collects the events of one commit. */
export class QueueEventWriter {
  #bytes = Buffer.allocUnsafe(128)
  #size = 0

  get isEmpty(): boolean {
    return this.#size === 0
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size)
  }

  delayed(first: Offset, count: number, dueMs: number): this {
    return this.#u8(code.delayed).#f64(first).#u32(count).#f64(dueMs)
  }

  /** Before all others, which speak of messages that it passes. */
  advancedFirst(cursor: Offset): void {
    const rest = Buffer.from(this.bytes())
    this.#size = 0
    this.#u8(code.advanced).#f64(cursor).#raw(rest)
  }

  received(offsets: readonly Offset[], atMs: number, dueMs: number): this {
    return this.#u8(code.received).#f64(atMs).#f64(dueMs).#offsets(offsets)
  }

  removed(offsets: readonly Offset[]): this {
    return this.#u8(code.removed).#offsets(offsets)
  }

  hidden(offset: Offset, dueMs: number): this {
    return this.#u8(code.hidden).#f64(offset).#f64(dueMs)
  }

  dropped(before: Offset): this {
    return this.#u8(code.dropped).#f64(before)
  }

  purged(before: Offset, atMs: number): this {
    return this.#u8(code.purged).#f64(before).#f64(atMs)
  }

  identified(first: Offset, atMs: number, keys: readonly Buffer[]): this {
    this.#u8(code.identified).#f64(first).#f64(atMs).#u16(keys.length)
    for (const key of keys) this.#raw(key)
    return this
  }

  #raw(bytes: Buffer): this {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#size)
    this.#size += bytes.length
    return this
  }

  #offsets(offsets: readonly Offset[]): this {
    this.#u16(offsets.length)
    for (const offset of offsets) this.#f64(offset)
    return this
  }

  #u8(value: number): this {
    this.#reserve(1)
    this.#bytes[this.#size++] = value
    return this
  }

  #u16(value: number): this {
    this.#reserve(2)
    this.#size = this.#bytes.writeUInt16LE(value, this.#size)
    return this
  }

  #u32(value: number): this {
    this.#reserve(4)
    this.#size = this.#bytes.writeUInt32LE(value, this.#size)
    return this
  }

  #f64(value: number): this {
    this.#reserve(8)
    this.#size = this.#bytes.writeDoubleLE(value, this.#size)
    return this
  }

  #reserve(bytes: number): void {
    if (this.#size + bytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#size + bytes))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

/** Tells `sink` of the events from `at` to the end of `bytes`. @throws QUEUE_EVENT_UNKNOWN: a newer version wrote it */
export function readQueueEvents(bytes: Buffer, start: number, sink: QueueEventSink): void {
  const read = new EventReader(bytes, start)
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

function readReceived(read: EventReader, sink: QueueEventSink): void {
  const atMs = read.f64()
  const dueMs = read.f64()
  for (let left = read.u16(); left > 0; left--) sink.received(read.f64(), atMs, dueMs)
}

function readIdentified(read: EventReader, sink: QueueEventSink): void {
  const first = read.f64()
  const atMs = read.f64()
  const count = read.u16()
  for (let i = 0; i < count; i++) sink.identified(first + i, atMs, read.take(deduplicationKeySize))
}

class EventReader {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  u8(): number {
    return this.#bytes[this.#at++]!
  }

  u16(): number {
    this.#at += 2
    return this.#bytes.readUInt16LE(this.#at - 2)
  }

  u32(): number {
    this.#at += 4
    return this.#bytes.readUInt32LE(this.#at - 4)
  }

  f64(): number {
    this.#at += 8
    return this.#bytes.readDoubleLE(this.#at - 8)
  }

  take(size: number): Buffer {
    this.#at += size
    return this.#bytes.subarray(this.#at - size, this.#at)
  }
}
