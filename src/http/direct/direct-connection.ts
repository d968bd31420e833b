import type net from 'node:net'
import type { Duplex } from 'node:stream'
import type { ArrivingBody } from '../arriving-body.ts'
import type { Deadlines } from '../deadlines.ts'
import type { AnswerHead, HttpCall } from '../http-call.ts'
import { rawRefusal, refusals } from '../refusals.ts'
import { adoptSocket, type BytesTaker } from './adopt-socket.ts'
import type { AnswerHeads } from './answer-head.ts'
import { AnswerWriter } from './answer-writer.ts'
import { type CallConnection, DirectCall } from './direct-call.ts'
import { HandedOver } from './handed-over.ts'
import { HeadReader } from './head-reader.ts'
import type { HeadShapes } from './head-shapes.ts'

export interface DirectConnectionParts {
  /** Answers each call once. */
  readonly serve: (call: HttpCall) => void
  /** For what is not the usual request, and all that follows it. */
  readonly http1: (connection: Duplex) => void
  readonly heads: AnswerHeads
  readonly shapes: HeadShapes
  /** Connections on which a part of a head has come. */
  readonly slowHeads: Deadlines<DirectConnection>
  /** One byte more is for `http1` to refuse. */
  readonly bodySizeMax: number
  readonly newRequestId: () => string
  readonly closed: (connection: DirectConnection) => void
}

const noBytes = Buffer.alloc(0)

/**
 * An HTTP/1.1 connection of an AWS client, read without node:http: that costs more than all the rest of a put
 * (docs/decisions/0007-direct-http.md). One request at a time: what a client sends ahead waits, one read of it here and
 * the rest in the system's buffers.
 */
export class DirectConnection implements CallConnection, BytesTaker {
  readonly socket: net.Socket
  readonly #parts: DirectConnectionParts
  readonly #answers: AnswerWriter
  readonly #heads: HeadReader
  /** What has come and is not used yet: a part of a head, or what cannot be used before the request under way is answered. */
  #held: Buffer = noBytes
  #isUsingHeld = false
  /** An answer is written, and the next head is not read yet for the sake of others. */
  #isResting = false
  #heldIsPartOfHead = false
  /** How much of the body of an answered request is still to be dropped. */
  #dropping = 0
  #call: DirectCall | undefined
  /** What is read next goes into its memory. */
  #lender: ArrivingBody | undefined
  #handedOver: HandedOver | undefined
  #handedOverIsFull = false
  #isPaused = false
  /** The next answer is the last one. */
  #isEnding = false
  /** The client sends no more. It may still wait for the answers to what it sent whole. */
  #inputIsOver = false

  /** Takes `socket` over. `start` does the rest. */
  constructor(socket: net.Socket, parts: DirectConnectionParts) {
    this.#parts = parts
    this.socket = adoptSocket(socket, this)
    this.#answers = new AnswerWriter(this.socket)
    this.#heads = new HeadReader(parts.shapes)
    this.socket.on('error', destroyThis)
    this.socket.on('end', () => this.#onEnd())
    this.socket.on('close', () => this.#onClose())
  }

  /** @param seen what has been read of the connection already */
  start(seen: Buffer): void {
    if (this.onBytes(seen)) this.socket.resume()
  }

  /** Closes the connection, now or when the request under way is answered. Leaves it alone once handed over. */
  endWhenIdle(): void {
    this.#isEnding = true
    this.#endIfDone()
  }

  /** The rest of a head has not come in time. */
  headIsTooSlow(): void {
    if (this.socket.bytesWritten === 0) {
      this.socket.write(rawRefusal(refusals.tooSlow, this.#parts.newRequestId()))
    }
    this.socket.destroySoon()
  }

  goOn(): void {
    /* Called from in there, by a call that was answered at once: the loop goes on by itself. */
    if (this.#isUsingHeld) return
    this.#useHeld()
    if (!this.#isPaused || !this.#wantsBytes) return
    this.#isPaused = false
    this.socket.resume()
  }

  write(head: AnswerHead, body: Buffer | string): Promise<void> | undefined {
    return this.#answers.write(this.#textOf(head, body.length), body)
  }

  stream(head: AnswerHead, pieces: AsyncIterable<Buffer>): Promise<void> {
    return this.#answers.stream(this.#textOf(head, undefined), pieces)
  }

  answered(unread: number): void {
    this.#call = undefined
    this.#dropping = unread
    if (this.#isEnding) this.socket.destroySoon()
    else if (this.socket.writableNeedDrain) this.socket.once('drain', () => this.goOn())
    else if (this.#held.length === 0) this.goOn()
    else this.#rest()
  }

  /**
   * What a client has sent ahead is read after a turn of all others, who would wait for thousands of requests else: one
   * read has 256 KiB of them, and Node reads up to 32 times in a row. By then all that follows the answer is done, too.
   */
  #rest(): void {
    this.#isResting = true
    setImmediate(() => {
      this.#isResting = false
      this.goOn()
    })
  }

  #textOf(head: AnswerHead, length: number | undefined): string {
    if (head.isLast || (this.#inputIsOver && this.#held.length === 0)) this.#isEnding = true
    const isAsWished = head.isLast === this.#isEnding
    return this.#parts.heads.text(isAsWished ? head : { ...head, isLast: true }, length)
  }

  onBytes(bytes: Buffer): boolean {
    this.#endLoan()
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes])
    this.#useHeld()
    /* `bytes` are good only until this returns. */
    if (this.#held.length > 0) this.#held = Buffer.from(this.#held)
    this.#isPaused = !this.#wantsBytes
    return !this.#isPaused
  }

  placeForBytes(): Buffer | undefined {
    const body = this.#held.length === 0 ? this.#call?.bodyToRead : undefined
    const place = body?.lend()
    if (place !== undefined) this.#lender = body
    return place
  }

  #endLoan(): void {
    this.#lender?.returned()
    this.#lender = undefined
  }

  /** What is held for later is bounded by this: one read, or a part of a head. */
  get #wantsBytes(): boolean {
    if (this.#handedOver !== undefined) return !this.#handedOverIsFull
    return this.#held.length === 0 || this.#heldIsPartOfHead
  }

  #useHeld(): void {
    this.#isUsingHeld = true
    while (this.#held.length > 0) {
      const used = this.#use(this.#held)
      if (used === 0) break
      this.#held = used === this.#held.length ? noBytes : this.#held.subarray(used)
    }
    this.#isUsingHeld = false
    if (this.#isEnding || this.#inputIsOver) this.#endIfDone()
  }

  /** @returns how many of the bytes are done with; 0 when none can be used now */
  #use(bytes: Buffer): number {
    if (this.#handedOver !== undefined) return this.#pass(this.#handedOver, bytes)
    /*
     * Behind the last answer: a client may take it that what it sent there was not looked at. Or the connection has ended
     * while it rested.
     */
    if (!this.socket.writable) return bytes.length
    if (this.#dropping > 0) return this.#drop(bytes)
    if (this.#call !== undefined) return this.#call.takeBody(bytes)
    return this.#isResting || this.socket.writableNeedDrain ? 0 : this.#readHead(bytes)
  }

  #drop(bytes: Buffer): number {
    const size = Math.min(this.#dropping, bytes.length)
    this.#dropping -= size
    return size
  }

  #readHead(bytes: Buffer): number {
    const head = this.#heads.read(bytes)
    this.#noteSlowHead(head === 'partial')
    if (head === 'partial') return 0
    if (head === 'unusual' || head.contentLength > this.#parts.bodySizeMax) return this.#handOver(bytes)
    const call = new DirectCall(this, head, bytes.subarray(head.size))
    this.#call = call
    this.#parts.serve(call)
    return head.size + call.endAhead()
  }

  /** The time for a head begins with its first part, and does not begin again with the next. */
  #noteSlowHead(isPartial: boolean): void {
    if (this.#heldIsPartOfHead === isPartial) return
    this.#heldIsPartOfHead = isPartial
    if (isPartial) this.#parts.slowHeads.add(this)
    else this.#parts.slowHeads.remove(this)
  }

  #handOver(bytes: Buffer): number {
    const handedOver = new HandedOver(this.socket, () => {
      this.#handedOverIsFull = false
      this.goOn()
    })
    this.#handedOver = handedOver
    const used = this.#pass(handedOver, bytes)
    this.#parts.http1(handedOver)
    if (this.#inputIsOver) handedOver.push(null)
    return used
  }

  #pass(handedOver: HandedOver, bytes: Buffer): number {
    this.#handedOverIsFull = !handedOver.push(Buffer.from(bytes))
    return bytes.length
  }

  #onEnd(): void {
    this.#inputIsOver = true
    this.#call?.inputIsOver()
    if (this.#handedOver !== undefined) this.#handedOver.push(null)
    else this.#endIfDone()
  }

  /** Ends a connection that shall not, or cannot, come to another answer, once those before are with the client. */
  #endIfDone(): void {
    if (this.#handedOver !== undefined || this.socket.writableEnded) return
    const isUsedUp = this.#held.length === 0
    if (this.#call !== undefined) {
      if (this.#inputIsOver && isUsedUp && !this.#call.isWhole) this.socket.destroy()
    } else if (isUsedUp && (this.#inputIsOver || this.#dropping === 0)) {
      this.socket.destroySoon()
    } else if (this.#inputIsOver && this.#heldIsPartOfHead) {
      const partOfHead = this.#held
      this.#held = noBytes
      this.#noteSlowHead(false)
      this.#handOver(partOfHead)
    }
  }

  #onClose(): void {
    this.#parts.slowHeads.remove(this)
    this.#endLoan()
    this.#call?.gone()
    this.#parts.closed(this)
  }
}

/** One for all connections, as each has few other things that take memory. */
function destroyThis(this: net.Socket): void {
  this.destroy()
}
