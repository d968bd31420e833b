import type { Clock } from '../../base/index.ts'
import type { OutgoingMessage } from '../message/message.ts'
import type { ProcessingTime } from './processing-time.ts'
import type { Tenant, Tenants } from './tenants.ts'

/*
 * A tenant becomes noisy that has at least so many messages in flight, and more than this share of all that are; or that takes more than a
 * share of the consumers' time (ProcessingTime). It stays so until its shares are like those of others, its backlog is gone, or it has
 * sent nothing for so long. Source: Amazon SQS Developer Guide, "How Amazon SQS fair queues work".
 */
const noisyHeldMin = 30
const noisyShare = 0.1
const silentMs = 5 * 60_000

/** Tenants that are remembered to be noisy: when there are more, the one is forgotten that has been so for longest. Ours. */
const noisyMax = 1024

export interface NoisyTenantsParts {
  readonly clock: Clock
  readonly tenants: Tenants
  readonly processingTime: ProcessingTime
  /** Messages in flight, of all tenants. */
  heldCount(): number
}

/** Which tenants of a standard queue are noisy. Kept in memory only. */
export class NoisyTenants {
  readonly #parts: NoisyTenantsParts
  /** By name, since when it was silent: its last send, or when it became noisy. */
  readonly #silentSinceMs = new Map<string, number>()

  constructor(parts: NoisyTenantsParts) {
    this.#parts = parts
  }

  isNoisy(tenant: Tenant): boolean {
    const { name } = tenant
    const nowMs = this.#parts.clock.nowMs()
    const sinceMs = this.#silentSinceMs.get(name)
    const isOver = this.#isOver(tenant)
    if (sinceMs === undefined) {
      if (isOver) this.#remember(name, nowMs)
      return isOver
    }
    // One that is silent while it is over a threshold is quiet until it sends again.
    if (nowMs - sinceMs >= silentMs && isOver) return false
    if (nowMs - sinceMs < silentMs && (isOver || !this.#isLikeOthers(tenant))) return true
    this.#silentSinceMs.delete(name)
    return false
  }

  /** To be called when messages were sent. */
  sent(messages: readonly OutgoingMessage[]): void {
    if (this.#silentSinceMs.size === 0) return
    const nowMs = this.#parts.clock.nowMs()
    for (const { groupId } of messages) {
      if (groupId !== undefined && this.#silentSinceMs.has(groupId)) this.#silentSinceMs.set(groupId, nowMs)
    }
  }

  /** To be called when no message waits: every backlog is gone. */
  drained(): void {
    this.#silentSinceMs.clear()
  }

  #isOver({ held, name }: Tenant): boolean {
    const { heldCount, processingTime } = this.#parts
    return (held >= noisyHeldMin && held > noisyShare * heldCount()) || processingTime.isNoisy(name)
  }

  /** Whether it has no more in flight than each would have if all had the same. Its time is under the threshold. */
  #isLikeOthers({ held }: Tenant): boolean {
    const { heldCount, tenants } = this.#parts
    return held * tenants.busyCount(heldCount()) <= heldCount()
  }

  #remember(name: string, nowMs: number): void {
    this.#silentSinceMs.set(name, nowMs)
    if (this.#silentSinceMs.size > noisyMax)
      this.#silentSinceMs.delete(this.#silentSinceMs.keys().next().value!)
  }
}
