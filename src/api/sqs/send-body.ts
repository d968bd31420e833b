import { isUtf8 } from 'node:buffer'
import { type ScannedString, scanString, unescapeInto } from './json-bytes.ts'

const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d
const space = 0x20

/** The members of a message that the common shape has, by the column of each. */
const messageMembers = ['MessageBody', 'Id', 'MessageGroupId', 'MessageDeduplicationId'] as const
type MessageMember = (typeof messageMembers)[number]
const columns = messageMembers.length

/** Source: API reference of SendMessageBatch. */
const entriesMax = 10

/** U+FFFE and U+FFFF, which no message may have, begin so in UTF-8. */
const beginOfForbidden = Buffer.of(0xef, 0xbf)
const forbiddenFrom = 0xbe

/**
 * The members of one body of SendMessage or SendMessageBatch, found without an object or a text for a message.
 *
 * It recognises what AWS SDKs send for messages without attributes and delay of their own. Anything else, any doubt included, is left to the general
 * path, which alone decides what is an error. What it found holds until the next scan.
 */
export class SendBody {
  count = 0
  #bytes: Buffer = Buffer.alloc(0)
  #at = 0
  #isHigh = false
  #urlStart = 0
  #urlEnd = 0
  /** By message and column: the first byte of the string's inside, 0 where there is none; the byte behind it; its escapes. */
  readonly #start = new Int32Array(entriesMax * columns)
  readonly #end = new Int32Array(entriesMax * columns)
  readonly #escapes = new Int32Array(entriesMax * columns)
  readonly #found: ScannedString = { end: 0, escapes: 0, isHigh: false }

  /** Of SendMessageBatch. @returns whether the body is of the common shape; else nothing of the result means anything */
  scanBatch(body: Buffer): boolean {
    this.#begin(body)
    return this.#scanMembers('batch') && this.#isWhole()
  }

  /** Of SendMessage. */
  scanMessage(body: Buffer): boolean {
    this.#begin(body)
    this.count = 1
    return this.#scanMembers('message') && this.#isWhole()
  }

  get queueUrl(): string {
    return this.#bytes.toString('latin1', this.#urlStart, this.#urlEnd)
  }

  /** One of the members that are names, in ASCII; undefined where the message has none. */
  name(i: number, member: Exclude<MessageMember, 'MessageBody'>): string | undefined {
    const cell = i * columns + messageMembers.indexOf(member)
    const start = this.#start[cell]!
    return start === 0 ? undefined : this.#bytes.toString('latin1', start, this.#end[cell])
  }

  /** The message's body, as it lies in the request if nothing is escaped in it. */
  messageBody(i: number): Buffer {
    const cell = i * columns
    const start = this.#start[cell]!
    const end = this.#end[cell]!
    if (this.#escapes[cell] === 0) return this.#bytes.subarray(start, end)
    const text = Buffer.allocUnsafe(end - start - this.#escapes[cell]!)
    unescapeInto(text, 0, this.#bytes, start, end)
    return text
  }

  #begin(body: Buffer): void {
    this.#bytes = body
    this.#at = 0
    this.#isHigh = false
    this.#urlEnd = 0
    this.count = 0
    this.#start.fill(0)
  }

  /** Whether nothing is missing, and every text is one. */
  #isWhole(): boolean {
    this.#skipSpace()
    if (this.#at !== this.#bytes.length || this.count === 0 || this.#urlEnd === 0) return false
    for (let i = 0; i < this.count; i++) if (this.#start[i * columns] === 0) return false
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
    for (let column = 0; column < columns; column++) {
      const member = messageMembers[column]!
      if (this.#isName(member, nameStart, nameEnd))
        return (kind === 'entry' || member !== 'Id') && this.#scanText(column)
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
    const cell = (Math.max(this.count, 1) - 1) * columns + column
    const start = this.#string()
    const { end, escapes, isHigh } = this.#found
    if (start < 0 || start === end || this.#start[cell] !== 0) return false
    if (column > 0 && (escapes > 0 || isHigh)) return false
    if (isHigh) this.#isHigh = true
    this.#start[cell] = start
    this.#end[cell] = end
    this.#escapes[cell] = escapes
    return true
  }

  /** @returns where the string's inside begins; -1 if there is none of the common kind */
  #string(): number {
    if (!this.#take(quote)) return -1
    const start = this.#at
    if (!scanString(this.#bytes, start, this.#found)) return -1
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
