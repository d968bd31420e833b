import { frameHeaderSize } from '../../log/index.ts'
import { unknownQueueEvent } from '../errors.ts'
import type { MessageAttribute } from './message.ts'
import { messageIdSize } from './message-id.ts'

/*
 * The payload of one message in the log of its queue. Sizes in bytes, integers little-endian, texts UTF-8.
 *
 *   0      1       2    18       34
 *   | kind | flags | id | md5 of | sender | group? | deduplication id? | past? | trace header? | attributes? | body ... |
 *   | u8=1 | u8    |    | body   | text   | text   | text              |       | text          |             |          |
 *
 * A text is its length (u16) and its bytes. The flags say which of the optional parts are there, in this order.
 * `past` is what a moved message was: when it was sent and first received (f64, ms), how often it was received (u32), and
 * the ARN of the queue it was moved from (text). `attributes` are their number (u8), their MD5 (16) and for each its name and data type
 * (texts), whether it is binary (u8) and its value (length u32, bytes). The time of sending is the frame's.
 */
const kind = 1
const hasGroup = 1
const hasDeduplicationId = 2
const hasPast = 4
const hasTraceHeader = 8
const hasAttributes = 16
const md5Size = 16
const fixedSize = 2 + messageIdSize + md5Size
const noAttributes: readonly MessageAttribute[] = []
const noMd5 = Buffer.alloc(0)

/** What a message was in the queues before this one. */
export interface MessagePast {
  readonly sentMs: number
  readonly firstReceivedMs: number
  readonly receives: number
  readonly sourceArn: string
}

export interface MessageRecord {
  /** The id and the MD5 of the body, as they lie in the record. */
  readonly id: Buffer
  readonly bodyMd5: Buffer
  readonly senderId: string
  readonly groupId: string | undefined
  readonly deduplicationId: string | undefined
  readonly past: MessagePast | undefined
  readonly traceHeader: string | undefined
  readonly attributes: readonly MessageAttribute[]
  /** Of no bytes without attributes. */
  readonly attributesMd5: Buffer
  readonly body: Uint8Array
}

const textSize = (text: string) => 2 + Buffer.byteLength(text)

export function recordSize(record: MessageRecord): number {
  const { senderId, groupId, deduplicationId, past, traceHeader, attributes, body } = record
  let size = fixedSize + textSize(senderId) + body.length
  if (groupId !== undefined) size += textSize(groupId)
  if (deduplicationId !== undefined) size += textSize(deduplicationId)
  if (past !== undefined) size += 20 + textSize(past.sourceArn)
  if (traceHeader !== undefined) size += textSize(traceHeader)
  if (attributes.length > 0) size += 1 + md5Size
  for (const { name, dataType, value } of attributes) {
    const valueSize = typeof value === 'string' ? Buffer.byteLength(value) : value.length
    size += textSize(name) + textSize(dataType) + 5 + valueSize
  }
  return size
}

/** @returns the position after the record */
export function writeRecord(target: Buffer, position: number, record: MessageRecord): number {
  const { groupId, deduplicationId, past, traceHeader, attributes } = record
  target[position] = kind
  target[position + 1] =
    (groupId === undefined ? 0 : hasGroup) |
    (deduplicationId === undefined ? 0 : hasDeduplicationId) |
    (past === undefined ? 0 : hasPast) |
    (traceHeader === undefined ? 0 : hasTraceHeader) |
    (attributes.length === 0 ? 0 : hasAttributes)
  target.set(record.id, position + 2)
  target.set(record.bodyMd5, position + 2 + messageIdSize)
  let at = writeText(target, position + fixedSize, record.senderId)
  if (groupId !== undefined) at = writeText(target, at, groupId)
  if (deduplicationId !== undefined) at = writeText(target, at, deduplicationId)
  if (past !== undefined) at = writePast(target, at, past)
  if (traceHeader !== undefined) at = writeText(target, at, traceHeader)
  if (attributes.length > 0) at = writeAttributes(target, at, record)
  target.set(record.body, at)
  return at + record.body.length
}

function writeText(target: Buffer, at: number, text: string): number {
  const length = target.write(text, at + 2)
  target.writeUInt16LE(length, at)
  return at + 2 + length
}

function writePast(target: Buffer, at: number, past: MessagePast): number {
  target.writeDoubleLE(past.sentMs, at)
  target.writeDoubleLE(past.firstReceivedMs, at + 8)
  target.writeUInt32LE(past.receives, at + 16)
  return writeText(target, at + 20, past.sourceArn)
}

function writeAttributes(target: Buffer, start: number, record: MessageRecord): number {
  target[start] = record.attributes.length
  target.set(record.attributesMd5, start + 1)
  let at = start + 1 + md5Size
  for (const { name, dataType, value } of record.attributes) {
    at = writeText(target, writeText(target, at, name), dataType)
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    target[at] = typeof value === 'string' ? 0 : 1
    target.writeUInt32LE(bytes.length, at + 1)
    target.set(bytes, at + 5)
    at += 5 + bytes.length
  }
  return at
}

/**
 * The record of the frame at `position`; its parts are views of `frames`.
 * @throws QUEUE_EVENT_UNKNOWN for one that a newer version wrote
 */
export function readRecord(frames: Buffer, position: number, end: number): MessageRecord {
  const start = position + frameHeaderSize
  if (frames[start] !== kind) throw unknownQueueEvent(frames[start])
  const flags = frames[start + 1]!
  const parts = new PartReader(frames, start + fixedSize)
  const senderId = parts.text()
  const groupId = flags & hasGroup ? parts.text() : undefined
  const deduplicationId = flags & hasDeduplicationId ? parts.text() : undefined
  const past = flags & hasPast ? readPast(parts) : undefined
  const traceHeader = flags & hasTraceHeader ? parts.text() : undefined
  const count = flags & hasAttributes ? parts.u8() : 0
  const attributesMd5 = count === 0 ? noMd5 : parts.bytes(md5Size)
  const attributes = count === 0 ? noAttributes : Array.from({ length: count }, () => readAttribute(parts))
  return {
    id: frames.subarray(start + 2, start + 2 + messageIdSize),
    bodyMd5: frames.subarray(start + 2 + messageIdSize, start + fixedSize),
    senderId,
    groupId,
    deduplicationId,
    past,
    traceHeader,
    attributes,
    attributesMd5,
    body: frames.subarray(parts.at, end),
  }
}

/** The group of the message in the frame at `position`, without the rest. */
export function readGroupId(frames: Buffer, position: number): string | undefined {
  const start = position + frameHeaderSize
  if (frames[start] !== kind) throw unknownQueueEvent(frames[start])
  if ((frames[start + 1]! & hasGroup) === 0) return undefined
  const at = start + fixedSize
  return new PartReader(frames, at + 2 + frames.readUInt16LE(at)).text()
}

function readPast(parts: PartReader): MessagePast {
  return {
    sentMs: parts.f64(),
    firstReceivedMs: parts.f64(),
    receives: parts.u32(),
    sourceArn: parts.text(),
  }
}

function readAttribute(parts: PartReader): MessageAttribute {
  const name = parts.text()
  const dataType = parts.text()
  const isBinary = parts.u8() === 1
  const bytes = parts.bytes(parts.u32())
  return { name, dataType, value: isBinary ? bytes : bytes.toString() }
}

class PartReader {
  at: number
  readonly #bytes: Buffer

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  u8(): number {
    return this.#bytes[this.at++]!
  }

  u32(): number {
    this.at += 4
    return this.#bytes.readUInt32LE(this.at - 4)
  }

  f64(): number {
    this.at += 8
    return this.#bytes.readDoubleLE(this.at - 8)
  }

  text(): string {
    const start = this.at + 2
    this.at = start + this.#bytes.readUInt16LE(this.at)
    return this.#bytes.toString('utf8', start, this.at)
  }

  bytes(length: number): Buffer {
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }
}
