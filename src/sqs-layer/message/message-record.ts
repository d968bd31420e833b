import { writeHex } from '../../base/index.ts'
import { frameHeaderSize } from '../../log/index.ts'
import { ByteReader } from '../byte-reader.ts'
import { unknownQueueEvent } from '../errors.ts'
import {
  attributesSize,
  noAttributes,
  readAttributes,
  type StoredAttributes,
  textSize,
  writeAttributes,
  writeText,
} from './attribute-bytes.ts'
import { messageIdSize } from './message-id.ts'

/*
 * The payload of one message in the log of its queue. Sizes in bytes, integers little-endian, texts UTF-8.
 *
 *   0      1       2    18       34
 *   | kind | flags | id | md5 of | sender | group? | deduplication id? | past? | trace header? | attributes? | body ... |
 *   | u8=1 | u8    |    | body   | text   | text   | text              |       | text          |             |          |
 *
 * A text is its length (u16) and its bytes. The flags say which of the optional parts are there, in this order; one more, that JSON has
 * nothing to escape in the body. Without it nobody has looked.
 * `past` is what a moved message was: when it was sent and first received (f64, ms), how often it was received (u32), and
 * the ARN of the queue it was moved from (text). `attributes`: attribute-bytes.ts. The time of sending is the frame's.
 */
const kind = 1
const hasGroup = 1
const hasDeduplicationId = 2
const hasPast = 4
const hasTraceHeader = 8
const hasAttributes = 16
const isUnescaped = 32
const md5Size = 16
const fixedSize = 2 + messageIdSize + md5Size

/** What a message was in the queues before this one. */
export interface MessagePast {
  readonly sentMs: number
  readonly firstReceivedMs: number
  readonly receives: number
  readonly sourceArn: string
}

export interface MessageRecord extends StoredAttributes {
  /** The id and the MD5 of the body, as they lie in the record. */
  readonly id: Buffer
  readonly bodyMd5: Buffer
  readonly senderId: string
  readonly groupId: string | undefined
  readonly deduplicationId: string | undefined
  readonly past: MessagePast | undefined
  readonly traceHeader: string | undefined
  readonly body: Uint8Array
}

export function recordSize(record: MessageRecord): number {
  const { senderId, groupId, deduplicationId, past, traceHeader, attributes, body } = record
  let size = fixedSize + textSize(senderId) + body.length
  if (groupId !== undefined) size += textSize(groupId)
  if (deduplicationId !== undefined) size += textSize(deduplicationId)
  if (past !== undefined) size += 20 + textSize(past.sourceArn)
  if (traceHeader !== undefined) size += textSize(traceHeader)
  return attributes.length === 0 ? size : size + attributesSize(attributes)
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

/** Of a record without any of the optional parts. */
export function plainHeadSize(senderId: string): number {
  return fixedSize + textSize(senderId)
}

/** Writes such a record but for its id, the MD5, and the body. @returns where the body goes; `idAt` and `md5At` say it of the others */
export function writePlainHead(
  target: Buffer,
  position: number,
  senderId: string,
  unescaped: boolean,
): number {
  target[position] = kind
  target[position + 1] = unescaped ? isUnescaped : 0
  return writeText(target, position + fixedSize, senderId)
}

/** Where the id of a record is. */
export const idAt = (position: number): number => position + 2

/** Where the MD5 of its body is. */
export const md5At = (position: number): number => position + 2 + messageIdSize

/** Writes the MD5 of the body of the record at `position` in hex. @returns the position behind it */
export const writeMd5Hex = (target: Uint8Array, at: number, frames: Buffer, position: number): number =>
  writeHex(target, at, frames, md5At(position), md5At(position) + md5Size)

/** @returns where the body of the record at `position` begins; -1 if it has any of the optional parts */
export function plainBodyAt(frames: Buffer, position: number): number {
  if (frames[position] !== kind || (frames[position + 1]! & ~isUnescaped) !== 0) return -1
  const at = position + fixedSize
  return at + 2 + (frames[at]! | (frames[at + 1]! << 8))
}

/** Whether JSON is known to have nothing to escape in the body of the record at `position`. */
export const isKnownUnescaped = (frames: Buffer, position: number): boolean =>
  (frames[position + 1]! & isUnescaped) !== 0

function writePast(target: Buffer, at: number, past: MessagePast): number {
  target.writeDoubleLE(past.sentMs, at)
  target.writeDoubleLE(past.firstReceivedMs, at + 8)
  target.writeUInt32LE(past.receives, at + 16)
  return writeText(target, at + 20, past.sourceArn)
}

/**
 * The record of the frame at `position`; its parts are views of `frames`.
 * @throws QUEUE_EVENT_UNKNOWN for one that a newer version wrote
 */
export function readRecord(frames: Buffer, position: number, end: number): MessageRecord {
  const start = position + frameHeaderSize
  if (frames[start] !== kind) throw unknownQueueEvent(frames[start])
  const flags = frames[start + 1]!
  const parts = new ByteReader(frames, start + fixedSize)
  const senderId = parts.text()
  const groupId = flags & hasGroup ? parts.text() : undefined
  const deduplicationId = flags & hasDeduplicationId ? parts.text() : undefined
  const past = flags & hasPast ? readPast(parts) : undefined
  const traceHeader = flags & hasTraceHeader ? parts.text() : undefined
  const { attributes, attributesMd5 } = flags & hasAttributes ? readAttributes(parts) : noAttributes
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
  return new ByteReader(frames, at + 2 + frames.readUInt16LE(at)).text()
}

function readPast(parts: ByteReader): MessagePast {
  return {
    sentMs: parts.f64(),
    firstReceivedMs: parts.f64(),
    receives: parts.u32(),
    sourceArn: parts.text(),
  }
}
