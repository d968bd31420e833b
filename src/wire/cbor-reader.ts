import { isUtf8 } from 'node:buffer'
import { serializationError } from './general-errors.ts'

/*
 * CBOR (RFC 8949): each item begins with a byte of two parts, `major type (3 bits) | info (5 bits)`. An info below 24
 * is the argument, 24 to 27 say that it follows in 1, 2, 4 or 8 bytes, 31 stands for an indefinite length, whose items
 * follow up to a `break` (0xff).
 *
 * Own code and not a library's: a decoder for everything CBOR has makes objects of classes from a stranger's tags,
 * takes the declared length of a list at its word and recurses as deep as the bytes say.
 */

/** Nesting of lists, maps and tags: what input-reader.ts takes of a value's nesting, whatever the protocol. */
const depthMax = 64

/** Items in one body: tags and the parts of strings count, keys do not. Room for what json-bounds.ts takes, each with a tag. */
const itemsMax = 200_000

const indefinite = 31
const breakByte = 0xff

/** The major types. */
const unsigned = 0
const negative = 1
const bytes = 2
const text = 3
const list = 4
const map = 5
const tag = 6

/**
 * The value of a CBOR body as JSON.parse would give it, but byte strings are Buffers that share the body's memory,
 * and maps have no prototype. Tags are passed over: in AWS's use the model says what a value means. `undefined` is null.
 * @throws AwsError SerializationException for anything else than one whole item
 */
export function readCbor(body: Buffer): unknown {
  const reader = new CborReader(body)
  const value = reader.item(0)
  if (!reader.atEnd()) throw serializationError()
  return value
}

class CborReader {
  readonly #body: Buffer
  #at = 0
  #items = 0

  constructor(body: Buffer) {
    this.#body = body
  }

  atEnd(): boolean {
    return this.#at === this.#body.length
  }

  item(depth: number): unknown {
    if (depth > depthMax || ++this.#items > itemsMax) throw serializationError()
    const head = this.#byte()
    const info = head & 31
    switch (head >> 5) {
      case unsigned:
        return this.#argument(info)
      case negative:
        return -1 - this.#argument(info)
      case bytes:
        return info === indefinite ? Buffer.concat(this.#chunks(bytes)) : this.#bytes(info)
      case text:
        return this.#text(info)
      case list:
        return this.#list(info, depth)
      case map:
        return this.#map(info, depth)
      case tag:
        this.#argument(info)
        return this.item(depth + 1)
      default:
        return this.#simple(info)
    }
  }

  #byte(): number {
    const byte = this.#body[this.#at]
    if (byte === undefined) throw serializationError()
    this.#at++
    return byte
  }

  /** Of 64 bits the nearest number that JavaScript has. */
  #argument(info: number): number {
    if (info < 24) return info
    if (info > 27) throw serializationError()
    const size = 2 ** (info - 24)
    const at = this.#advance(size)
    if (size <= 4) return this.#body.readUIntBE(at, size)
    return this.#body.readUInt32BE(at) * 2 ** 32 + this.#body.readUInt32BE(at + 4)
  }

  /** Passes over `size` bytes. @returns where they begin */
  #advance(size: number): number {
    const at = this.#at
    if (size > this.#body.length - at) throw serializationError()
    this.#at = at + size
    return at
  }

  #bytes(info: number): Buffer {
    const size = this.#argument(info)
    const at = this.#advance(size)
    return this.#body.subarray(at, at + size)
  }

  #text(info: number): string {
    if (info === indefinite) return this.#chunks(text).map(textOf).join('')
    const size = this.#argument(info)
    const at = this.#advance(size)
    const value = this.#body.toString('utf8', at, at + size)
    /* Only what was no UTF-8, or said so itself, has the replacement character. */
    return value.includes('\ufffd') ? textOf(this.#body.subarray(at, at + size)) : value
  }

  /** The parts of a string of indefinite length: strings of the same type, of definite length. */
  #chunks(type: number): Buffer[] {
    const chunks: Buffer[] = []
    while (!this.#atBreak()) {
      const head = this.#byte()
      if (head >> 5 !== type || ++this.#items > itemsMax) throw serializationError()
      chunks.push(this.#bytes(head & 31))
    }
    return chunks
  }

  #list(info: number, depth: number): unknown[] {
    const items: unknown[] = []
    if (info === indefinite) {
      while (!this.#atBreak()) items.push(this.item(depth + 1))
    } else {
      for (let left = this.#argument(info); left > 0; left--) items.push(this.item(depth + 1))
    }
    return items
  }

  #map(info: number, depth: number): Record<string, unknown> {
    const entries: Record<string, unknown> = Object.create(null)
    if (info === indefinite) {
      while (!this.#atBreak()) entries[this.#key()] = this.item(depth + 1)
    } else {
      for (let left = this.#argument(info); left > 0; left--) entries[this.#key()] = this.item(depth + 1)
    }
    return entries
  }

  #key(): string {
    const head = this.#byte()
    if (head >> 5 !== text) throw serializationError()
    return this.#text(head & 31)
  }

  /** Passes over a `break` if there is one. */
  #atBreak(): boolean {
    if (this.#body[this.#at] !== breakByte) return false
    this.#at++
    return true
  }

  #simple(info: number): boolean | null | number {
    switch (info) {
      case 20:
        return false
      case 21:
        return true
      case 22:
      case 23:
        return null
      case 25:
        return halfOf(this.#body.readUInt16BE(this.#advance(2)))
      case 26:
        return this.#body.readFloatBE(this.#advance(4))
      case 27:
        return this.#body.readDoubleBE(this.#advance(8))
      default:
        throw serializationError()
    }
  }
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw serializationError()
  return bytes.toString()
}

/** IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfOf(bits: number): number {
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  const sign = bits >> 15 === 1 ? -1 : 1
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
