import type { Clock } from '../../../src/base/index.ts'
import type { SeededRandom } from '../seeded-random.ts'

const never = new Promise<never>(() => undefined)

/**
 * The machine that a worker runs on: may crash, and is never heard of again; may stand still for a while, and go on as
 * if nothing had been. Its clock begins anywhere.
 */
export class SimMachine implements Clock {
  readonly #time: Clock
  readonly #random: SeededRandom
  readonly #startMs: number
  #isCrashed = false
  #pausedUntilMs = 0

  constructor(time: Clock, random: SeededRandom) {
    this.#time = time
    this.#random = random
    this.#startMs = random.below(1e9)
  }

  get isCrashed(): boolean {
    return this.#isCrashed
  }

  crash(): void {
    this.#isCrashed = true
  }

  pause(delayMs: number): void {
    this.#pausedUntilMs = this.#time.monotonicMs() + delayMs
  }

  nowMs(): number {
    return this.#time.nowMs() + (this.#startMs % 600_000)
  }

  monotonicMs(): number {
    return this.#time.monotonicMs() + this.#startMs
  }

  async sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    await this.#time.sleep(delayMs, signal)
    await this.#untilRunning()
  }

  /** The way of a call to another machine, there or back. */
  async travel(): Promise<void> {
    const isSlow = this.#random.chance(0.01)
    await this.#time.sleep(isSlow ? this.#random.below(8000) : 1 + this.#random.below(40))
  }

  /** What happens elsewhere goes on; this machine sees it when it runs. */
  async receive<Value>(answer: Promise<Value>): Promise<Value> {
    const settled = await answer.then(
      (value) => () => value,
      (error) => () => {
        throw error
      },
    )
    await this.#untilRunning()
    return settled()
  }

  async #untilRunning(): Promise<void> {
    for (;;) {
      if (this.#isCrashed) return never
      const leftMs = this.#pausedUntilMs - this.#time.monotonicMs()
      if (leftMs <= 0) return
      await this.#time.sleep(leftMs)
    }
  }
}
