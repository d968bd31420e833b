import type { HttpLimits } from './http-limits.ts'

/** A request, as far as it counts. */
export interface Counted {
  /** Whether its answer is counted among the streams: it is one, or is about to become one. */
  holdsStream: boolean
  /** Whether it is counted among the requests that wait. */
  waits: boolean
}

type PlaceLimits = Pick<HttpLimits, 'requestsMax' | 'streamsMax' | 'waitingMax'>

/**
 * How many requests there are, by what they cost. Each takes a place by `enter` and gives it back by `leave`, once. In
 * between it may be one of those that wait, or a stream: those last, and would keep others out.
 */
export class Places {
  readonly #limits: PlaceLimits
  #underWay = 0
  #streams = 0
  #waiting = 0

  constructor(limits: PlaceLimits) {
    this.#limits = limits
  }

  /** Requests that are not answered yet, without those whose answer is a stream that has begun. */
  get requests(): number {
    return this.#underWay + this.#waiting
  }

  get streams(): number {
    return this.#streams
  }

  /** @returns false when it is one too many: then it is to be refused, and leaves like any other */
  enter(): boolean {
    this.#underWay++
    return this.#underWay <= this.#limits.requestsMax
  }

  leave(request: Counted): void {
    this.endWait(request)
    if (request.holdsStream) this.#streams--
    this.#underWay--
  }

  /** Takes a place among the streams for the answer, if it has none yet. @returns whether it has one */
  holdStream(request: Counted): boolean {
    if (request.holdsStream) return true
    if (this.#streams >= this.#limits.streamsMax) return false
    this.#streams++
    request.holdsStream = true
    return true
  }

  /** While `stream` lasts, which is the answer of a request that holds a place for it, the request is none of those under way. */
  async whileStreaming(stream: Promise<void>): Promise<void> {
    this.#underWay--
    try {
      await stream
    } finally {
      this.#underWay++
    }
  }

  /** Moves a request to those that wait. @returns false if it waits already, or there is no room among them */
  beginWait(request: Counted): boolean {
    if (request.waits || this.#waiting >= this.#limits.waitingMax) return false
    this.#underWay--
    this.#waiting++
    request.waits = true
    return true
  }

  endWait(request: Counted): void {
    if (!request.waits) return
    this.#waiting--
    this.#underWay++
    request.waits = false
  }
}
