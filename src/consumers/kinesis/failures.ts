import { type Clock, hasCode, type Logger, passOnBug } from '../../base/index.ts'

const retryMsMin = 1_000
const retryMsMax = 10_000

/** The AWS SDK names an error as the service does. */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}

/** Waits between attempts that fail: 1 s, then twice as long each time, up to 10 s. */
export class Attempts {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #signal: AbortSignal
  #retryMs = retryMsMin

  constructor(clock: Clock, logger: Logger, signal: AbortSignal) {
    this.#clock = clock
    this.#logger = logger
    this.#signal = signal
  }

  succeeded(): void {
    this.#retryMs = retryMsMin
  }

  /** Resolves when the next attempt is due, or at once when `signal` has aborted, which may be why this one failed. */
  async failed(error: unknown, shardId: string): Promise<void> {
    passOnBug(error)
    if (this.#signal.aborted || hasCode(error, 'ABORT_ERR')) return
    this.#logger.warn({ err: error, shardId }, 'a shard could not be read, and will be tried again')
    await this.#clock.sleep(this.#retryMs, this.#signal)
    this.#retryMs = Math.min(2 * this.#retryMs, retryMsMax)
  }
}
