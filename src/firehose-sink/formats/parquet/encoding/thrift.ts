/**
 * Writes structs in Thrift's compact protocol, which headers of pages and the footer are in.
 * Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 *
 *   field:  | step from the last field's number, type | value      (4 bits each; steps are below 16 here)
 *   list:   | count, type of its elements | elements               (4 bits each; 15 and the count itself from 15 on)
 *   number: zigzag, then seven bits in a byte, the lowest first
 */
export class ThriftWriter {
  readonly #bytes: number[] = []
  /** Of each struct that is open: the number of its last field. */
  readonly #last: number[] = [0]

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }

  bool(field: number, value: boolean): this {
    return this.#field(field, value ? thriftTypes.true : thriftTypes.false)
  }

  i32(field: number, value: number): this {
    return this.#field(field, thriftTypes.i32).#zigzag(value)
  }

  /** @param value a safe integer */
  i64(field: number, value: number): this {
    return this.#field(field, thriftTypes.i64).#zigzag(value)
  }

  binary(field: number, value: Uint8Array | string): this {
    return this.#field(field, thriftTypes.binary).#binary(value)
  }

  struct(field: number, write: (writer: ThriftWriter) => unknown): this {
    return this.#field(field, thriftTypes.struct).#struct(write)
  }

  structs<T>(
    field: number,
    items: readonly T[],
    write: (writer: ThriftWriter, item: T, at: number) => unknown,
  ): this {
    this.#list(field, thriftTypes.struct, items.length)
    for (const [at, item] of items.entries()) this.#struct((writer) => write(writer, item, at))
    return this
  }

  i32s(field: number, items: readonly number[]): this {
    this.#list(field, thriftTypes.i32, items.length)
    for (const item of items) this.#zigzag(item)
    return this
  }

  binaries(field: number, items: readonly string[]): this {
    this.#list(field, thriftTypes.binary, items.length)
    for (const item of items) this.#binary(item)
    return this
  }

  /** Ends the outermost struct. */
  end(): this {
    this.#bytes.push(thriftTypes.stop)
    return this
  }

  #field(field: number, type: number): this {
    const last = this.#last.length - 1
    this.#bytes.push(((field - this.#last[last]!) << 4) | type)
    this.#last[last] = field
    return this
  }

  #struct(write: (writer: ThriftWriter) => unknown): this {
    this.#last.push(0)
    write(this)
    this.#last.pop()
    return this.end()
  }

  #list(field: number, type: number, count: number): void {
    this.#field(field, thriftTypes.list)
    this.#bytes.push((Math.min(count, 15) << 4) | type)
    if (count >= 15) this.#varint(count)
  }

  #binary(value: Uint8Array | string): this {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    this.#varint(bytes.length)
    for (const byte of bytes) this.#bytes.push(byte)
    return this
  }

  #zigzag(value: number): this {
    return this.#varint(value < 0 ? -2 * value - 1 : 2 * value)
  }

  #varint(value: number): this {
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes.push((rest % 0x80) | 0x80)
    this.#bytes.push(rest)
    return this
  }
}

const thriftTypes = {
  stop: 0,
  true: 1,
  false: 2,
  i32: 5,
  i64: 6,
  binary: 8,
  list: 9,
  struct: 12,
} as const
