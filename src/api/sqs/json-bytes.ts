import type { JsonMarks } from './json-marks.ts'

/*
 * JSON as bytes, for the forms of hot operations that make no text of a message. Both directions leave what is rare to JSON.parse and
 * JSON.stringify, and agree with them on the rest.
 */

const quote = 0x22
const backslash = 0x5c
const firstPrintable = 0x20

/** What a byte inside of a string is to a reader. */
const byteClass = { plain: 0, quote: 1, backslash: 2, control: 3, high: 4 } as const

const classes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === quote) return byteClass.quote
  if (byte === backslash) return byteClass.backslash
  if (byte < firstPrintable) return byteClass.control
  return byte < 0x80 ? byteClass.plain : byteClass.high
})

/**
 * By the character behind a backslash, the byte that the two stand for; 0 for what is left to JSON.parse: \u, and the control
 * characters \b and \f, which no message may have.
 */
const meanings = new Uint8Array(256)
for (const pair of ['""', '\\\\', '//', 'n\n', 'r\r', 't\t'])
  meanings[pair.charCodeAt(0)] = pair.charCodeAt(1)

/** By byte, how many bytes JSON.stringify makes of it in a string of UTF-8: 1, 2 or 6. */
const writtenSizes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < 0x80) return JSON.stringify(String.fromCharCode(byte)).length - 2
  return 1
})

const escapes = Array.from({ length: firstPrintable }, (_, byte) =>
  Buffer.from(JSON.stringify(String.fromCharCode(byte)).slice(1, -1)),
)

/** Where a string ends, and what is in it. */
export interface ScannedString {
  /** Behind its last byte: at the closing quote. */
  end: number
  /** How many backslashes begin an escape in it. */
  escapes: number
  /** Whether there is more than ASCII in it. */
  isHigh: boolean
}

/**
 * Scans the string whose first byte is at `start`, behind the opening quote.
 * @param marks of these bytes
 * @returns false for one that is not closed, or has a byte or an escape that is left to JSON.parse; whether it is UTF-8 is not looked at
 */
export function scanString(
  bytes: Uint8Array,
  marks: JsonMarks,
  start: number,
  found: ScannedString,
): boolean {
  found.escapes = 0
  found.isHigh = false
  const { length } = bytes
  for (let at = marks.next(start); at < length; at = marks.next(at + 1)) {
    const kind = classes[bytes[at]!]
    if (kind === byteClass.plain) continue
    if (kind === byteClass.quote) {
      found.end = at
      return true
    }
    if (kind === byteClass.high) found.isHigh = true
    else if (kind !== byteClass.backslash || at + 1 === length || meanings[bytes[++at]!] === 0) return false
    else found.escapes++
  }
  return false
}

/** Writes what a scanned string stands for. @returns the position behind it */
export function unescapeInto(target: Uint8Array, at: number, bytes: Uint8Array, start: number, end: number) {
  let to = at
  for (let from = start; from < end; from++) {
    const byte = bytes[from]!
    target[to++] = byte === backslash ? meanings[bytes[++from]!]! : byte
  }
  return to
}

/** Up to here a loop is faster than a view and a copy. */
const loopedMax = 64

/** Copies a few bytes, or many. @returns the position behind them */
export function copyBytes(target: Uint8Array, at: number, bytes: Buffer, start: number, end: number): number {
  if (end - start > loopedMax) bytes.copy(target, at, start, end)
  else for (let from = start, to = at; from < end; from++) target[to++] = bytes[from]!
  return at + end - start
}

/** How many bytes `writeString` writes of these. */
export function writtenSize(bytes: Uint8Array): number {
  let size = bytes.length
  for (let i = 0; i < bytes.length; i++) size += writtenSizes[bytes[i]!]! - 1
  return size
}

/** Writes UTF-8 as the inside of a string of JSON, as JSON.stringify does. @param size as `writtenSize` says @returns the position behind it */
export function writeString(target: Buffer, at: number, bytes: Uint8Array, size: number): number {
  if (size === bytes.length) target.set(bytes, at)
  else writeEscaped(target, at, bytes)
  return at + size
}

function writeEscaped(target: Buffer, at: number, bytes: Uint8Array): void {
  let to = at
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte < firstPrintable) {
      const written = escapes[byte]!
      target.set(written, to)
      to += written.length
    } else {
      if (byte === quote || byte === backslash) target[to++] = backslash
      target[to++] = byte
    }
  }
}
