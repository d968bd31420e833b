import { assert } from '../base/index.ts'
import { type Chunk, frameHeaderSize, frameLength, frameTimeMs, type Offset } from '../log/index.ts'
import { unknownRecordKind } from './errors.ts'

/*
 * The payload of one record in the log of its shard. Sizes in bytes, integers little-endian.
 *
 *   0      1            3
 *   | kind | key length | partition key, UTF-8 | data ...
 *   | u8   | u16        | `key length` bytes   | to the payload's end
 *
 * Kind 1 is of a stream without encryption, kind 2 of one with it, though nothing is encrypted yet. A key of no bytes is
 * one that the producer has not given. The time of arrival is the frame's.
 */
const plainKind = 1
const kmsKind = 2
export const recordHeaderSize = 3

/** What a record takes in its log beside its key and its data. */
export const recordOverhead = frameHeaderSize + recordHeaderSize

/** Writes what comes before the key. @returns where the key goes */
export function writeRecordHeader(
  target: Buffer,
  position: number,
  keyLength: number,
  ofEncrypted: boolean,
): number {
  target[position] = ofEncrypted ? kmsKind : plainKind
  target[position + 1] = keyLength & 0xff
  target[position + 2] = keyLength >>> 8
  return position + recordHeaderSize
}

/**
 * Walks over records as they lie in the log, without an object for any of them: after `next()` the members say where
 * the record's parts are in `frames`. What they point to is the log's: read it, never write it.
 */
export class RecordCursor {
  frames: Buffer = Buffer.alloc(0)
  offset: Offset = 0
  arrivalMs = 0
  /** Whether the stream was set to encryption when the record came. */
  ofEncrypted = false
  frameStart = 0
  keyStart = 0
  keyEnd = 0
  /** The data begins where the key ends. */
  dataEnd = 0
  readonly #chunks: readonly Chunk[]
  #chunk = -1
  #leftInChunk = 0
  #left: number

  /** @param count how many records to walk over, at most as many as there are */
  constructor(chunks: readonly Chunk[], count: number) {
    this.#chunks = chunks
    this.#left = count
  }

  /**
   * Goes to the first record, then to the next.
   * @returns false when there is none
   * @throws RECORD_KIND_UNKNOWN for what a newer version wrote
   */
  next(): boolean {
    if (this.#left === 0) return false
    this.#left--
    let position = this.dataEnd
    if (this.#leftInChunk === 0) {
      this.#enterChunk()
      position = 0
    } else this.offset++
    this.#leftInChunk--
    const payload = position + frameHeaderSize
    const kind = this.frames[payload]
    if (kind !== plainKind && kind !== kmsKind) throw unknownRecordKind(kind, this.offset)
    this.ofEncrypted = kind === kmsKind
    this.arrivalMs = frameTimeMs(this.frames, position)
    this.frameStart = position
    this.keyStart = payload + recordHeaderSize
    this.keyEnd = this.keyStart + (this.frames[payload + 1]! | (this.frames[payload + 2]! << 8))
    this.dataEnd = payload + frameLength(this.frames, position)
    return true
  }

  /** How many records may be walked over by `skip`, from this one on. */
  get run(): number {
    return Math.min(this.#left, this.#leftInChunk) + 1
  }

  /** Takes `count` records of the run as walked over, this one the first of them. @param end where the last one ends */
  skip(count: number, end: number): void {
    this.#left -= count - 1
    this.#leftInChunk -= count - 1
    this.offset += count - 1
    this.dataEnd = end
  }

  #enterChunk(): void {
    const chunk = this.#chunks[++this.#chunk]
    assert(chunk !== undefined, 'as many records as were asked for')
    this.frames = chunk.frames
    this.offset = chunk.firstOffset
    this.#leftInChunk = chunk.count
  }
}
