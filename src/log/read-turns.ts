import type { Clock } from '../base/index.ts'
import { Deque } from './deque.ts'

/** A reader who reads much waits so long before each piece while someone writes: with pieces of 256 KiB it gets 25 MB/s. */
const pauseMs = 10
/** So long after the last batch nobody writes. */
const quietMs = 50

interface Waiting {
  readonly dueMs: number
  readonly resolve: () => void
}

/**
 * When those who read much may go on. Each has a pause of its own, so that ten of them get ten times as much as one, and
 * nobody falls behind for good because others read too; and each has a turn of the loop of its own, so that what has
 * come from sockets and disks goes on in between. While nobody writes there are no pauses.
 */
export class ReadTurns {
  readonly #clock: Clock
  readonly #waiting = new Deque<Waiting>()
  #isRunning = false
  #lastBatchMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves when it is the caller's turn. */
  take(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ dueMs: this.#clock.monotonicMs() + pauseMs, resolve })
      if (!this.#isRunning) void this.#run()
    })
  }

  /** Tells of a batch that goes to the journal. */
  wrote(): void {
    this.#lastBatchMs = this.#clock.monotonicMs()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    while (this.#waiting.length > 0) {
      await new Promise(setImmediate)
      const waitMs = this.#pauseLeftMs(this.#waiting.at(0)!)
      if (waitMs > 0) await this.#clock.sleep(waitMs)
      else this.#waiting.shift()!.resolve()
    }
    this.#isRunning = false
  }

  #pauseLeftMs({ dueMs }: Waiting): number {
    const nowMs = this.#clock.monotonicMs()
    return nowMs - this.#lastBatchMs < quietMs ? dueMs - nowMs : 0
  }
}
