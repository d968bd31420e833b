/** Reads what is behind each other in `bytes`. Integers little-endian. Parts that it gives out are views. */
export class ByteReader {
  at: number
  readonly #bytes: Buffer

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  get isAtEnd(): boolean {
    return this.at >= this.#bytes.length
  }

  u8(): number {
    return this.#bytes[this.at++]!
  }

  u16(): number {
    this.at += 2
    return this.#bytes.readUInt16LE(this.at - 2)
  }

  u32(): number {
    this.at += 4
    return this.#bytes.readUInt32LE(this.at - 4)
  }

  f64(): number {
    this.at += 8
    return this.#bytes.readDoubleLE(this.at - 8)
  }

  /** A length (u16) and as many bytes of UTF-8. */
  text(): string {
    const start = this.at + 2
    this.at = start + this.#bytes.readUInt16LE(this.at)
    return this.#bytes.toString('utf8', start, this.at)
  }

  take(size: number): Buffer {
    this.at += size
    return this.#bytes.subarray(this.at - size, this.at)
  }
}
