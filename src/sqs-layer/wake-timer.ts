import type { DueHeap } from './backlog/due-heap.ts'
import type { Timer, Timers } from './timers.ts'

export interface WakeTimerPorts {
  readonly timers: Timers
  /** What is hidden. */
  readonly heap: DueHeap
  /** Whether anyone waits. */
  isAwaited(): boolean
  /** Called when the first of what is hidden is seen again. */
  wake(): void
}

/** While someone waits, set to when the first of what is hidden is seen again. */
export class WakeTimer {
  readonly #ports: WakeTimerPorts
  #timer: Timer | undefined

  constructor(ports: WakeTimerPorts) {
    this.#ports = ports
  }

  /** To be called when someone begins to wait, and when what is hidden may have changed. */
  set(): void {
    const { timers, heap } = this.#ports
    const { firstDueMs } = heap
    if (this.#timer?.dueMs === firstDueMs && this.#timer.at >= 0) return
    timers.cancel(this.#timer)
    this.#timer = undefined
    if (!this.#ports.isAwaited() || firstDueMs === Number.POSITIVE_INFINITY) return
    this.#timer = timers.set(firstDueMs, () => {
      this.#ports.wake()
      this.set()
    })
  }

  cancel(): void {
    this.#ports.timers.cancel(this.#timer)
  }
}
