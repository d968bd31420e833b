import type { Clock } from '../base/index.ts'
import type { ConsumerMetrics } from './metrics.ts'
import type { Holding } from './processing/holding.ts'

interface RenewalsOptions {
  readonly clock: Clock
  readonly metrics: ConsumerMetrics
  /** Is told of a lease that could not be renewed: the next round tries again. */
  failed(error: unknown): void
}

/** So many leases are renewed at a time. */
const atOnce = 32
/** The weight of the last interval in what a shard brings. KCL 3: 0.5. */
const loadAlpha = 0.5

/** Renews a worker's leases, round by round, and tells with each what its shard has brought since the round before. */
export class Renewals {
  readonly #options: RenewalsOptions
  #roundMs: number
  #lost = 0

  constructor(options: RenewalsOptions) {
    this.#options = options
    this.#roundMs = options.clock.monotonicMs()
  }

  /** Takes note of a lease that another worker has taken. */
  noteLost(): void {
    this.#lost++
  }

  async round(holdings: readonly Holding[]): Promise<void> {
    const { clock, metrics } = this.#options
    const startedMs = clock.monotonicMs()
    const seconds = Math.max(0.001, (startedMs - this.#roundMs) / 1000)
    this.#roundMs = startedMs
    let failedRenewals = 0
    for (let i = 0; i < holdings.length; i += atOnce) {
      const some = holdings.slice(i, i + atOnce)
      const renewed = await Promise.all(some.map((holding) => this.#renew(holding, seconds)))
      failedRenewals += renewed.filter((isRenewed) => !isRenewed).length
    }
    metrics.leasesRenewed({
      currentLeases: holdings.filter(({ isBegun, held }) => isBegun && !held.lost.aborted).length,
      lostLeases: this.#lost,
      failedRenewals,
      durationMs: clock.monotonicMs() - startedMs,
    })
    this.#lost = 0
  }

  /** @returns false when the store failed */
  async #renew({ held, consumer }: Holding, seconds: number): Promise<boolean> {
    const before = held.lease.bytesPerSecond
    const now = (consumer?.takeBytes() ?? 0) / seconds
    try {
      await held.renew(Math.round(before + loadAlpha * (now - before)))
      return true
    } catch (error) {
      this.#options.failed(error)
      return false
    }
  }
}
