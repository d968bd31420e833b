/*
 * What may come next. A value that begins with a quotation mark is in two states: where it is looked for, and in the string.
 */
const value = 0
const firstItem = 1
const firstKey = 2
const key = 3
const colon = 4
const afterValue = 5
const inString = 6

const [quote, backslash, comma, colonByte] = [0x22, 0x5c, 0x2c, 0x3a]
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]
const firstPrintable = 0x20

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39
const escaped = new Set(Buffer.from('"\\/bfnrt'))
const hexDigits = new Set(Buffer.from('0123456789abcdefABCDEF'))
const literals = new Map(['true', 'false', 'null'].map((text) => [text.charCodeAt(0), Buffer.from(text)]))

/**
 * Whether bytes of UTF-8 are one JSON text (RFC 8259), found out step by step: to parse a record of 10 MiB takes this thread half a second,
 * and one of nothing but brackets four. Makes no object of what it reads; what it remembers is a bit for each level.
 */
export class JsonText {
  readonly #data: Buffer
  #at = 0
  #state = value
  /** Of the string that is read: whether a colon follows. */
  #isKey = false
  /** A bit for each container that is open: set for objects. */
  #levels = new Uint8Array(16)
  #depth = 0

  constructor(data: Buffer) {
    this.#data = data
  }

  /** Looks at some `bytes` more. @returns undefined while it is not known */
  step(bytes: number): boolean | undefined {
    const end = Math.min(this.#at + bytes, this.#data.length)
    while (this.#at < end) {
      if (this.#state === inString) this.#skipPlain(end)
      else this.#skipSpace(end)
      if (this.#at < end && !this.#take(this.#data[this.#at]!)) return false
    }
    return this.#at < this.#data.length ? undefined : this.#depth === 0 && this.#state === afterValue
  }

  #skipPlain(end: number): void {
    const data = this.#data
    let at = this.#at
    for (let byte = data[at]!; at < end && byte !== quote && byte !== backslash && byte >= firstPrintable; )
      byte = data[++at]!
    this.#at = at
  }

  #skipSpace(end: number): void {
    const data = this.#data
    let at = this.#at
    while (at < end && isSpace(data[at]!)) at++
    this.#at = at
  }

  /** Takes what begins with `byte`. @returns false if it may not be there */
  #take(byte: number): boolean {
    if (this.#state === inString) return byte === quote ? this.#endString() : this.#takeEscape(byte)
    switch (this.#state) {
      case colon:
        return byte === colonByte && this.#go(value)
      case afterValue:
        return this.#takeAfterValue(byte)
      case firstKey:
        return byte === closeObject ? this.#close(true) : this.#takeKey(byte)
      case key:
        return this.#takeKey(byte)
      case firstItem:
        return byte === closeArray ? this.#close(false) : this.#takeValue(byte)
      default:
        return this.#takeValue(byte)
    }
  }

  #takeKey(byte: number): boolean {
    if (byte !== quote) return false
    this.#isKey = true
    return this.#go(inString)
  }

  #takeValue(byte: number): boolean {
    if (byte === quote) {
      this.#isKey = false
      return this.#go(inString)
    }
    if (byte === openObject) return this.#open(true)
    if (byte === openArray) return this.#open(false)
    const literal = literals.get(byte)
    const end = literal === undefined ? numberEnd(this.#data, this.#at) : this.#endOf(literal)
    if (end === undefined) return false
    this.#at = end
    this.#state = afterValue
    return true
  }

  #takeAfterValue(byte: number): boolean {
    if (this.#depth === 0) return false
    const inObject = this.#isInObject()
    if (byte === comma) return this.#go(inObject ? key : value)
    return byte === (inObject ? closeObject : closeArray) && this.#close(inObject)
  }

  #takeEscape(byte: number): boolean {
    if (byte !== backslash) return false
    const letter = this.#data[this.#at + 1] ?? 0
    if (letter === 0x75) {
      for (let i = 2; i < 6; i++) if (!hexDigits.has(this.#data[this.#at + i] ?? 0)) return false
      this.#at += 6
      return true
    }
    this.#at += 2
    return escaped.has(letter)
  }

  #endString(): boolean {
    return this.#go(this.#isKey ? colon : afterValue)
  }

  #open(isObject: boolean): boolean {
    const [byte, bit] = [this.#depth >> 3, 1 << (this.#depth & 7)]
    if (byte === this.#levels.length) {
      const more = new Uint8Array(2 * this.#levels.length)
      more.set(this.#levels)
      this.#levels = more
    }
    this.#levels[byte]! &= ~bit
    if (isObject) this.#levels[byte]! |= bit
    this.#depth++
    return this.#go(isObject ? firstKey : firstItem)
  }

  #close(isObject: boolean): boolean {
    if (this.#isInObject() !== isObject) return false
    this.#depth--
    return this.#go(afterValue)
  }

  #isInObject(): boolean {
    const level = this.#depth - 1
    return (this.#levels[level >> 3]! & (1 << (level & 7))) !== 0
  }

  #go(state: number): true {
    this.#state = state
    this.#at++
    return true
  }

  #endOf(literal: Buffer): number | undefined {
    const end = this.#at + literal.length
    return this.#data.subarray(this.#at, end).equals(literal) ? end : undefined
  }
}

/** @returns undefined for what is no number */
function numberEnd(data: Buffer, start: number): number | undefined {
  let at = data[start] === 0x2d ? start + 1 : start
  if (!isDigit(data[at])) return undefined
  at = data[at] === 0x30 ? at + 1 : digitsEnd(data, at)
  if (data[at] === 0x2e) {
    if (!isDigit(data[at + 1])) return undefined
    at = digitsEnd(data, at + 1)
  }
  if (data[at] === 0x65 || data[at] === 0x45) {
    const sign = data[at + 1]
    at += sign === 0x2b || sign === 0x2d ? 2 : 1
    if (!isDigit(data[at])) return undefined
    at = digitsEnd(data, at)
  }
  return at
}

function digitsEnd(data: Buffer, start: number): number {
  let at = start
  while (isDigit(data[at])) at++
  return at
}
