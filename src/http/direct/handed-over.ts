import type net from 'node:net'
import { Duplex } from 'node:stream'

/**
 * The rest of a direct connection, for node:http, which takes any stream: from the first request on that is not the
 * usual one. The other end feeds it by `push`, `null` at the end.
 */
export class HandedOver extends Duplex {
  readonly #socket: net.Socket
  readonly #wantMore: () => void

  /** @param wantMore is called when there is room for another `push` */
  constructor(socket: net.Socket, wantMore: () => void) {
    super({ decodeStrings: false, allowHalfOpen: true })
    this.#socket = socket
    this.#wantMore = wantMore
    socket.once('close', () => this.destroy())
  }

  /** As of a socket: tells whoever refuses the connection whether something was answered on it. */
  get bytesWritten(): number {
    return this.#socket.bytesWritten
  }

  /** As of a socket: node:http calls it after a last answer. By `end` alone a client could go on sending for ever. */
  destroySoon(): void {
    if (this.writable) this.end()
    if (this.writableFinished) this.destroy()
    else this.once('finish', () => this.destroy())
  }

  override _read(): void {
    this.#wantMore()
  }

  override _write(
    piece: Buffer | string,
    encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#socket.write(piece, encoding, done)
  }

  override _final(done: () => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy()
    done(error)
  }
}
