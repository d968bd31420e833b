import type { Socket } from 'node:net'

/** How often all connections are looked at: a silent one lasts up to this much longer than it may. */
export const checksPerSilence = 4

/**
 * Ends connections on which nothing has moved, in either direction, for `silenceMs`. One look at all of them now and
 * then: a timer on each socket, which Node offers, is moved with every read and write and shows in the cost of a put.
 */
export class SilenceWatch {
  readonly #moved = new Map<Socket, { bytes: number; checks: number }>()
  readonly #timer: NodeJS.Timeout

  constructor(silenceMs: number) {
    this.#timer = setInterval(() => this.#check(), silenceMs / checksPerSilence)
    this.#timer.unref()
  }

  add(socket: Socket): void {
    this.#moved.set(socket, { bytes: 0, checks: 0 })
    socket.once('close', () => this.#moved.delete(socket))
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #check(): void {
    for (const [socket, seen] of this.#moved) {
      const bytes = socket.bytesRead + socket.bytesWritten
      seen.checks = bytes === seen.bytes ? seen.checks + 1 : 0
      seen.bytes = bytes
      if (seen.checks === checksPerSilence) socket.destroy()
    }
  }
}
