import { type Clock, TokenBucket } from '../../../base/index.ts'
import type { Timer, WorkQueue } from '../../../sqs-layer/index.ts'
import type { LaneState } from './lane-directory.ts'

/** Deliveries to one subscription that are under way at once: while it is healthy, and while it is not or not known to be. Ours. */
const healthyMax = 8
const unhealthyMax = 1
/** Deliveries of one subscription that may be put off at once; each takes some 100 bytes of memory. Further ones wait on the disk. Ours. */
const putOffMax = 1000

/** The deliveries of one subscription that are not made yet. */
export class Lane {
  readonly state: LaneState
  /** While it is open. */
  queue: WorkQueue | undefined
  /** Resolves when it is closed. */
  closing: Promise<void> | undefined
  /** Commits that bring something to it are under way. */
  pins = 0
  /** Deliveries under way. */
  underWay = 0
  /** Deliveries that are given up, which is not durable yet. */
  endings = 0
  /** Whether the last delivery was made. */
  isHealthy = false
  /** Whether the last delivery failed, or took long: then it has no claim to the slots of others. */
  isSlow = false
  /** Whether someone takes deliveries out of it at the moment. */
  isServed = false
  /** Whether it stands in a line. */
  isInLine = false
  /** Whether nothing was in it when it was last looked at. */
  isEmpty = false
  timer: Timer | undefined
  /** Not before this: something went wrong here. */
  restUntilMs = 0
  #bucket: TokenBucket | undefined
  #perSecond: number | undefined

  constructor(state: LaneState) {
    this.state = state
  }

  /** Whether a delivery may not begin: its group's next must not come before it is certain that the one before never will. */
  get isHeldUp(): boolean {
    return this.state.isFifo && this.endings > 0
  }

  /** How many more deliveries may begin. */
  get room(): number {
    if (this.isHeldUp) return 0
    return (this.isHealthy ? healthyMax : unhealthyMax) - this.underWay
  }

  /** @param perSecond what its subscription allows now */
  limit(perSecond: number | undefined, clock: Clock): void {
    if (this.#perSecond === perSecond) return
    this.#perSecond = perSecond
    this.#bucket =
      perSecond === undefined ? undefined : new TokenBucket(clock, { ratePerSecond: perSecond, capacity: 1 })
  }

  /** A delivery begins. To be called when `nextMs` is 0. */
  begin(): void {
    this.underWay++
    this.#bucket?.take(1)
  }

  /** A delivery was made. */
  succeeded(wasSlow: boolean): void {
    this.isHealthy = true
    this.isSlow = wasSlow
  }

  failed(): void {
    this.isHealthy = false
    this.isSlow = true
  }

  /** When the next delivery can begin: 0 for now, Infinity if only a message or the end of a delivery can bring it. */
  nextMs(nowMs: number): number {
    if (this.queue === undefined) return this.restUntilMs <= nowMs ? 0 : this.restUntilMs
    if (this.room <= 0) return Number.POSITIVE_INFINITY
    const { availableMs, firstDueMs, heldCount } = this.queue
    const dueMs = heldCount - this.underWay < putOffMax ? availableMs : firstDueMs
    if (dueMs === Number.POSITIVE_INFINITY) return dueMs
    this.#bucket?.refill()
    const rateMs = Math.ceil(this.#bucket?.msUntil(1) ?? 0)
    const nextMs = Math.max(dueMs, this.restUntilMs, rateMs > 0 ? nowMs + rateMs : 0)
    return nextMs <= nowMs ? 0 : nextMs
  }
}
