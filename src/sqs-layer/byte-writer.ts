/** Writes behind each other into bytes that grow with it. Integers little-endian. */
export class ByteWriter {
  size = 0
  #bytes: Buffer

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafe(capacity)
  }

  /** What was written: a view, until more is. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.size)
  }

  /** Puts `bytes` in front of all that was written. */
  prepend(bytes: Buffer): void {
    const { size } = this
    this.#reserve(bytes.length)
    this.#bytes.copyWithin(bytes.length, 0, size)
    this.#bytes.set(bytes)
    this.size += bytes.length
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
