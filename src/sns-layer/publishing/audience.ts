import type { SubscriptionState } from '../control/subscription-state.ts'
import type { TopicSubscriptions } from '../control/topic-subscriptions.ts'
import { FilterableMessage, FilterIndex, type RejectionReason } from '../filters/index.ts'
import type { TopicMessage } from '../topic-message.ts'
import type { FanOutTarget, FanOutTargets } from './fan-out-target.ts'

/** Subscriptions whose filters have rejected a message. */
export interface Rejected {
  readonly reason: RejectionReason
  readonly count: number
}

const nobody: readonly Rejected[] = []
const scopes = ['MessageAttributes', 'MessageBody'] as const

/**
 * Who gets what is published to one topic: its confirmed subscriptions, those with a filter policy found by an index. Follows the
 * subscriptions change by change.
 */
export class Audience {
  readonly #subscriptions: TopicSubscriptions
  readonly #targets: FanOutTargets
  /** By the id of the subscription. */
  readonly #all = new Map<string, FanOutTarget>()
  readonly #unfiltered = new Set<FanOutTarget>()
  readonly #filtered = new FilterIndex<FanOutTarget>()

  constructor(subscriptions: TopicSubscriptions, targets: FanOutTargets) {
    this.#subscriptions = subscriptions
    this.#targets = targets
    for (const subscription of subscriptions.table.list) this.#put(subscription)
    subscriptions.table.changed = (id, now) => {
      this.#remove(id)
      if (now !== undefined) this.#put(now)
    }
  }

  /** Undefined for one that is not confirmed. */
  get(id: string): FanOutTarget | undefined {
    return this.#all.get(id)
  }

  /** Hands over everyone who wants the message now. @returns from how many subscriptions filters have kept it, and why */
  select(message: TopicMessage, visit: (target: FanOutTarget) => void): readonly Rejected[] {
    const { held } = this.#subscriptions
    const visitLive = (target: FanOutTarget) => {
      if (held.size === 0 || !held.has(target.subscription.id)) visit(target)
    }
    for (const target of this.#unfiltered) visitLive(target)
    if (this.#filtered.size === 0) return nobody
    const filterable = new FilterableMessage(message.message, message.attributes)
    const filteredOut = this.#filtered.select(filterable, visitLive)
    return scopes.map((scope) => ({ reason: filterable.rejectionReason(scope), count: filteredOut[scope] }))
  }

  #put(subscription: SubscriptionState): void {
    if (!subscription.confirmed) return
    const target = this.#targets.of(subscription)
    this.#all.set(subscription.id, target)
    if (target.filter === undefined) this.#unfiltered.add(target)
    else this.#filtered.set(target, target.filter)
  }

  #remove(id: string): void {
    const target = this.#all.get(id)
    if (target === undefined) return
    this.#all.delete(id)
    this.#unfiltered.delete(target)
    this.#filtered.delete(target)
  }
}
