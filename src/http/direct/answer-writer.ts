import type net from 'node:net'
import { joinedBodyMax } from '../http-call.ts'

/**
 * What is written in one go: the system takes it as fast as the client reads, on this thread, in 0.1 ms. A piece is so much
 * less than 256 KiB that on a loopback, whose segments have 65,483 bytes, it is four of them: what is over goes out as one
 * more, which costs as much as a full one (of pieces of 64 KiB each second one was such).
 */
export const pieceBytesMax = 4 * 65_280

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Writes the answers of one direct connection, each after the one before. */
export class AnswerWriter {
  readonly #socket: net.Socket

  constructor(socket: net.Socket) {
    this.#socket = socket
  }

  /** As `HttpCall.write`, with a head to its last line. Nothing else may be written before a body over `pieceBytesMax` is. */
  write(head: string, body: Buffer | string): Promise<void> | undefined {
    const socket = this.#socket
    /* latin1 is one byte a character, so the bytes come out as they went in. */
    if (typeof body === 'string' || body.length <= joinedBodyMax) {
      socket.write(head + (typeof body === 'string' ? body : body.toString('latin1')), 'latin1')
      return undefined
    }
    socket.cork()
    socket.write(head, 'latin1')
    socket.write(body.subarray(0, pieceBytesMax))
    socket.uncork()
    if (body.length > pieceBytesMax) return this.#writeRest(body)
    if (socket.writableLength === 0) return undefined
    return this.#written()
  }

  /** What is large goes out piece by piece, so that others have their turns in between. */
  async #writeRest(body: Buffer): Promise<void> {
    const socket = this.#socket
    await this.#written()
    for (let at = pieceBytesMax; at < body.length; at += pieceBytesMax) {
      await nextTurn()
      if (socket.destroyed) return
      await this.#written(body.subarray(at, at + pieceBytesMax))
    }
  }

  /** As `HttpCall.stream`. */
  async stream(head: string, pieces: AsyncIterable<Buffer>): Promise<void> {
    const socket = this.#socket
    socket.write(head, 'latin1')
    try {
      for await (const piece of pieces) {
        if (piece.length > 0) await this.#writeChunk(piece)
        /* A write that fails at once destroys the socket in a later turn, which pieces that are all there would not let come. */
        if (socket.destroyed || socket.errored !== null) return
      }
      socket.write('0\r\n\r\n')
    } catch (error) {
      /* The status has been sent: that the answer is cut off is all that can be said. */
      socket.destroy()
      throw error
    }
  }

  /** Resolves when the system has the piece, or the client is gone. */
  async #writeChunk(piece: Buffer): Promise<void> {
    const socket = this.#socket
    const size = `${piece.length.toString(16)}\r\n`
    if (piece.length <= joinedBodyMax) socket.write(`${size}${piece.toString('latin1')}\r\n`, 'latin1')
    else {
      socket.cork()
      socket.write(size, 'latin1')
      socket.write(piece)
      socket.write('\r\n', 'latin1')
      socket.uncork()
    }
    if (socket.writableLength > 0) await this.#written()
  }

  /** Resolves when the system has `piece` and what was written before, or the connection has ended before. */
  #written(piece: Buffer | '' = ''): Promise<void> {
    return new Promise((resolve) => this.#socket.write(piece, () => resolve()))
  }
}
