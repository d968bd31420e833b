import type { StateMachine } from '../../log/index.ts'
import { unknownSnsEvent } from '../errors.ts'
import type { StoredSubscription, SubscriptionEvent } from './subscription-event.ts'
import {
  defaultSubscriptionSettings,
  type Protocol,
  protocols,
  type SubscriptionSettings,
  type SubscriptionState,
} from './subscription-state.ts'

interface Snapshot {
  readonly nextOrdinal: number
  readonly deletedCount: number
  readonly subscriptions: readonly (StoredSubscription & { readonly ordinal: number })[]
}

/** The subscriptions of one topic, as its log tells of them. Some 600 bytes for each. */
export class SubscriptionTable implements StateMachine<SubscriptionEvent> {
  /** How many have ended. */
  deletedCount = 0
  pendingCount = 0
  /** How many have a filter policy. */
  filteredCount = 0
  /** Told of each change: of a subscription as it is now, or that it is no more. */
  changed: (id: string, now: SubscriptionState | undefined) => void = () => undefined
  readonly #topicArn: string
  readonly #owner: string
  readonly #byId = new Map<string, SubscriptionState>()
  readonly #byEndpoint = new Map<string, SubscriptionState>()
  /** By ordinal. */
  #list: SubscriptionState[] = []
  #nextOrdinal = 0

  /** @param owner of the topic */
  constructor(topicArn: string, owner: string) {
    this.#topicArn = topicArn
    this.#owner = owner
  }

  get count(): number {
    return this.#list.length
  }

  /** In the order in which they came. Not to be kept over a turn. */
  get list(): readonly SubscriptionState[] {
    return this.#list
  }

  get(id: string): SubscriptionState | undefined {
    return this.#byId.get(id)
  }

  find(protocol: Protocol, endpoint: string): SubscriptionState | undefined {
    return this.#byEndpoint.get(endpointKey(protocol, endpoint))
  }

  /** Where in `list` those behind an ordinal begin. */
  indexBehind(ordinal: number): number {
    let low = 0
    for (let high = this.#list.length; low < high; ) {
      const middle = (low + high) >>> 1
      if (this.#list[middle]!.ordinal > ordinal) high = middle
      else low = middle + 1
    }
    return low
  }

  /** @throws SNS_EVENT_UNKNOWN, in a replay of what a newer version wrote */
  apply(event: SubscriptionEvent): void {
    switch (event.kind) {
      case 'subscribed':
        this.#add(this.#stateOf(event.subscription, this.#nextOrdinal++))
        this.changed(event.subscription.id, this.#byId.get(event.subscription.id))
        break
      case 'subscription-changed': {
        const subscription = this.#byId.get(event.id)
        if (subscription === undefined) break
        const settings = compact({ ...subscription.settings, ...event.change.settings })
        this.#replace(subscription, { ...subscription, ...event.change, settings })
        this.changed(event.id, this.#byId.get(event.id))
        break
      }
      case 'unsubscribed':
        this.#remove(event.id)
        this.changed(event.id, undefined)
        break
      default:
        throw unknownSnsEvent((event satisfies never as { kind: unknown }).kind)
    }
  }

  snapshot(): Snapshot {
    return {
      nextOrdinal: this.#nextOrdinal,
      deletedCount: this.deletedCount,
      subscriptions: this.#list.map((subscription) => ({
        ...storedOf(subscription),
        ordinal: subscription.ordinal,
      })),
    }
  }

  restore(snapshot: unknown): void {
    const { nextOrdinal, deletedCount, subscriptions } = snapshot as Snapshot
    this.#byId.clear()
    this.#byEndpoint.clear()
    this.#list = []
    this.pendingCount = 0
    this.filteredCount = 0
    this.deletedCount = deletedCount
    this.#nextOrdinal = nextOrdinal
    for (const stored of subscriptions) this.#add(this.#stateOf(stored, stored.ordinal))
  }

  /** What many subscriptions have in common is one text for all: a decoded event has its own of each. */
  #stateOf(stored: StoredSubscription, ordinal: number): SubscriptionState {
    const { id, owner, protocol, endpoint, createdMs, confirmed } = stored
    return {
      arn: `${this.#topicArn}:${id}`,
      topicArn: this.#topicArn,
      id,
      ordinal,
      owner: owner === this.#owner ? this.#owner : owner,
      protocol: protocols.find((known) => known === protocol) ?? protocol,
      endpoint,
      createdMs,
      confirmed,
      confirmationWasAuthenticated: stored.confirmationWasAuthenticated,
      unsubscribeNeedsOwner: stored.unsubscribeNeedsOwner,
      replay: stored.replay ?? null,
      settings: compact({ ...defaultSubscriptionSettings, ...stored.settings }),
    }
  }

  #add(subscription: SubscriptionState): void {
    this.#byId.set(subscription.id, subscription)
    this.#byEndpoint.set(endpointKey(subscription.protocol, subscription.endpoint), subscription)
    this.#list.push(subscription)
    this.#count(subscription, 1)
  }

  #replace(before: SubscriptionState, now: SubscriptionState): void {
    this.#byId.set(now.id, now)
    this.#byEndpoint.set(endpointKey(now.protocol, now.endpoint), now)
    this.#list[this.indexBehind(before.ordinal) - 1] = now
    this.#count(before, -1)
    this.#count(now, 1)
  }

  #remove(id: string): void {
    const subscription = this.#byId.get(id)
    if (subscription === undefined) return
    this.#byId.delete(id)
    this.#byEndpoint.delete(endpointKey(subscription.protocol, subscription.endpoint))
    this.#list.splice(this.indexBehind(subscription.ordinal) - 1, 1)
    this.#count(subscription, -1)
    this.deletedCount++
  }

  #count({ confirmed, settings }: SubscriptionState, by: 1 | -1): void {
    if (!confirmed) this.pendingCount += by
    if (settings.filterPolicy !== null) this.filteredCount += by
  }
}

function storedOf(subscription: SubscriptionState): StoredSubscription {
  const { arn: _arn, topicArn: _topicArn, ordinal: _ordinal, settings, ...stored } = subscription
  return { ...stored, settings: settingsOwn(settings) }
}

/** Those that are not AWS's. */
export function settingsOwn(settings: Partial<SubscriptionSettings>): Partial<SubscriptionSettings> {
  return Object.fromEntries(
    Object.entries(settings).filter(
      ([name, value]) => value !== defaultSubscriptionSettings[name as keyof SubscriptionSettings],
    ),
  )
}

const endpointKey = (protocol: Protocol, endpoint: string) => `${protocol}\n${endpoint}`

/** Most subscriptions are set to nothing, or to raw messages and nothing else: they share one object. */
function compact(settings: SubscriptionSettings): SubscriptionSettings {
  const isPlain = Object.entries(defaultSubscriptionSettings).every(
    ([name, value]) =>
      name === 'rawMessageDelivery' || settings[name as keyof SubscriptionSettings] === value,
  )
  if (!isPlain) return settings
  return settings.rawMessageDelivery ? rawSettings : defaultSubscriptionSettings
}

const rawSettings: SubscriptionSettings = { ...defaultSubscriptionSettings, rawMessageDelivery: true }
