import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection that says how many of its complete lines have begun with a given text: all that a load has to read of an answer. */
export class LineSocket {
  readonly socket: Socket
  readonly #isCounted: (line: string) => boolean
  readonly #check: (line: string) => void
  #rest = ''
  #missing = 0
  #arrived: (() => void) | undefined
  #failed: ((error: Error) => void) | undefined

  private constructor(socket: Socket, isCounted: (line: string) => boolean, check: (line: string) => void) {
    this.socket = socket
    this.#isCounted = isCounted
    this.#check = check
    socket.setEncoding('latin1').on('data', (text: string) => this.#read(text))
    socket.on('error', (error) => this.#failed?.(error))
    socket.on('close', () => this.#failed?.(new Error('the server closed a connection under load')))
  }

  /** @param check throws Error for a line that is a refusal */
  static async open(
    port: number,
    isCounted: (line: string) => boolean,
    check: (line: string) => void,
  ): Promise<LineSocket> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    return new LineSocket(socket, isCounted, check)
  }

  /** Writes, and resolves when so many counted lines have come. */
  async write(bytes: Buffer | string, lines: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#missing = lines
    this.#arrived = resolve
    this.#failed = reject
    this.socket.write(bytes)
    await promise
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\r\n')
    this.#rest = lines.pop() ?? ''
    try {
      for (const line of lines) {
        this.#check(line)
        if (this.#isCounted(line)) this.#missing--
      }
      if (this.#missing <= 0) this.#arrived?.()
    } catch (error) {
      this.#failed?.(error as Error)
    }
  }
}
