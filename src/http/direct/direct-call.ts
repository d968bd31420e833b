import type { HttpCall } from '../http-call.ts'
import { type BodyCollector, type BodyRead, emptyBody } from '../request-body.ts'
import type { RequestHeaders } from '../request-headers.ts'
import type { RequestHead } from './request-head.ts'

/** What a call needs of its connection. */
export interface CallConnection {
  /** Feeds the call what has come behind its head, and reads on. */
  goOn(): void
  /** The answer is written. `unread` is how much of the body is to come and be dropped. */
  answered(unread: number): void
  write(status: number, headers: Record<string, string>, body: Buffer): Promise<void> | undefined
  stream(status: number, headers: Record<string, string>, pieces: AsyncIterable<Buffer>): Promise<void>
}

/** One request of a direct connection. The connection feeds it the body. */
export class DirectCall implements HttpCall {
  readonly method = 'POST'
  readonly path = '/'
  readonly version = 1
  readonly headers: RequestHeaders
  readonly #connection: CallConnection
  readonly #length: number
  #received = 0
  #bodies: BodyCollector | undefined
  #buffer: Buffer | undefined
  #awaited: Promise<Buffer> | undefined
  #resolve: ((read: BodyRead) => void) | undefined
  #onOver: (() => void)[] = []
  #isOver = false
  #mayBeOver = false
  #answering = false

  constructor(connection: CallConnection, { headers, contentLength }: RequestHead) {
    this.#connection = connection
    this.headers = headers
    this.#length = contentLength
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Whether all of the body has come. */
  get isWhole(): boolean {
    return this.#received === this.#length
  }

  onOver(listener: () => void): void {
    if (this.#mayBeOver) listener()
    else this.#onOver.push(listener)
  }

  collectBody(bodies: BodyCollector): Promise<BodyRead> {
    if (this.#length === 0) return Promise.resolve(emptyBody)
    this.#bodies = bodies
    return new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  /** Takes of `bytes` what belongs to the body. @returns how much; 0 as well while there is no memory for it */
  takeBody(bytes: Buffer): number {
    if (this.#resolve === undefined) return 0
    if (this.#buffer === undefined) this.#askForMemory()
    if (this.#buffer === undefined) return 0
    const size = Math.min(bytes.length, this.#length - this.#received)
    bytes.copy(this.#buffer, this.#received, 0, size)
    if (this.#received === 0 && size < this.#length) this.#bodies?.incomplete.add(this)
    this.#received += size
    if (this.isWhole)
      this.#settle({ kind: 'body', bytes: this.#buffer.subarray(0, this.#length), release: this.#release })
    return size
  }

  tooSlow(): void {
    this.#giveUp('too-slow')
  }

  /** The client sends no more. Nobody can tell whether it has gone or waits for the answer, so that is written. */
  inputIsOver(): void {
    this.#mayBeOver = true
    const listeners = this.#onOver
    this.#onOver = []
    for (const listener of listeners) listener()
  }

  /** The client went away. */
  gone(): void {
    this.#giveUp('aborted')
    this.#over()
  }

  write(status: number, headers: Record<string, string>, body: Buffer): Promise<void> | undefined {
    if (this.#isOver || this.#answering) return undefined
    this.#answering = true
    headers['Content-Length'] = String(body.length)
    const written = this.#connection.write(status, headers, body)
    this.#finish()
    return written
  }

  async stream(
    status: number,
    headers: Record<string, string>,
    pieces: AsyncIterable<Buffer>,
  ): Promise<void> {
    if (this.#isOver || this.#answering) return
    this.#answering = true
    await this.#connection.stream(status, headers, pieces)
    if (!this.#isOver) this.#finish()
  }

  /** What is left of the body is dropped in any case. */
  leaveBody(): void {}

  #finish(): void {
    this.#over()
    this.#connection.answered(this.#length - this.#received)
  }

  #over(): void {
    this.#isOver = true
    this.inputIsOver()
  }

  /** When something of the body has come, and not before: a head without a body would hold the memory until the silence ends it. */
  #askForMemory(): void {
    if (this.#bodies === undefined || this.#awaited !== undefined) return
    const taken = this.#bodies.memory.take(this.#length)
    if (taken instanceof Promise) void this.#waitFor(taken, this.#bodies)
    else this.#buffer = taken
  }

  async #waitFor(memory: Promise<Buffer>, bodies: BodyCollector): Promise<void> {
    this.#awaited = memory
    const buffer = await memory
    this.#awaited = undefined
    if (this.#resolve === undefined) return bodies.memory.give(buffer)
    this.#buffer = buffer
    this.#connection.goOn()
  }

  #giveUp(kind: 'too-slow' | 'aborted'): void {
    if (this.#resolve === undefined) return
    if (this.#awaited !== undefined) this.#bodies?.memory.forget(this.#awaited)
    if (this.#buffer !== undefined) this.#release()
    this.#settle({ kind })
  }

  #settle(read: BodyRead): void {
    const resolve = this.#resolve
    this.#resolve = undefined
    this.#bodies?.incomplete.remove(this)
    resolve?.(read)
  }

  #release = () => {
    const buffer = this.#buffer
    this.#buffer = undefined
    if (buffer !== undefined) this.#bodies?.memory.give(buffer)
  }
}
