import type { Clock } from '../../../src/base/index.ts'

interface Sleeper {
  readonly wakeMs: number
  readonly order: number
  wake(): void
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Time that stands still while anything can still happen, and then jumps to where the next sleeper wakes. */
export class VirtualTime implements Clock {
  /** A binary heap, the next to wake first. */
  readonly #sleepers: Sleeper[] = []
  #nowMs = 0
  #order = 0

  nowMs(): number {
    return 1_700_000_000_000 + Math.floor(this.#nowMs)
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    if (delayMs <= 0 || signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      signal?.addEventListener('abort', wake)
      this.#push({ wakeMs: this.#nowMs + delayMs, order: this.#order++, wake })
    })
  }

  /** Until this time has come, or nobody sleeps. */
  async run(untilMs: number): Promise<void> {
    await turn()
    for (
      let next = this.#sleepers[0];
      next !== undefined && next.wakeMs <= untilMs;
      next = this.#sleepers[0]
    ) {
      this.#nowMs = next.wakeMs
      while (this.#sleepers[0]?.wakeMs === this.#nowMs) this.#pop().wake()
      await turn()
    }
    this.#nowMs = untilMs
  }

  #push(sleeper: Sleeper): void {
    const heap = this.#sleepers
    let at = heap.push(sleeper) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (isFirst(heap[parent] as Sleeper, sleeper)) break
      heap[at] = heap[parent] as Sleeper
      at = parent
    }
    heap[at] = sleeper
  }

  #pop(): Sleeper {
    const heap = this.#sleepers
    const first = heap[0] as Sleeper
    const last = heap.pop() as Sleeper
    if (heap.length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isFirst(heap[child + 1] as Sleeper, heap[child] as Sleeper)) child++
      if (isFirst(last, heap[child] as Sleeper)) break
      heap[at] = heap[child] as Sleeper
      at = child
    }
    heap[at] = last
    return first
  }
}

function isFirst(a: Sleeper, b: Sleeper): boolean {
  return a.wakeMs < b.wakeMs || (a.wakeMs === b.wakeMs && a.order < b.order)
}
