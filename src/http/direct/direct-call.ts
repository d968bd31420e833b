import { ArrivingBody, type BodyTaker } from '../arriving-body.ts'
import type { AnswerHead, HttpCall } from '../http-call.ts'
import { type BodyCollector, type BodyRead, emptyBody } from '../request-body.ts'
import type { RequestHeaders } from '../request-headers.ts'
import { pieceBytesMax } from './answer-writer.ts'
import type { RequestHead } from './request-head.ts'

/** The rest of a body is read to where it stays from this on, in bytes: of less the copy takes no longer than the change of places. */
const readInPlaceMin = 32 * 1024

/** What a call needs of its connection. */
export interface CallConnection {
  /** Feeds the call what has come behind its head, and reads on. */
  goOn(): void
  /** The answer is written. `unread` is how much of the body is to come and be dropped. */
  answered(unread: number): void
  write(head: AnswerHead, body: Buffer | string): Promise<void> | undefined
  stream(head: AnswerHead, pieces: AsyncIterable<Buffer>): Promise<void>
}

/** One request of a direct connection. The connection feeds it the body. */
export class DirectCall implements HttpCall, BodyTaker {
  readonly method = 'POST'
  /** TLS has connections of its own. */
  readonly scheme = 'http'
  readonly path = '/'
  readonly version = 1
  readonly headers: RequestHeaders
  readonly #connection: CallConnection
  readonly #length: number
  #bodies: BodyCollector | undefined
  #body: ArrivingBody | undefined
  /** What came in one piece with the head and is not taken yet. */
  #ahead: Buffer | undefined
  #isCollecting = false
  #read: BodyRead | undefined
  #resolve: ((read: BodyRead) => void) | undefined
  #onOver: (() => void)[] | undefined
  #isOver = false
  #mayBeOver = false
  #answering = false

  /** @param ahead what has come behind the head. Looked at until `endAhead` only */
  constructor(connection: CallConnection, { headers, contentLength }: RequestHead, ahead: Buffer) {
    this.#connection = connection
    this.headers = headers
    this.#length = contentLength
    this.#ahead = ahead
  }

  /** @returns how much of what was ahead has been taken for the body. What is left of that comes by `takeBody` */
  endAhead(): number {
    const isTaken = this.#ahead === undefined
    this.#ahead = undefined
    return isTaken ? (this.#body?.size ?? 0) : 0
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Whether all of the body has come. */
  get isWhole(): boolean {
    return this.#unread === 0
  }

  get #unread(): number {
    return this.#length - (this.#body?.size ?? 0)
  }

  onOver(listener: () => void): void {
    if (this.#mayBeOver) listener()
    else if (this.#onOver === undefined) this.#onOver = [listener]
    else this.#onOver.push(listener)
  }

  collectBody(bodies: BodyCollector): Promise<BodyRead> | BodyRead {
    if (this.#length === 0) return emptyBody
    this.#bodies = bodies
    this.#body = new ArrivingBody(bodies.memory, this.#length, this)
    this.#isCollecting = true
    const ahead = this.#ahead
    this.#ahead = undefined
    if (ahead !== undefined) this.takeBody(ahead)
    if (this.#read !== undefined) return this.#read
    return new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  /**
   * Takes of `bytes` what belongs to the body, which holds no memory before: a head without a body would hold it until
   * the silence ends it.
   * @returns how much; 0 as well while there is no memory for it
   */
  takeBody(bytes: Buffer): number {
    const body = this.#body
    const size = Math.min(bytes.length, this.#unread)
    if (body === undefined || !this.#isCollecting || size === 0) return 0
    const room = body.roomFor(size)
    if (room === 'none') this.#giveUp('no-memory')
    if (room !== 'there') return 0
    const isFirst = body.size === 0
    body.add(bytes, size)
    if (this.isWhole) this.#settle(body.whole())
    else if (isFirst) this.#bodies?.incomplete.add(this)
    return size
  }

  /** The body, when the next read had better be into its memory. */
  get bodyToRead(): ArrivingBody | undefined {
    return this.#isCollecting && this.#unread >= readInPlaceMin ? this.#body : undefined
  }

  memoryIsThere(): void {
    this.#connection.goOn()
  }

  tooSlow(): void {
    this.#giveUp('too-slow')
  }

  /** The client sends no more. Nobody can tell whether it has gone or waits for the answer, so that is written. */
  inputIsOver(): void {
    this.#tellMayBeOver()
  }

  /** The client went away. */
  gone(): void {
    this.#giveUp('aborted')
    this.#over()
  }

  write(head: AnswerHead, body: Buffer | string): Promise<void> | undefined {
    if (this.#isOver || this.#answering) return undefined
    this.#answering = true
    const written = this.#connection.write(head, body)
    /* Of what is large only the first piece is written: no other answer may come between the pieces. */
    if (written !== undefined && body.length > pieceBytesMax) return written.then(() => this.#finishIfOn())
    this.#finish()
    return written
  }

  async stream(head: AnswerHead, pieces: AsyncIterable<Buffer>): Promise<void> {
    if (this.#isOver || this.#answering) return
    this.#answering = true
    await this.#connection.stream(head, pieces)
    this.#finishIfOn()
  }

  /** What is left of the body is dropped in any case. */
  leaveBody(): void {}

  #finishIfOn(): void {
    if (!this.#isOver) this.#finish()
  }

  #finish(): void {
    this.#over()
    this.#connection.answered(this.#unread)
  }

  #over(): void {
    this.#isOver = true
    this.#tellMayBeOver()
  }

  #tellMayBeOver(): void {
    this.#mayBeOver = true
    const listeners = this.#onOver
    this.#onOver = undefined
    if (listeners !== undefined) for (const listener of listeners) listener()
  }

  #giveUp(kind: 'no-memory' | 'too-slow' | 'aborted'): void {
    if (!this.#isCollecting) return
    this.#body?.drop()
    this.#settle({ kind })
  }

  #settle(read: BodyRead): void {
    this.#isCollecting = false
    this.#bodies?.incomplete.remove(this)
    if (this.#resolve === undefined) this.#read = read
    else this.#resolve(read)
  }
}
