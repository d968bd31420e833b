/*
 * As much of the Protocol Buffers encoding as aggregated records need: a message is a row of fields, each a tag
 * (field number << 3 | wire type, as a varint) and a value.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

/** Bytes that the varint of `value` takes: 7 bits in each. */
export function varintSize(value: number): number {
  let size = 1
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++
  return size
}

/** @returns the position behind it */
export function writeVarint(target: Buffer, position: number, value: number): number {
  let rest = value
  let at = position
  for (; rest > 127; rest = Math.floor(rest / 128)) target[at++] = (rest % 128) | 0x80
  target[at++] = rest
  return at
}

/** Reads the fields of one message in turn. Anything malformed ends it: see `isWhole`. */
export class MessageReader {
  readonly #bytes: Buffer
  #position = 0
  #isMalformed = false
  /** Of the field at hand. */
  number = 0
  type = 0
  /** The field's value when it is a varint below 2^53. */
  varint = 0
  /** The field's value when it is of bytes: a view. */
  bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.bytes = bytes.subarray(0, 0)
  }

  /** After `next` said no: true when the message ended where its bytes do. */
  get isWhole(): boolean {
    return !this.#isMalformed && this.#position === this.#bytes.length
  }

  /** Moves to the next field. False at the end and where the bytes are no message. */
  next(): boolean {
    if (this.#isMalformed || this.#position === this.#bytes.length) return false
    const tag = this.#readVarint()
    this.number = Math.floor(tag / 8)
    this.type = tag % 8
    if (this.type === wireType.varint) this.varint = this.#readVarint()
    else if (this.type === wireType.bytes) this.bytes = this.#take(this.#readVarint())
    else if (this.type === wireType.fixed64) this.#take(8)
    else if (this.type === wireType.fixed32) this.#take(4)
    else this.#isMalformed = true
    return !this.#isMalformed
  }

  #readVarint(): number {
    let value = 0
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      const byte = this.#bytes[this.#position++]
      if (byte === undefined) break
      value += (byte & 0x7f) * factor
      if (byte < 128 && value <= Number.MAX_SAFE_INTEGER) return value
    }
    this.#isMalformed = true
    return 0
  }

  #take(length: number): Buffer {
    const end = this.#position + length
    if (end > this.#bytes.length) this.#isMalformed = true
    const taken = this.#bytes.subarray(this.#position, end)
    this.#position = Math.min(end, this.#bytes.length)
    return taken
  }
}
