import { once } from 'node:events'
import net from 'node:net'

/** A TCP connection that sends what it is told and keeps what comes: for what no HTTP client would send. */
export class RawClient implements Disposable {
  readonly socket: net.Socket
  #received = ''
  readonly #closed: Promise<unknown>

  private constructor(socket: net.Socket) {
    this.socket = socket
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      this.#received += text
    })
    socket.on('error', () => undefined)
    this.#closed = new Promise((resolve) => socket.once('close', resolve))
  }

  static async connect(port: number, options: net.SocketConstructorOpts = {}): Promise<RawClient> {
    const socket = net.connect({ ...options, port, host: '127.0.0.1' })
    const client = new RawClient(socket)
    await once(socket, 'connect')
    return client
  }

  send(text: string | Buffer): this {
    this.socket.write(text)
    return this
  }

  /** Resolves as soon as all that has come so far contains `text`. @throws when the connection ends before */
  async until(text: string): Promise<string> {
    return await this.untilThat((received) => received.includes(text))
  }

  /** As `until`, for what no text can tell. */
  async untilThat(isEnough: (received: string) => boolean): Promise<string> {
    while (!isEnough(this.#received)) {
      if (this.socket.destroyed) throw new Error(`the connection ended after: ${this.#received}`)
      await Promise.race([once(this.socket, 'data'), this.#closed])
    }
    return this.#received
  }

  /** All that came, once the server has closed the connection. */
  async untilClosed(): Promise<string> {
    await this.#closed
    return this.#received
  }

  [Symbol.dispose](): void {
    this.socket.destroy()
  }
}

/** Sends one thing on a connection of its own, and waits for the server to close it. */
export async function sendRaw(port: number, text: string | Buffer): Promise<string> {
  using client = await RawClient.connect(port)
  return await client.send(text).untilClosed()
}
