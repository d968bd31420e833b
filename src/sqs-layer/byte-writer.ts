/** Writes behind each other into bytes that grow with it. Integers little-endian. */
export class ByteWriter {
  size: number
  #bytes: Buffer

  /** @param room in front, for what is written there later */
  constructor(capacity: number, room = 0) {
    this.#bytes = Buffer.allocUnsafe(capacity)
    this.size = room
  }

  /** What was written, from a position on: a view, until more is. */
  bytes(from = 0): Buffer {
    return this.#bytes.subarray(from, this.size)
  }

  /** Writes into the room in front. */
  u8At(value: number, at: number): void {
    this.#bytes[at] = value
  }

  /** As `u8At`. */
  f64At(value: number, at: number): void {
    this.#bytes.writeDoubleLE(value, at)
  }

  raw(bytes: Buffer): this {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.size)
    this.size += bytes.length
    return this
  }

  u8(value: number): this {
    this.#reserve(1)
    this.#bytes[this.size++] = value
    return this
  }

  u16(value: number): this {
    this.#reserve(2)
    this.size = this.#bytes.writeUInt16LE(value, this.size)
    return this
  }

  u32(value: number): this {
    this.#reserve(4)
    this.size = this.#bytes.writeUInt32LE(value, this.size)
    return this
  }

  f64(value: number): this {
    this.#reserve(8)
    this.size = this.#bytes.writeDoubleLE(value, this.size)
    return this
  }

  #reserve(count: number): void {
    if (this.size + count <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.size + count))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}
