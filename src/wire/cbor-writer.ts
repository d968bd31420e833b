/** Room that a body starts with. Doubled as often as need be. */
const initialSize = 1024

const unsigned = 0 << 5
const negative = 1 << 5
const byteString = 2 << 5
const textString = 3 << 5
const list = 4 << 5
const map = 5 << 5
const tag = 6 << 5

/** Appends CBOR items (see cbor-reader.ts) to one buffer. */
export class CborWriter {
  #buffer = Buffer.allocUnsafe(initialSize)
  #size = 0

  /** What was written. No copy: the writer is not used after it. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#size)
  }

  text(value: string): void {
    const size = Buffer.byteLength(value)
    this.#head(textString, size)
    this.#reserve(size)
    this.#size += this.#buffer.write(value, this.#size)
  }

  bytes(value: Uint8Array): void {
    this.#head(byteString, value.byteLength)
    this.#reserve(value.byteLength)
    this.#buffer.set(value, this.#size)
    this.#size += value.byteLength
  }

  /** A whole number in the fewest bytes, any other as a double. */
  number(value: number): void {
    if (!Number.isSafeInteger(value)) this.#double(value)
    else if (value < 0) this.#head(negative, -1 - value)
    else this.#head(unsigned, value)
  }

  boolean(value: boolean): void {
    this.#byte(value ? 0xf5 : 0xf4)
  }

  null(): void {
    this.#byte(0xf6)
  }

  /** `length` items follow. */
  list(length: number): void {
    this.#head(list, length)
  }

  /** `length` times a text and an item follow. */
  map(length: number): void {
    this.#head(map, length)
  }

  /** Texts and items follow up to `end`. */
  openMap(): void {
    this.#byte(0xbf)
  }

  end(): void {
    this.#byte(0xff)
  }

  /** The item that follows has this meaning. */
  tag(number: number): void {
    this.#head(tag, number)
  }

  #byte(byte: number): void {
    this.#reserve(1)
    this.#buffer[this.#size++] = byte
  }

  #head(type: number, argument: number): void {
    this.#reserve(9)
    if (argument < 24) this.#buffer[this.#size++] = type | argument
    else if (argument < 2 ** 8) this.#headOf(type | 24, argument, 1)
    else if (argument < 2 ** 16) this.#headOf(type | 25, argument, 2)
    else if (argument < 2 ** 32) this.#headOf(type | 26, argument, 4)
    else {
      this.#headOf(type | 27, Math.floor(argument / 2 ** 32), 4)
      this.#size = this.#buffer.writeUInt32BE(argument % 2 ** 32, this.#size)
    }
  }

  #headOf(byte: number, argument: number, size: number): void {
    this.#buffer[this.#size++] = byte
    this.#size = this.#buffer.writeUIntBE(argument, this.#size, size)
  }

  #double(value: number): void {
    this.#byte(0xfb)
    this.#reserve(8)
    this.#size = this.#buffer.writeDoubleBE(value, this.#size)
  }

  #reserve(size: number): void {
    const needed = this.#size + size
    if (needed <= this.#buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2))
    this.#buffer.copy(grown, 0, 0, this.#size)
    this.#buffer = grown
  }
}
