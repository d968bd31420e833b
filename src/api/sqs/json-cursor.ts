import { type ScannedString, scanString } from './json-bytes.ts'
import { JsonMarks } from './json-marks.ts'

const quote = 0x22
const zero = 0x30
const nine = 0x39
const space = 0x20
const digitsMax = 9

const nothing = Buffer.alloc(0)

/**
 * A way through the bytes of one JSON text, for who looks for what SDKs send and leaves anything else to JSON.parse: what it does not
 * recognise is no error.
 */
export class JsonCursor {
  bytes: Buffer = nothing
  at = 0
  /** What is in the string that was taken last, and where it ends. */
  readonly found: ScannedString = { end: 0, escapes: 0, isHigh: false }
  readonly #marks = new JsonMarks()

  begin(bytes: Buffer): void {
    this.bytes = bytes
    this.at = 0
    this.#marks.begin(bytes)
  }

  /** Skips white space, then takes `byte` if it is next. */
  take(byte: number): boolean {
    this.#skipSpace()
    if (this.bytes[this.at] !== byte) return false
    this.at++
    return true
  }

  /** @returns where the string's inside begins; -1 if there is none of the common kind */
  string(): number {
    if (!this.take(quote)) return -1
    const start = this.at
    if (!scanString(this.bytes, this.#marks, start, this.found)) return -1
    this.at = this.found.end + 1
    return start
  }

  /** The same for a string that is not empty, in ASCII and without escapes. */
  plainString(): number {
    const start = this.string()
    const { end, escapes, isHigh } = this.found
    return start === end || escapes > 0 || isHigh ? -1 : start
  }

  /** @returns a number written in up to nine digits and nothing else; -1 if that is not what is next */
  wholeNumber(): number {
    this.#skipSpace()
    const { bytes, at: start } = this
    let value = 0
    let byte = bytes[start]!
    while (byte >= zero && byte <= nine) {
      value = value * 10 + byte - zero
      byte = bytes[++this.at]!
    }
    const digits = this.at - start
    const isOther = digits === 0 || digits > digitsMax || (digits > 1 && bytes[start] === zero)
    /* What may follow in a number. Anything else is looked at by who goes on. */
    return isOther || byte === 0x2e || byte === 0x65 || byte === 0x45 ? -1 : value
  }

  /** Whether the bytes from `start` to `end` are these ASCII characters. */
  isText(text: string, start: number, end: number): boolean {
    if (text.length !== end - start) return false
    for (let i = 0; i < text.length; i++) if (this.bytes[start + i] !== text.charCodeAt(i)) return false
    return true
  }

  /** Whether nothing but white space is left. */
  isAtEnd(): boolean {
    this.#skipSpace()
    return this.at === this.bytes.length
  }

  #skipSpace(): void {
    const { bytes } = this
    for (; this.at < bytes.length; this.at++) {
      const byte = bytes[this.at]!
      if (byte > space || (byte !== space && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return
    }
  }
}
