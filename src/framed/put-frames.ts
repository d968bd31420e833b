import { countedHeadSize, frameHeadSize, keyLengthAt, kindAt, lengthAt, plainKind, uint32 } from './frame.ts'

/*
 * A record on its way into a stream.
 *
 *   0        4                 8     12     13           15
 *   | length | hash key length | 0   | kind | key length | partition key | data ...            | hash key
 *   | u32    | u32             | u32 | u8   | u16        | UTF-8         | to 12 + `length`    | decimal digits
 *
 * Kind is 1. A key of no bytes is a PartitionKey that is absent, no digits are an ExplicitHashKey that is. Key and data lie
 * together, and what is before them is as long as what the log has there: the server copies records that go to one shard at once.
 */
const explicitLengthAt = 4
const zeroAt = 8

/** Of a key: the length has 16 bits. */
export const framedKeyBytesMax = 0xffff

/** Walks over records, without an object for any of them: after `next()` the members say where the record's parts are in `bytes`. */
export class PutFrames {
  readonly bytes: Buffer
  keyStart = 0
  keyEnd = 0
  /** The data begins where the key ends. */
  dataEnd = 0
  /** The hash key begins where the data ends. */
  explicitEnd: number
  readonly #end: number

  /** @param start where the first frame is */
  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.bytes = bytes
    this.explicitEnd = start
    this.#end = end
  }

  /** Whether all has been walked over, as it is when `next` has come to an end and all frames were whole. */
  get isAtEnd(): boolean {
    return this.explicitEnd === this.#end
  }

  /** Goes to the first record, then to the next. @returns false when there is no whole one */
  next(): boolean {
    const { bytes, explicitEnd: at } = this
    const keyStart = at + frameHeadSize
    if (keyStart > this.#end || bytes[at + kindAt] !== plainKind || uint32(bytes, at + zeroAt) !== 0)
      return false
    const keyEnd = keyStart + (bytes[at + keyLengthAt]! | (bytes[at + keyLengthAt + 1]! << 8))
    const dataEnd = keyStart - countedHeadSize + uint32(bytes, at + lengthAt)
    const explicitEnd = dataEnd + uint32(bytes, at + explicitLengthAt)
    if (keyEnd > dataEnd || explicitEnd > this.#end) return false
    this.keyStart = keyStart
    this.keyEnd = keyEnd
    this.dataEnd = dataEnd
    this.explicitEnd = explicitEnd
    return true
  }
}

/** A record to put. */
export interface PutRecord {
  readonly partitionKey: string
  readonly explicitHashKey?: string | undefined
  readonly data: Uint8Array
}

/** The frames of these records. Undefined if one has a partition key that is too long for a frame. */
export function putFramesOf(records: readonly PutRecord[]): Buffer | undefined {
  const frames = Buffer.allocUnsafe(records.reduce((sum, record) => sum + sizeMaxOf(record), 0))
  let at = 0
  for (const { partitionKey, explicitHashKey = '', data } of records) {
    const keyStart = at + frameHeadSize
    const keyLength = frames.write(partitionKey, keyStart)
    if (keyLength > framedKeyBytesMax) return undefined
    frames.set(data, keyStart + keyLength)
    const dataEnd = keyStart + keyLength + data.length
    const explicitLength = frames.write(explicitHashKey, dataEnd, 'latin1')
    frames.writeUInt32LE(countedHeadSize + keyLength + data.length, at + lengthAt)
    frames.writeUInt32LE(explicitLength, at + explicitLengthAt)
    frames.writeUInt32LE(0, at + zeroAt)
    frames[at + kindAt] = plainKind
    frames.writeUInt16LE(keyLength, at + keyLengthAt)
    at = dataEnd + explicitLength
  }
  return frames.subarray(0, at)
}

function sizeMaxOf({ partitionKey, explicitHashKey = '', data }: PutRecord): number {
  return frameHeadSize + 3 * partitionKey.length + data.length + explicitHashKey.length
}
