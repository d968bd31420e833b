import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { AnswerReader } from './answer-reader.ts'

export interface PacedLoadParts {
  readonly port: number
  readonly requestsPerSecond: number
  readonly connections: number
  /** The `index`th request. */
  request(index: number): Buffer | string
  /** @param dueMs when the request should have gone out, on the clock of `performance.now()` */
  answered(index: number, dueMs: number, body: Buffer): void
  /** Gets what was answered with 400. Without it, such an answer ends the bench. */
  refused?(index: number, body: Buffer): void
  /** Whether `answered` gets the bodies; else they are empty. */
  readonly keepBodies?: boolean
}

/** How often what is due is sent: no more at once than what comes due in that time, unless all connections are busy. */
const tickMs = 1

interface Connection {
  readonly socket: Socket
  index: number
}

/**
 * Requests at a steady rate, whatever the server's answers take: one that cannot go out since all connections wait is
 * late from when it was due, as a record of a producer would be.
 */
export class PacedLoad {
  readonly #parts: PacedLoadParts
  readonly #connections: readonly Connection[]
  readonly #free: Connection[]
  #startedMs = 0
  #sent = 0
  #stopped = false
  #running: Promise<void> | undefined

  constructor(parts: PacedLoadParts) {
    this.#parts = parts
    this.#connections = Array.from({ length: parts.connections }, () => this.#open())
    this.#free = [...this.#connections]
  }

  start(): void {
    this.#startedMs = performance.now()
    this.#running = this.#run()
  }

  /** Resolves when all that was sent is answered. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
    while (this.#free.length < this.#connections.length) await delay(tickMs)
    for (const { socket } of this.#connections) socket.destroy()
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      while (this.#dueMs(this.#sent) <= performance.now() && this.#free.length > 0) {
        this.#send(this.#free.pop()!)
      }
      await delay(tickMs)
    }
  }

  #dueMs(index: number): number {
    return this.#startedMs + (1000 * index) / this.#parts.requestsPerSecond
  }

  #send(connection: Connection): void {
    connection.index = this.#sent++
    connection.socket.write(this.#parts.request(connection.index), 'latin1')
  }

  #open(): Connection {
    const { port, keepBodies = false } = this.#parts
    const reader = new AnswerReader(
      (status, _length, body) => {
        const { index } = connection
        if (status === 200) this.#parts.answered(index, this.#dueMs(index), body)
        else if (status === 400 && this.#parts.refused) this.#parts.refused(index, body)
        else throw new Error(`an answer of ${status}: ${body.toString()}`)
        this.#free.push(connection)
      },
      { keepBodies },
    )
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const connection: Connection = { socket: socket.on('data', (chunk) => reader.push(chunk)), index: 0 }
    return connection
  }
}
