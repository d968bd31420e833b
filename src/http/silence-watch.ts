import type { Socket } from 'node:net'
import type { Clock } from '../base/index.ts'
import { repeat } from './repeat.ts'

/** How often all connections are looked at: a silent one lasts up to this part longer than it may. */
const checksPerSilence = 4

/**
 * Ends connections on which nothing has moved, in either direction, for `silenceMs`. One look at all of them now and
 * then: a timer on each socket, which Node offers, is moved with every read and write and shows in the cost of a put.
 */
export class SilenceWatch {
  readonly #seen = new Map<Socket, { bytes: number; stillChecks: number }>()
  readonly #stopped = new AbortController()

  constructor(clock: Clock, silenceMs: number) {
    void repeat(clock, silenceMs / checksPerSilence, this.#stopped.signal, () => this.#check())
  }

  add(socket: Socket): void {
    this.#seen.set(socket, { bytes: 0, stillChecks: 0 })
  }

  /** To be called at its end. */
  remove(socket: Socket): void {
    this.#seen.delete(socket)
  }

  stop(): void {
    this.#stopped.abort()
  }

  #check(): void {
    for (const [socket, seen] of this.#seen) {
      const bytes = socket.bytesRead + socket.bytesWritten
      seen.stillChecks = bytes === seen.bytes ? seen.stillChecks + 1 : 0
      seen.bytes = bytes
      if (seen.stillChecks > checksPerSilence) socket.destroy()
    }
  }
}
