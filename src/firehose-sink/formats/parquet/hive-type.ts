/** A type of a column, as Hive and Glue write it: `struct<id:bigint,tags:array<string>>`. */
export type HiveType =
  | { readonly kind: PrimitiveName }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'array'; readonly element: HiveType }
  | { readonly kind: 'map'; readonly value: HiveType }
  | { readonly kind: 'struct'; readonly fields: readonly HiveField[] }

export interface HiveField {
  readonly name: string
  readonly type: HiveType
}

const primitives = {
  boolean: 'boolean',
  tinyint: 'tinyint',
  smallint: 'smallint',
  int: 'int',
  integer: 'int',
  bigint: 'bigint',
  float: 'float',
  double: 'double',
  string: 'string',
  varchar: 'string',
  char: 'string',
  binary: 'binary',
  date: 'date',
  timestamp: 'timestamp',
} as const

export type PrimitiveName = (typeof primitives)[keyof typeof primitives]

/** Types within types. Deeper ones have no use, and their names no end. */
const depthMax = 20
/** What a 64-bit integer can hold. */
const precisionMax = 18

/** @throws Error in plain words */
export function parseHiveType(text: string): HiveType {
  const reader = new TypeReader(text)
  const type = reader.type(0)
  reader.end()
  return type
}

class TypeReader {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(text: string) {
    this.#tokens = text.match(/[^<>(),:\s]+|[<>(),:]/g) ?? []
  }

  type(depth: number): HiveType {
    if (depth > depthMax) throw new Error(`types within types go ${depthMax} deep at the most`)
    const name = (this.#next() ?? '').toLowerCase()
    switch (name) {
      case 'array':
        return { kind: 'array', element: this.#within(() => this.type(depth + 1)) }
      case 'map':
        return { kind: 'map', value: this.#within(() => this.#mapValue(depth + 1)) }
      case 'struct':
        return { kind: 'struct', fields: this.#within(() => this.#fields(depth + 1)) }
      case 'decimal':
        return this.#decimal()
    }
    if (!Object.hasOwn(primitives, name)) throw new Error(`${name || 'nothing'} is not a type`)
    if (name === 'varchar' || name === 'char') this.#numbers()
    return { kind: primitives[name as keyof typeof primitives] }
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw new Error(`${this.#tokens[this.#at]} is one too many`)
  }

  #mapValue(depth: number): HiveType {
    const { kind } = this.type(depth)
    if (kind !== 'string') throw new Error('the keys of a map must be strings, as those of JSON are')
    this.#expect(',')
    return this.type(depth)
  }

  #fields(depth: number): HiveField[] {
    const fields: HiveField[] = []
    do {
      const name = this.#next() ?? ''
      if (!/^[^<>(),:]+$/.test(name)) throw new Error('a struct must have names for its members')
      this.#expect(':')
      fields.push({ name: name.toLowerCase(), type: this.type(depth) })
    } while (this.#take(','))
    return fields
  }

  #decimal(): HiveType {
    const [precision = 10, scale = 0] = this.#numbers()
    if (precision < 1 || precision > precisionMax || scale > precision)
      throw new Error(`decimals have a precision of 1 to ${precisionMax} here, and no larger scale`)
    return { kind: 'decimal', precision, scale }
  }

  #numbers(): number[] {
    const numbers: number[] = []
    if (!this.#take('(')) return numbers
    do {
      const text = this.#next() ?? ''
      if (!/^\d{1,5}$/.test(text)) throw new Error(`${text} is not a number`)
      numbers.push(Number(text))
    } while (this.#take(','))
    this.#expect(')')
    return numbers
  }

  #within<T>(read: () => T): T {
    this.#expect('<')
    const value = read()
    this.#expect('>')
    return value
  }

  #next(): string | undefined {
    return this.#tokens[this.#at++]
  }

  #take(token: string): boolean {
    const is = this.#tokens[this.#at] === token
    if (is) this.#at++
    return is
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new Error(`${token} is missing`)
  }
}
