import { setTimeout as delay } from 'node:timers/promises'

/** The only source of time in src. A test passes a clock that it moves by hand. */
export interface Clock {
  /** Wall time in whole milliseconds since the Unix epoch. May step backwards. */
  nowMs(): number
  /** Monotonic time in milliseconds (with a fraction) from an arbitrary origin. Never decreases. */
  monotonicMs(): number
  /** Resolves after `delayMs` (at once if <= 0), or as soon as `signal` aborts. Never rejects. Does not keep the process alive. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>
}

/** Some 25 days. A timer of Node for longer than this is over at once. */
const timerMsMax = 2 ** 31 - 1

function realClock(ref: boolean): Clock {
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    async sleep(delayMs, signal) {
      for (let leftMs = delayMs; leftMs > 0 && !signal?.aborted; leftMs -= timerMsMax) {
        const partMs = Math.min(leftMs, timerMsMax)
        await delay(partMs, undefined, { ref, ...(signal && { signal }) }).catch(() => undefined)
      }
    },
  }
}

export const systemClock = realClock(false)

/** The same, but sleeps keep the process alive: for work that someone waits for. */
export const wakefulClock = realClock(true)

interface Sleeper {
  wakeMs: number
  wake(): void
}

/** A clock that stands still until it is told to move: for tests, simulations and embedders who test with time. */
export class ManualClock implements Clock {
  #nowMs: number
  #monotonicMs = 0
  #sleepers: Sleeper[] = []

  constructor(nowMs = 1_700_000_000_000) {
    this.#nowMs = nowMs
  }

  nowMs(): number {
    return Math.floor(this.#nowMs)
  }

  monotonicMs(): number {
    return this.#monotonicMs
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    if (delayMs <= 0 || signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        signal?.removeEventListener('abort', wake)
        this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.wake !== wake)
        resolve()
      }
      this.#sleepers.push({ wakeMs: this.#monotonicMs + delayMs, wake })
      signal?.addEventListener('abort', wake)
    })
  }

  /** Moves both times forward and wakes, earliest first, every sleeper whose time has come. */
  advance(ms: number): void {
    const endMs = this.#monotonicMs + ms
    for (;;) {
      const next = this.#sleepers.reduce<Sleeper | undefined>(
        (first, sleeper) => (first === undefined || sleeper.wakeMs < first.wakeMs ? sleeper : first),
        undefined,
      )
      if (next === undefined || next.wakeMs > endMs) break
      this.#moveTo(next.wakeMs)
      next.wake()
    }
    this.#moveTo(endMs)
  }

  /** Steps the wall time only, as an administrator or NTP would. */
  setWallTime(nowMs: number): void {
    this.#nowMs = nowMs
  }

  #moveTo(monotonicMs: number): void {
    this.#nowMs += monotonicMs - this.#monotonicMs
    this.#monotonicMs = monotonicMs
  }
}
