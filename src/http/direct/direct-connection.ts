import type net from 'node:net'
import type { Duplex } from 'node:stream'
import type { Deadlines } from '../deadlines.ts'
import { type HttpCall, joinedBodyMax } from '../http-call.ts'
import { rawRefusal, refusals } from '../refusals.ts'
import { adoptSocket } from './adopt-socket.ts'
import type { AnswerHeads } from './answer-head.ts'
import { type CallConnection, DirectCall } from './direct-call.ts'
import { HandedOver } from './handed-over.ts'
import { readRequestHead } from './request-head.ts'

export interface DirectConnectionParts {
  /** Never rejects, and answers each call once. */
  readonly serve: (call: HttpCall) => Promise<void>
  /** For what is not the usual request, and all that follows it. */
  readonly http1: (connection: Duplex) => void
  readonly heads: AnswerHeads
  /** Connections on which a part of a head has come. */
  readonly slowHeads: Deadlines<DirectConnection>
  /** One byte more is for `http1` to refuse. */
  readonly bodySizeMax: number
  readonly newRequestId: () => string
}

const noBytes = Buffer.alloc(0)

/**
 * An HTTP/1.1 connection of an AWS client, read without node:http: that costs more than all the rest of a put
 * (docs/decisions/0007-direct-http.md). One request at a time: what a client sends ahead waits unread.
 */
export class DirectConnection implements CallConnection {
  readonly socket: net.Socket
  readonly #parts: DirectConnectionParts
  /** What has come and is not used yet: a part of a head, or what follows the request under way. */
  #held: Buffer = noBytes
  /** How much of the body of an answered request is still to be dropped. */
  #dropping = 0
  #call: DirectCall | undefined
  #handedOver: HandedOver | undefined
  #handedOverIsFull = false
  #isPaused = false
  #isEnding = false

  /** Takes `socket` over. `start` does the rest. */
  constructor(socket: net.Socket, parts: DirectConnectionParts) {
    this.#parts = parts
    this.socket = adoptSocket(socket, (bytes) => this.#onBytes(bytes))
    this.socket.on('error', () => this.socket.destroy())
    this.socket.on('end', () => this.#onEnd())
    this.socket.on('close', () => this.#onClose())
  }

  /** @param seen what has been read of the connection already */
  start(seen: Buffer): void {
    if (this.#onBytes(seen)) this.socket.resume()
    else this.#isPaused = true
  }

  /** Closes the connection, now or when the request under way is answered. Leaves it alone once handed over. */
  endWhenIdle(): void {
    if (this.#handedOver !== undefined) return
    this.#isEnding = true
    if (this.#call === undefined && this.#held.length === 0) this.socket.destroy()
  }

  /** The rest of a head has not come in time. */
  headIsTooSlow(): void {
    if (this.socket.bytesWritten === 0) {
      this.socket.write(rawRefusal(refusals.tooSlow, this.#parts.newRequestId()))
    }
    this.socket.destroySoon()
  }

  goOn(): void {
    const held = this.#held
    this.#held = noBytes
    if (held.length > 0) this.#take(held)
    if (!this.#isPaused || !this.#wantsBytes) return
    this.#isPaused = false
    this.socket.resume()
  }

  write(status: number, headers: Record<string, string>, body: Buffer): Promise<void> | undefined {
    const { socket } = this
    if (this.#isEnding) headers.Connection = 'close'
    if (headers.Connection === 'close') this.#isEnding = true
    const head = this.#parts.heads.text(status, headers)
    /* latin1 is one byte a character, so the bytes come out as they went in. */
    if (body.length <= joinedBodyMax) {
      socket.write(head + body.toString('latin1'), 'latin1')
      return undefined
    }
    socket.cork()
    socket.write(head, 'latin1')
    socket.write(body)
    socket.uncork()
    if (socket.writableLength === 0) return undefined
    /* Called in order behind the write above, and with an error when the connection ends before. */
    return new Promise((resolve) => socket.write('', () => resolve()))
  }

  async stream(
    status: number,
    headers: Record<string, string>,
    pieces: AsyncIterable<Buffer>,
  ): Promise<void> {
    const { socket } = this
    headers['Transfer-Encoding'] = 'chunked'
    if (headers.Connection === 'close') this.#isEnding = true
    socket.write(this.#parts.heads.text(status, headers), 'latin1')
    try {
      for await (const piece of pieces) {
        if (socket.destroyed) return
        if (piece.length > 0) await this.#writeChunk(piece)
      }
      socket.write('0\r\n\r\n')
    } catch (error) {
      /* The status has been sent: that the answer is cut off is all that can be said. */
      socket.destroy()
      throw error
    }
  }

  answered(unread: number): void {
    this.#call = undefined
    this.#dropping = unread
    if (this.#isEnding) this.socket.destroySoon()
    else if (this.socket.writableNeedDrain) this.socket.once('drain', () => this.goOn())
    else this.goOn()
  }

  #onBytes(bytes: Buffer): boolean {
    this.#take(bytes)
    this.#isPaused = !this.#wantsBytes
    return !this.#isPaused
  }

  get #wantsBytes(): boolean {
    if (this.#handedOver !== undefined) return !this.#handedOverIsFull
    return this.#call === undefined || this.#held.length === 0
  }

  #take(bytes: Buffer): void {
    if (this.#handedOver !== undefined) return void this.#pass(bytes)
    const dropped = Math.min(this.#dropping, bytes.length)
    this.#dropping -= dropped
    const used = dropped + (this.#call?.takeBody(bytes.subarray(dropped)) ?? 0)
    if (used === bytes.length) return
    const rest = used === 0 ? bytes : bytes.subarray(used)
    if (this.#call === undefined && !this.socket.writableNeedDrain) this.#readHead(rest)
    else this.#hold(rest)
  }

  #hold(bytes: Buffer): void {
    this.#held = Buffer.concat([this.#held, bytes])
  }

  #readHead(more: Buffer): void {
    const { bodySizeMax, serve, slowHeads } = this.#parts
    const bytes = this.#held.length === 0 ? more : Buffer.concat([this.#held, more])
    const head = readRequestHead(bytes)
    if (head === 'partial') {
      if (this.#held.length === 0) slowHeads.add(this)
      this.#held = Buffer.from(bytes)
      return
    }
    if (this.#held.length > 0) slowHeads.remove(this)
    this.#held = noBytes
    if (head === 'unusual' || head.contentLength > bodySizeMax) return void this.#handOver(bytes)
    this.#call = new DirectCall(this, head)
    void serve(this.#call)
    if (head.size < bytes.length) this.#take(bytes.subarray(head.size))
  }

  #handOver(bytes: Buffer): void {
    this.#handedOver = new HandedOver(this.socket, () => {
      this.#handedOverIsFull = false
      this.goOn()
    })
    this.#pass(bytes)
    this.#parts.http1(this.#handedOver)
  }

  #pass(bytes: Buffer): void {
    this.#handedOverIsFull = !this.#handedOver!.push(Buffer.from(bytes))
  }

  /** Resolves when the client has read enough for more, or is gone. */
  async #writeChunk(piece: Buffer): Promise<void> {
    const { socket } = this
    socket.cork()
    socket.write(`${piece.length.toString(16)}\r\n`, 'latin1')
    socket.write(piece)
    socket.write('\r\n', 'latin1')
    socket.uncork()
    if (!socket.writableNeedDrain) return
    await new Promise<void>((resolve) => {
      const done = () => {
        socket.off('drain', done).off('close', done)
        resolve()
      }
      socket.on('drain', done).on('close', done)
    })
  }

  /** The client sends no more. It may still wait for the answer to what it sent whole. */
  #onEnd(): void {
    if (this.#handedOver !== undefined) return
    this.#isEnding = true
    if (this.#call === undefined || !this.#call.isWhole) this.socket.destroy()
  }

  #onClose(): void {
    this.#parts.slowHeads.remove(this)
    this.#call?.gone()
  }
}
