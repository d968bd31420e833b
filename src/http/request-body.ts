import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { Clock } from '../base/index.ts'
import { BodyMemory } from './body-memory.ts'
import { Deadlines } from './deadlines.ts'
import type { HttpLimits } from './http-limits.ts'
import { announcedSize } from './request-headers.ts'

export type RawRequest = IncomingMessage | Http2ServerRequest

export type BodyRead =
  /** `bytes` is the caller's until `release`, once, when nothing looks at it any more. */
  | { kind: 'body'; bytes: Buffer; release(): void }
  | { kind: 'too-large' }
  | { kind: 'too-slow' }
  /** Too many wait for memory already. */
  | { kind: 'no-memory' }
  /** The client went away: there is nobody to answer. */
  | { kind: 'aborted' }

const nothing = () => undefined
export const emptyBody: BodyRead = { kind: 'body', bytes: Buffer.alloc(0), release: nothing }

interface IncompleteBody {
  /** Its time is over. */
  tooSlow(): void
}

type NoBody = Exclude<BodyRead['kind'], 'body'>

/** Collects the bodies of requests, within the bounds on their sizes, their time and the memory for all of them. */
export class BodyCollector {
  readonly memory: BodyMemory
  readonly sizeMax: number
  /** Bodies of which a part has come, and on HTTP/2 those of which nothing has. */
  readonly incomplete: Deadlines<IncompleteBody>
  /**
   * The HTTP/2 bodies that wait for memory. Each holds what its client may send of it meanwhile: the connection is read
   * on for the sake of others. On HTTP/1.1 it is not, and the client's own memory holds the body.
   */
  readonly waiting = new Set<IncompleteBody>()
  readonly waitingMax: number

  /** @param limits `bodyMs` is from the end of the head to the last byte of the body */
  constructor(clock: Clock, limits: HttpLimits) {
    const { bodyMemory, bodySizeMax, bodyMs, waitingMemory, streamWindow } = limits
    this.memory = new BodyMemory(bodyMemory)
    this.waitingMax = Math.floor(waitingMemory / streamWindow)
    this.sizeMax = bodySizeMax
    this.incomplete = new Deadlines(clock, bodyMs, (reader) => reader.tooSlow())
  }

  /**
   * A body that comes in one piece is that piece, without a copy; else the pieces are copied into a buffer, for which
   * the request may have to wait while its client is held back.
   */
  collect(request: RawRequest): Promise<BodyRead> {
    /* Its events have been: nobody would hear of it any more. */
    if (request.destroyed) return Promise.resolve({ kind: 'aborted' })
    const announced = announcedSize(request.headers)
    if (announced === 0) return Promise.resolve(emptyBody)
    if (announced !== undefined && announced > this.sizeMax) return Promise.resolve({ kind: 'too-large' })
    return new Promise((resolve) => {
      const reader = new BodyReader(request, announced, this, resolve)
      /* On HTTP/1.1 a body of which nothing has come is a silent connection, which has a bound of its own. */
      if (request.httpVersionMajor === 2) this.incomplete.add(reader)
    })
  }

  stop(): void {
    this.incomplete.stop()
  }
}

class BodyReader {
  readonly #request: RawRequest
  readonly #announced: number | undefined
  readonly #collector: BodyCollector
  readonly #resolve: (read: BodyRead) => void
  #only: Buffer | undefined
  #buffer: Buffer | undefined
  #awaited: Promise<Buffer> | undefined
  #size = 0
  #settled = false

  constructor(
    request: RawRequest,
    announced: number | undefined,
    collector: BodyCollector,
    resolve: (read: BodyRead) => void,
  ) {
    this.#request = request
    this.#announced = announced
    this.#collector = collector
    this.#resolve = resolve
    request.on('data', this.#onData)
    request.on('end', this.#onEnd)
    request.on('close', this.#onGone)
  }

  tooSlow(): void {
    if (!this.#settled) this.#giveUp('too-slow')
  }

  #onData = (piece: Buffer) => {
    if (this.#settled) return
    const size = this.#size + piece.length
    if (size > this.#collector.sizeMax) return this.#giveUp('too-large')
    if (this.#size > 0 && this.#buffer === undefined) return this.#collectFrom(piece)
    this.#add(piece)
  }

  #add(piece: Buffer): void {
    if (this.#buffer === undefined) this.#only = piece
    else piece.copy(this.#buffer, this.#size)
    const isFirst = this.#size === 0
    this.#size += piece.length
    if (this.#size === this.#announced) this.#finish()
    else if (isFirst) this.#collector.incomplete.add(this)
  }

  /**
   * The second piece: from here on a buffer is needed, at once as large as it can ever have to be. A reader that
   * asked for more later would wait for memory while it holds some, and two of those could wait for each other.
   */
  #collectFrom(second: Buffer): void {
    const taken = this.#collector.memory.take(this.#announced ?? this.#collector.sizeMax)
    if (taken instanceof Promise) void this.#waitFor(taken, second)
    else this.#useBuffer(taken, second)
  }

  async #waitFor(memory: Promise<Buffer>, second: Buffer): Promise<void> {
    const { waiting, waitingMax } = this.#collector
    this.#awaited = memory
    if (this.#request.httpVersionMajor === 2) {
      if (waiting.size >= waitingMax) return this.#giveUp('no-memory')
      waiting.add(this)
    }
    this.#request.pause()
    const buffer = await memory
    /* Given up between the promise and here. */
    if (this.#settled) return this.#collector.memory.give(buffer)
    waiting.delete(this)
    this.#awaited = undefined
    this.#useBuffer(buffer, second)
    this.#request.resume()
  }

  #useBuffer(buffer: Buffer, second: Buffer): void {
    this.#only?.copy(buffer)
    this.#buffer = buffer
    this.#only = undefined
    this.#add(second)
  }

  #onEnd = () => {
    if (this.#settled) return
    if (this.#announced !== undefined) this.#giveUp('aborted')
    else if (this.#request.httpVersionMajor === 1) this.#finish()
    else setImmediate(this.#finishUnlessReset)
  }

  /**
   * A reset HTTP/2 stream ends like a whole one; that it was reset, node:http2 says a moment later. HTTP/1.1 tells
   * the two apart itself, and whoever announced the size has been finished by the last byte.
   */
  #finishUnlessReset = () => {
    if (this.#settled) return
    if (this.#request.aborted) this.#giveUp('aborted')
    else this.#finish()
  }

  #onGone = () => {
    if (!this.#settled) this.#giveUp('aborted')
  }

  #finish(): void {
    this.#settle()
    const buffer = this.#buffer
    if (buffer !== undefined) {
      const release = () => this.#collector.memory.give(buffer)
      this.#resolve({ kind: 'body', bytes: buffer.subarray(0, this.#size), release })
    } else if (this.#only !== undefined) {
      this.#resolve({ kind: 'body', bytes: this.#only, release: nothing })
    } else {
      this.#resolve(emptyBody)
    }
  }

  #giveUp(kind: NoBody): void {
    this.#settle()
    this.#only = undefined
    if (this.#awaited !== undefined) this.#collector.memory.forget(this.#awaited)
    if (this.#buffer !== undefined) this.#collector.memory.give(this.#buffer)
    this.#resolve({ kind })
  }

  /** The listeners stay: they cost nothing more. */
  #settle(): void {
    this.#settled = true
    this.#collector.incomplete.remove(this)
    this.#collector.waiting.delete(this)
  }
}
