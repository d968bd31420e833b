import type { Clock } from '../base/index.ts'

/** Longer than any time here, shorter than what Node's timers take. */
const sleepMsMax = 2 ** 31 - 1

export interface Timer {
  /** Wall time in milliseconds. */
  readonly dueMs: number
  run(): void
  /** Its place in the heap; -1 when it is not in it. Kept by `Timers`. */
  at: number
}

/**
 * Calls back when the time has come: one heap, and one sleep until the first is due. Nothing runs while nothing is due.
 * `run` must not throw.
 */
export class Timers {
  readonly #clock: Clock
  readonly #heap: Timer[] = []
  #sleepUntilMs = Number.POSITIVE_INFINITY
  #wake: AbortController | undefined
  #closed = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get count(): number {
    return this.#heap.length
  }

  set(dueMs: number, run: () => void): Timer {
    const timer: Timer = { dueMs, run, at: this.#heap.length }
    this.#heap.push(timer)
    this.#rise(timer)
    this.#sleepTillFirst()
    return timer
  }

  /** Does nothing for one that has run. */
  cancel(timer: Timer | undefined): void {
    if (timer === undefined || timer.at < 0) return
    const { at } = timer
    const last = this.#heap.pop()!
    timer.at = -1
    if (last === timer) return
    this.#put(at, last)
    this.#rise(last)
    this.#sink(last)
  }

  close(): void {
    this.#closed = true
    this.#wake?.abort()
    for (const timer of this.#heap) timer.at = -1
    this.#heap.length = 0
  }

  #sleepTillFirst(): void {
    const first = this.#heap[0]
    if (first === undefined || this.#closed || first.dueMs >= this.#sleepUntilMs) return
    this.#wake?.abort()
    const wake = new AbortController()
    this.#wake = wake
    this.#sleepUntilMs = first.dueMs
    const delayMs = Math.min(first.dueMs - this.#clock.nowMs(), sleepMsMax)
    void this.#clock.sleep(delayMs, wake.signal).then(() => {
      if (!wake.signal.aborted) this.#runDue()
    })
  }

  #runDue(): void {
    this.#sleepUntilMs = Number.POSITIVE_INFINITY
    const nowMs = this.#clock.nowMs()
    for (let first = this.#heap[0]; first !== undefined && first.dueMs <= nowMs; first = this.#heap[0]) {
      this.cancel(first)
      first.run()
    }
    this.#sleepTillFirst()
  }

  #rise(timer: Timer): void {
    while (timer.at > 0) {
      const parent = this.#heap[(timer.at - 1) >>> 1]!
      if (parent.dueMs <= timer.dueMs) return
      const { at } = timer
      this.#put(parent.at, timer)
      this.#put(at, parent)
    }
  }

  #sink(timer: Timer): void {
    for (;;) {
      const left = this.#heap[2 * timer.at + 1]
      const right = this.#heap[2 * timer.at + 2]
      const child = right !== undefined && right.dueMs < left!.dueMs ? right : left
      if (child === undefined || child.dueMs >= timer.dueMs) return
      const { at } = timer
      this.#put(child.at, timer)
      this.#put(at, child)
    }
  }

  #put(at: number, timer: Timer): void {
    this.#heap[at] = timer
    timer.at = at
  }
}
