import type { Clock } from '../../base/index.ts'
import type { Lease } from './lease.ts'

interface Sighting {
  readonly counter: number
  readonly sinceMs: number
}

/**
 * Tells leases that are kept from those that are not: a row's counter that stood still for the failover time, by the
 * clock of the one who looks. No two clocks are compared, so it does not matter whether they agree.
 */
export class LeaseObserver {
  readonly #clock: Clock
  readonly #failoverMs: number
  #sightings = new Map<string, Sighting>()

  constructor(clock: Clock, failoverMs: number) {
    this.#clock = clock
    this.#failoverMs = failoverMs
  }

  /** Takes note of all the leases there are, read since `readMs` (monotonic). */
  observe(leases: readonly Lease[], readMs: number): void {
    const sightings = new Map<string, Sighting>()
    for (const { key, counter } of leases) {
      const before = this.#sightings.get(key)
      sightings.set(key, before?.counter === counter ? before : { counter, sinceMs: readMs })
    }
    this.#sightings = sightings
  }

  /**
   * True when nobody has the lease, or nobody keeps it. A former owner that still may write checkpoints has it. A lease
   * that was not observed is not expired.
   */
  isExpired({ key, counter, owner, checkpointOwner }: Lease): boolean {
    if (owner === undefined && checkpointOwner === undefined) return true
    const sighting = this.#sightings.get(key)
    if (sighting?.counter !== counter) return false
    return this.#clock.monotonicMs() - sighting.sinceMs >= this.#failoverMs
  }
}
