import { isUtf8 } from 'node:buffer'
import type { Caller } from '../caller.ts'
import { copyBytes, unescapeInto } from './json-bytes.ts'
import { JsonCursor } from './json-cursor.ts'
import type { OpenedQueue, OpenedQueues } from './opened-queues.ts'

const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** Source: API reference of SendMessageBatch and the other batches. */
const entriesMax = 10
const idLengthMax = 80
const inId = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9_-]/.test(String.fromCharCode(byte)) ? 1 : 0,
)

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
  readonly #cursor = new JsonCursor()
  #isHigh = false
  #urlStart = 0
  #urlEnd = 0
  /** By message and column: the first byte of the string's inside, 0 where there is none; the byte behind it; its escapes. */
  readonly #start: Int32Array
  readonly #end: Int32Array
  readonly #escapes: Int32Array

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

  /** The queue that the body names, see OpenedQueues.find. */
  queueIn(opened: OpenedQueues, caller: Caller): OpenedQueue | undefined {
    return opened.find(this.#cursor.bytes, this.#urlStart, this.#urlEnd, caller)
  }

  /** Whether `checkBatch` has nothing against the ids of the entries. */
  get hasGoodIds(): boolean {
    for (let i = 0; i < this.count; i++) {
      if (!this.#isId(i)) return false
      for (let other = 0; other < i; other++) if (this.#isSameId(i, other)) return false
    }
    return true
  }

  ids(): string[] {
    const ids: string[] = []
    for (let i = 0; i < this.count; i++) ids.push(this.#name(i, 1)!)
    return ids
  }

  idSizeOf(i: number): number {
    const cell = i * this.#columns + 1
    return this.#end[cell]! - this.#start[cell]!
  }

  /** Writes the Id of an entry. @returns the position behind it */
  writeId(i: number, target: Uint8Array, at: number): number {
    const cell = i * this.#columns + 1
    return copyBytes(target, at, this.#cursor.bytes, this.#start[cell]!, this.#end[cell]!)
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
    if (this.#escapes[cell] !== 0) return unescapeInto(target, at, this.#cursor.bytes, start, end)
    return copyBytes(target, at, this.#cursor.bytes, start, end)
  }

  /** The text, as it lies in the request if nothing is escaped in it. */
  text(i: number): Buffer {
    const cell = i * this.#columns
    if (this.#escapes[cell] === 0) return this.#cursor.bytes.subarray(this.#start[cell]!, this.#end[cell]!)
    const text = Buffer.allocUnsafe(this.sizeOf(i))
    this.writeText(i, text, 0)
    return text
  }

  #name(i: number, column: number): string | undefined {
    const cell = i * this.#columns + column
    const start = this.#start[cell]!
    return start === 0 ? undefined : this.#cursor.bytes.toString('latin1', start, this.#end[cell])
  }

  #begin(body: Buffer): void {
    this.#cursor.begin(body)
    this.#isHigh = false
    this.#urlEnd = 0
    this.count = 0
    this.hasNames = false
    this.#start.fill(0)
  }

  /** Whether nothing is missing, and every text is one. */
  #isWhole(): boolean {
    if (!this.#cursor.isAtEnd() || this.count === 0 || this.#urlEnd === 0) return false
    for (let i = 0; i < this.count; i++) if (this.#start[i * this.#columns] === 0) return false
    return !this.#isHigh || (isUtf8(this.#cursor.bytes) && !hasForbidden(this.#cursor.bytes))
  }

  /** An object: of a whole request, or of one entry. */
  #scanMembers(kind: 'batch' | 'message' | 'entry'): boolean {
    if (!this.#cursor.take(openBrace)) return false
    do {
      const nameStart = this.#cursor.plainString()
      const nameEnd = this.#cursor.found.end
      if (nameStart < 0 || !this.#cursor.take(colon)) return false
      if (!this.#scanMember(kind, nameStart, nameEnd)) return false
    } while (this.#cursor.take(comma))
    return this.#cursor.take(closeBrace)
  }

  #scanMember(kind: 'batch' | 'message' | 'entry', nameStart: number, nameEnd: number): boolean {
    if (kind !== 'entry' && this.#cursor.isText('QueueUrl', nameStart, nameEnd)) return this.#scanUrl()
    if (kind === 'batch') return this.#cursor.isText('Entries', nameStart, nameEnd) && this.#scanEntries()
    for (let column = 0; column < this.#columns; column++) {
      if (this.#cursor.isText(this.#members[column]!, nameStart, nameEnd))
        return (kind === 'entry' || column !== 1) && this.#scanText(column)
    }
    return false
  }

  #scanUrl(): boolean {
    const start = this.#cursor.plainString()
    if (start < 0 || this.#urlEnd !== 0) return false
    this.#urlStart = start
    this.#urlEnd = this.#cursor.found.end
    return true
  }

  #scanEntries(): boolean {
    if (this.count > 0 || !this.#cursor.take(openBracket)) return false
    do {
      if (this.count === entriesMax) return false
      this.count++
      if (!this.#scanMembers('entry')) return false
    } while (this.#cursor.take(comma))
    return this.#cursor.take(closeBracket)
  }

  #scanText(column: number): boolean {
    const cell = (Math.max(this.count, 1) - 1) * this.#columns + column
    const start = this.#cursor.string()
    const { end, escapes, isHigh } = this.#cursor.found
    if (start < 0 || start === end || this.#start[cell] !== 0) return false
    if (column > 0 && (escapes > 0 || isHigh)) return false
    if (isHigh) this.#isHigh = true
    if (column > 1) this.hasNames = true
    this.#start[cell] = start
    this.#end[cell] = end
    this.#escapes[cell] = escapes
    return true
  }

  #isId(i: number): boolean {
    const cell = i * this.#columns + 1
    const start = this.#start[cell]!
    const end = this.#end[cell]!
    if (start === 0 || end - start > idLengthMax) return false
    const { bytes } = this.#cursor
    for (let at = start; at < end; at++) if (inId[bytes[at]!] === 0) return false
    return true
  }

  /** From behind: ids of one batch mostly begin with the same. */
  #isSameId(i: number, other: number): boolean {
    const size = this.idSizeOf(i)
    if (size !== this.idSizeOf(other)) return false
    const { bytes } = this.#cursor
    const end = this.#end[i * this.#columns + 1]!
    const otherEnd = this.#end[other * this.#columns + 1]!
    for (let back = 1; back <= size; back++) if (bytes[end - back] !== bytes[otherEnd - back]) return false
    return true
  }
}

function hasForbidden(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(beginOfForbidden); at >= 0; at = bytes.indexOf(beginOfForbidden, at + 2)) {
    if (bytes[at + 2]! >= forbiddenFrom) return true
  }
  return false
}
