import { isUtf8 } from 'node:buffer'
import { type ScannedString, scanString, unescapeInto, wordsOf } from './json-bytes.ts'

const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d
const space = 0x20

/** Source: API reference of SendMessageBatch and the other batches. */
const entriesMax = 10

/** U+FFFE and U+FFFF, which no message may have, begin so in UTF-8. */
const beginOfForbidden = Buffer.of(0xef, 0xbf)
const forbiddenFrom = 0xbe

/**
 * The members of one body about up to ten messages, alone or as `Entries`, found without an object or a text for a message.
 *
 * It recognises what AWS SDKs send: each message has the member that its constructor calls the text, may have the names, and has nothing
 * else. Anything else, any doubt included, is left to the general path, which alone decides what is an error. What it found holds until the
 * next scan.
 */
export class EntriesBody<Name extends string> {
  count = 0
  /** Whether a message has a name beside its Id. */
  hasNames = false
  readonly #members: readonly string[]
  readonly #columns: number
  #bytes: Buffer = Buffer.alloc(0)
  #words: Int32Array = new Int32Array(0)
  #at = 0
  #isHigh = false
  #urlStart = 0
  #urlEnd = 0
  /** By message and column: the first byte of the string's inside, 0 where there is none; the byte behind it; its escapes. */
  readonly #start: Int32Array
  readonly #end: Int32Array
  readonly #escapes: Int32Array
  readonly #found: ScannedString = { end: 0, escapes: 0, isHigh: false }

  /** @param names beside Id: in ASCII, without escapes */
  constructor(text: string, names: readonly Name[] = []) {
    this.#members = [text, 'Id', ...names]
    this.#columns = this.#members.length
    this.#start = new Int32Array(entriesMax * this.#columns)
    this.#end = new Int32Array(entriesMax * this.#columns)
    this.#escapes = new Int32Array(entriesMax * this.#columns)
  }

  /** Of a body with Entries. @returns whether the body is of the common shape; else nothing of the result means anything */
  scanBatch(body: Buffer): boolean {
    this.#begin(body)
    return this.#scanMembers('batch') && this.#isWhole()
  }

  /** Of a body about one message, which has no Id. */
  scanMessage(body: Buffer): boolean {
    this.#begin(body)
    this.count = 1
    return this.#scanMembers('message') && this.#isWhole()
  }

  get queueUrl(): string {
    return this.#bytes.toString('latin1', this.#urlStart, this.#urlEnd)
  }

  /** The ids of the entries; an empty one where there is none. */
  ids(): string[] {
    const ids: string[] = []
    for (let i = 0; i < this.count; i++) ids.push(this.#name(i, 1) ?? '')
    return ids
  }

  /** Undefined where the message has none. */
  name(i: number, member: Name): string | undefined {
    return this.#name(i, this.#members.indexOf(member))
  }

  /** Of the text, in UTF-8, as it was before it was written as JSON. */
  sizeOf(i: number): number {
    const cell = i * this.#columns
    return this.#end[cell]! - this.#start[cell]! - this.#escapes[cell]!
  }

  /** Whether the text lies in the request as it is. */
  isUnescaped(i: number): boolean {
    return this.#escapes[i * this.#columns] === 0
  }

  /** Writes the text. @returns the position behind it */
  writeText(i: number, target: Buffer, at: number): number {
    const cell = i * this.#columns
    const start = this.#start[cell]!
    const end = this.#end[cell]!
    if (this.#escapes[cell] !== 0) return unescapeInto(target, at, this.#bytes, start, end)
    target.set(this.#bytes.subarray(start, end), at)
    return at + end - start
  }

  /** The text, as it lies in the request if nothing is escaped in it. */
  text(i: number): Buffer {
    const cell = i * this.#columns
    if (this.#escapes[cell] === 0) return this.#bytes.subarray(this.#start[cell]!, this.#end[cell]!)
    const text = Buffer.allocUnsafe(this.sizeOf(i))
    this.writeText(i, text, 0)
    return text
  }

  #name(i: number, column: number): string | undefined {
    const cell = i * this.#columns + column
    const start = this.#start[cell]!
    return start === 0 ? undefined : this.#bytes.toString('latin1', start, this.#end[cell])
  }

  #begin(body: Buffer): void {
    this.#bytes = body
    this.#words = wordsOf(body)
    this.#at = 0
    this.#isHigh = false
    this.#urlEnd = 0
    this.count = 0
    this.hasNames = false
    this.#start.fill(0)
  }

  /** Whether nothing is missing, and every text is one. */
  #isWhole(): boolean {
    this.#skipSpace()
    if (this.#at !== this.#bytes.length || this.count === 0 || this.#urlEnd === 0) return false
    for (let i = 0; i < this.count; i++) if (this.#start[i * this.#columns] === 0) return false
    return !this.#isHigh || (isUtf8(this.#bytes) && !hasForbidden(this.#bytes))
  }

  /** An object: of a whole request, or of one entry. */
  #scanMembers(kind: 'batch' | 'message' | 'entry'): boolean {
    if (!this.#take(openBrace)) return false
    do {
      const nameStart = this.#string()
      if (nameStart < 0 || this.#found.escapes > 0 || this.#found.isHigh) return false
      if (!this.#take(colon) || !this.#scanMember(kind, nameStart, this.#found.end)) return false
    } while (this.#take(comma))
    return this.#take(closeBrace)
  }

  #scanMember(kind: 'batch' | 'message' | 'entry', nameStart: number, nameEnd: number): boolean {
    if (kind !== 'entry' && this.#isName('QueueUrl', nameStart, nameEnd)) return this.#scanUrl()
    if (kind === 'batch') return this.#isName('Entries', nameStart, nameEnd) && this.#scanEntries()
    for (let column = 0; column < this.#columns; column++) {
      if (this.#isName(this.#members[column]!, nameStart, nameEnd))
        return (kind === 'entry' || column !== 1) && this.#scanText(column)
    }
    return false
  }

  #scanUrl(): boolean {
    const start = this.#string()
    if (start < 0 || this.#urlEnd !== 0 || this.#found.escapes > 0 || this.#found.isHigh) return false
    this.#urlStart = start
    this.#urlEnd = this.#found.end
    return start < this.#urlEnd
  }

  #scanEntries(): boolean {
    if (this.count > 0 || !this.#take(openBracket)) return false
    do {
      if (this.count === entriesMax) return false
      this.count++
      if (!this.#scanMembers('entry')) return false
    } while (this.#take(comma))
    return this.#take(closeBracket)
  }

  #scanText(column: number): boolean {
    const cell = (Math.max(this.count, 1) - 1) * this.#columns + column
    const start = this.#string()
    const { end, escapes, isHigh } = this.#found
    if (start < 0 || start === end || this.#start[cell] !== 0) return false
    if (column > 0 && (escapes > 0 || isHigh)) return false
    if (isHigh) this.#isHigh = true
    if (column > 1) this.hasNames = true
    this.#start[cell] = start
    this.#end[cell] = end
    this.#escapes[cell] = escapes
    return true
  }

  /** @returns where the string's inside begins; -1 if there is none of the common kind */
  #string(): number {
    if (!this.#take(quote)) return -1
    const start = this.#at
    if (!scanString(this.#bytes, this.#words, start, this.#found)) return -1
    this.#at = this.#found.end + 1
    return start
  }

  #isName(name: string, start: number, end: number): boolean {
    if (name.length !== end - start) return false
    for (let i = 0; i < name.length; i++) if (this.#bytes[start + i] !== name.charCodeAt(i)) return false
    return true
  }

  #take(byte: number): boolean {
    this.#skipSpace()
    if (this.#bytes[this.#at] !== byte) return false
    this.#at++
    return true
  }

  #skipSpace(): void {
    const bytes = this.#bytes
    for (; this.#at < bytes.length; this.#at++) {
      const byte = bytes[this.#at]!
      if (byte > space || (byte !== space && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return
    }
  }
}

function hasForbidden(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(beginOfForbidden); at >= 0; at = bytes.indexOf(beginOfForbidden, at + 2)) {
    if (bytes[at + 2]! >= forbiddenFrom) return true
  }
  return false
}
