import { headSizeMax } from '../http-limits.ts'
import { lengthOf } from '../request-headers.ts'
import type { HeadShape, HeadShapes } from './head-shapes.ts'
import { type RequestHead, readRequestHead, startLine } from './request-head.ts'

/** Longer ones are read each by itself. An SDK's is 700 bytes. */
const comparedMax = 2 * 1024

const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const tilde = 0x7e

/**
 * Reads the heads of one connection. A client sends the same headers with each request, and most with the same values:
 * only what differs from a head before, perhaps of another connection, is checked and made a string. That takes 1.3 us
 * for the headers of an SDK, where reading all takes 5. `readRequestHead` reads the first head and any that has other
 * names, or names in another order, and has the last word.
 *
 * One object has the headers of one head after the other: they hold until the next `read`.
 */
export class HeadReader {
  readonly #shapes: HeadShapes
  #shape: HeadShape | undefined
  #headers: Record<string, string> = {}
  /** Those of `#headers` by line: to look one up by its name takes several times as long. */
  #values: string[] = []
  #lengthText = ''
  #length: number | undefined

  constructor(shapes: HeadShapes) {
    this.#shapes = shapes
  }

  read(bytes: Buffer): RequestHead | 'partial' | 'unusual' {
    const size = this.#readAgain(bytes)
    if (size === 0) return this.#readFirst(bytes)
    const headers = this.#headers
    const contentLength = this.#contentLength()
    return contentLength === undefined ? 'unusual' : { headers, contentLength, size }
  }

  #readFirst(bytes: Buffer): RequestHead | 'partial' | 'unusual' {
    const head = readRequestHead(bytes)
    this.#shape = undefined
    if (typeof head === 'string' || head.size > comparedMax) return head
    this.#headers = head.headers
    this.#shape = this.#shapes.shapeOf(bytes.subarray(0, head.size), head.headers)
    /* The shape's strings, as those that were just made are slices, which hold the whole text of the head. */
    for (const { name, value } of this.#shape.lines)
      if (head.headers[name] === value) head.headers[name] = value
    this.#values = this.#shape.lines.map(({ name }) => head.headers[name]!)
    return head
  }

  /** @returns the size of a head with the names of the one before; 0 for another, and for one with a value that is not usual */
  #readAgain(bytes: Buffer): number {
    if (this.#shape === undefined) return 0
    const { bytes: known, lines } = this.#shape
    let at = startLine.length
    if (!isSame(bytes, 0, known, 0, at)) return 0
    for (let i = 0; i < lines.length; i++) {
      const { name, value, start, valueStart, valueEnd } = lines[i]!
      if (!isSame(bytes, at, known, start, valueStart)) return 0
      at += valueStart - start
      const valueAt = at
      let knownAt = valueStart
      while (knownAt < valueEnd && bytes[at] === known[knownAt]) {
        at++
        knownAt++
      }
      const isKnown = knownAt === valueEnd && bytes[at] === carriageReturn
      if (!isKnown) at = valueEndOf(bytes, at)
      if (bytes[at] !== carriageReturn || bytes[at + 1] !== lineFeed) return 0
      if (!isKnown && name === 'connection') return 0
      this.#set(i, name, isKnown ? value : bytes.toString('latin1', valueAt, at).trim())
      at += 2
    }
    const size = at + 2
    return bytes[at] === carriageReturn && bytes[at + 1] === lineFeed && size <= headSizeMax ? size : 0
  }

  #contentLength(): number | undefined {
    /* Each shape has it. */
    const text = this.#headers['content-length']!
    if (text !== this.#lengthText) {
      this.#lengthText = text
      this.#length = lengthOf(text)
    }
    return this.#length
  }

  #set(line: number, name: string, value: string): void {
    if (this.#values[line] === value) return
    this.#values[line] = value
    this.#headers[name] = value
  }
}

function isSame(bytes: Buffer, at: number, known: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[at + i - start] !== known[i]) return false
  return true
}

/** The place of the first byte that a value cannot have. */
function valueEndOf(bytes: Buffer, start: number): number {
  let at = start
  for (let byte = bytes[at]!; (byte >= space && byte <= tilde) || byte === tab; byte = bytes[at]!) at++
  return at
}
