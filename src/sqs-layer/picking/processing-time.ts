import type { Clock } from '../../base/index.ts'

/** More than this share of the consumers' recent time makes a tenant noisy. Source: as of FairPicker. */
const noisyShare = 0.1
/** What was so long ago counts half. Ours: AWS says "recent". */
const halfLifeMs = 60_000
/** Weights double with each half-life; before they are too large they begin again at 1. */
const halfLivesMax = 64
/** Tenants that are counted. When there are more, those are forgotten that have less than `forgottenShare`: at most 1,024 have as much. */
const tenantsMax = 4096
const forgottenShare = 1 / 1024

/** How much of the consumers' time each tenant takes: a message counts when it is in flight no more. Kept in memory only. */
export class ProcessingTime {
  readonly #clock: Clock
  /** In seconds, weighted by when they were: sums are right but for one factor, which shares do not have. */
  readonly #byTenant = new Map<string, number>()
  #total = 0
  #beginMs: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#beginMs = clock.nowMs()
  }

  get tenantCount(): number {
    return this.#byTenant.size
  }

  /**
   * @param tenant undefined for a message that is a tenant of its own
   * @param receivedS when it was received. Both ends are in whole seconds, rounded down: of many messages the sum is right
   */
  add(tenant: string | undefined, receivedS: number): void {
    const nowMs = this.#clock.nowMs()
    const seconds = Math.floor(nowMs / 1000) - receivedS
    if (seconds <= 0) return
    const weighted = seconds * this.#weightAt(nowMs)
    this.#total += weighted
    if (tenant === undefined) return
    this.#byTenant.set(tenant, (this.#byTenant.get(tenant) ?? 0) + weighted)
    if (this.#byTenant.size > tenantsMax) this.#forgetQuiet()
  }

  isNoisy(tenant: string): boolean {
    return (this.#byTenant.get(tenant) ?? 0) > noisyShare * this.#total
  }

  #weightAt(nowMs: number): number {
    if (nowMs - this.#beginMs > halfLivesMax * halfLifeMs) this.#beginAgain(nowMs)
    return 2 ** ((nowMs - this.#beginMs) / halfLifeMs)
  }

  #beginAgain(nowMs: number): void {
    const factor = 2 ** ((this.#beginMs - nowMs) / halfLifeMs)
    this.#beginMs = nowMs
    this.#total *= factor
    for (const [tenant, time] of this.#byTenant) this.#byTenant.set(tenant, time * factor)
    this.#forgetQuiet()
  }

  #forgetQuiet(): void {
    for (const [tenant, time] of this.#byTenant) {
      if (time <= forgottenShare * this.#total) this.#byTenant.delete(tenant)
    }
  }
}
