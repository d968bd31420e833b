import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { Clock } from '../base/index.ts'
import { ArrivingBody, type BodyTaker, type WholeBody } from './arriving-body.ts'
import { BodyMemory } from './body-memory.ts'
import { Deadlines } from './deadlines.ts'
import type { HttpLimits } from './http-limits.ts'
import { announcedSize } from './request-headers.ts'

export type RawRequest = IncomingMessage | Http2ServerRequest

export type BodyRead =
  | WholeBody
  | { kind: 'too-large' }
  | { kind: 'too-slow' }
  /** Too many wait for memory already, or it has grown to where there is no memory for more. */
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

  /**
   * @param limits `bodyMs` is from the end of the head to the last byte of the body
   * @param place for bodies, before other memory is used
   */
  constructor(clock: Clock, limits: HttpLimits, place?: Buffer) {
    const { bodyMemory, bodySizeMax, bodyMs, waitingMemory, streamWindow } = limits
    this.memory = new BodyMemory(bodyMemory, place)
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

class BodyReader implements BodyTaker {
  readonly #request: RawRequest
  readonly #announced: number | undefined
  readonly #collector: BodyCollector
  readonly #resolve: (read: BodyRead) => void
  /** The first piece, while there is no second, and both while they wait for memory. */
  #first: Buffer | undefined
  #second: Buffer | undefined
  #body: ArrivingBody | undefined
  #size = 0
  /** All has come, and the last of it waits for memory. */
  #hasEnded = false
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

  memoryIsThere(): void {
    const second = this.#second!
    this.#second = undefined
    this.#collector.waiting.delete(this)
    this.#copy(second)
    if (this.#hasEnded) this.#onEnd()
    else this.#request.resume()
  }

  #onData = (piece: Buffer) => {
    if (this.#settled) return
    const isFirst = this.#size === 0
    this.#size += piece.length
    if (this.#size > this.#collector.sizeMax) return this.#giveUp('too-large')
    if (!isFirst) return this.#copy(piece)
    this.#first = piece
    if (this.#size === this.#announced) this.#finish()
    else this.#collector.incomplete.add(this)
  }

  /** From the second piece on they are copied together. */
  #copy(piece: Buffer): void {
    this.#body ??= new ArrivingBody(this.#collector.memory, this.#announced, this)
    const room = this.#body.roomFor(this.#size - this.#body.size)
    if (room === 'none') this.#giveUp('no-memory')
    else if (room === 'later') this.#waitWith(piece)
    else this.#addTo(this.#body, piece)
  }

  #addTo(body: ArrivingBody, piece: Buffer): void {
    if (this.#first !== undefined) body.add(this.#first, this.#first.length)
    this.#first = undefined
    body.add(piece, piece.length)
    if (this.#size === this.#announced) this.#finish()
  }

  #waitWith(second: Buffer): void {
    this.#second = second
    this.#request.pause()
    if (this.#request.httpVersionMajor === 1) return
    const { waiting, waitingMax } = this.#collector
    if (waiting.size < waitingMax) waiting.add(this)
    else this.#giveUp('no-memory')
  }

  #onEnd = () => {
    if (this.#settled) return
    /* Pausing does not hold back the end of what came in one read. */
    if (this.#second !== undefined) this.#hasEnded = true
    else if (this.#announced !== undefined) this.#giveUp('aborted')
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
    /* On HTTP/1.1 it follows the end of the request, whether or not the client waits for the answer. */
    const mayBeThere = this.#hasEnded && this.#request.httpVersionMajor === 1
    if (!this.#settled && !mayBeThere) this.#giveUp('aborted')
  }

  #finish(): void {
    this.#settle()
    if (this.#body !== undefined) this.#resolve(this.#body.whole())
    else if (this.#first !== undefined) this.#resolve({ kind: 'body', bytes: this.#first, release: nothing })
    else this.#resolve(emptyBody)
  }

  #giveUp(kind: NoBody): void {
    this.#settle()
    this.#first = undefined
    this.#second = undefined
    this.#body?.drop()
    this.#resolve({ kind })
  }

  /** The listeners stay: they cost nothing more. */
  #settle(): void {
    this.#settled = true
    this.#collector.incomplete.remove(this)
    this.#collector.waiting.delete(this)
  }
}
