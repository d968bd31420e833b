import type { Caller } from '../caller.ts'
import { JsonCursor } from './json-cursor.ts'
import type { OpenedQueue, OpenedQueues } from './opened-queues.ts'
import { countRange, waitRange } from './receive-ranges.ts'
import { visibilityRange } from './visibility.ts'

const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** Larger bodies ask for more than a plain receive does. */
const bodySizeMax = 1024
/** A number that the body does not have. */
const none = -1

interface Range {
  readonly min: number
  readonly max: number
}

/**
 * The members of a ReceiveMessage that wants to know nothing of messages but what every answer has, found without an object. It recognises
 * what SDKs send, each member once at the most; anything else, any doubt included, is left to the general path. What it found holds until
 * the next scan.
 */
export class ReceiveBody {
  readonly #cursor = new JsonCursor()
  #urlStart = 0
  #urlEnd = 0
  #count = none
  #visibilityTimeout = none
  #wait = none

  /** @returns whether the body is of the common shape; else nothing of the result means anything */
  scan(body: Buffer): boolean {
    if (body.length > bodySizeMax) return false
    const cursor = this.#cursor
    cursor.begin(body)
    this.#urlEnd = 0
    this.#count = none
    this.#visibilityTimeout = none
    this.#wait = none
    if (!cursor.take(openBrace)) return false
    do {
      const start = cursor.plainString()
      const { end } = cursor.found
      if (start < 0 || !cursor.take(colon) || !this.#scanMember(start, end)) return false
    } while (cursor.take(comma))
    return cursor.take(closeBrace) && cursor.isAtEnd() && this.#urlEnd !== 0
  }

  /** The queue that the body names, see OpenedQueues.find. */
  queueIn(opened: OpenedQueues, caller: Caller): OpenedQueue | undefined {
    return opened.find(this.#cursor.bytes, this.#urlStart, this.#urlEnd, caller)
  }

  get countMax(): number {
    return this.#count === none ? 1 : this.#count
  }

  get visibilityTimeout(): number | undefined {
    return this.#visibilityTimeout === none ? undefined : this.#visibilityTimeout
  }

  #scanMember(start: number, end: number): boolean {
    const cursor = this.#cursor
    if (cursor.isText('QueueUrl', start, end)) return this.#urlEnd === 0 && this.#scanUrl()
    if (cursor.isText('MaxNumberOfMessages', start, end)) {
      this.#count = this.#takeNumber(this.#count, countRange)
      return this.#count !== none
    }
    if (cursor.isText('VisibilityTimeout', start, end)) {
      this.#visibilityTimeout = this.#takeNumber(this.#visibilityTimeout, visibilityRange)
      return this.#visibilityTimeout !== none
    }
    if (cursor.isText('WaitTimeSeconds', start, end)) {
      this.#wait = this.#takeNumber(this.#wait, waitRange)
      return this.#wait !== none
    }
    return this.#isListOfNames(start, end) && cursor.take(openBracket) && cursor.take(closeBracket)
  }

  #scanUrl(): boolean {
    this.#urlStart = this.#cursor.plainString()
    this.#urlEnd = this.#cursor.found.end
    return this.#urlStart >= 0
  }

  /** One that is empty asks for nothing, however often it is there. */
  #isListOfNames(start: number, end: number): boolean {
    const cursor = this.#cursor
    return (
      cursor.isText('AttributeNames', start, end) ||
      cursor.isText('MessageSystemAttributeNames', start, end) ||
      cursor.isText('MessageAttributeNames', start, end)
    )
  }

  /** @returns -1 for one that is there already, is no whole number, or is out of range */
  #takeNumber(known: number, { min, max }: Range): number {
    const value = this.#cursor.wholeNumber()
    return known === none && value >= min && value <= max ? value : none
  }
}
