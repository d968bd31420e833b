import type { Protocol, SubscriptionState } from '../control/subscription-state.ts'
import type { TopicState } from '../control/topic-state.ts'
import type { Letter } from './letter.ts'
import type { EffectiveDeliveryPolicy } from './policy/delivery-policy.ts'
import type { RetryPolicy } from './policy/retry-policy.ts'

/** One attempt to deliver something to one subscription. */
export interface Delivery {
  /** Of this attempt. */
  readonly id: string
  readonly topic: TopicState
  readonly subscription: SubscriptionState
  readonly letter: Letter
  /** 1 for the first. */
  readonly attempt: number
  /** Of HTTP and HTTPS endpoints. */
  readonly policy: EffectiveDeliveryPolicy
}

/** What came of it. `statusCode` and `response` are for the log of deliveries. */
export interface DeliveryOutcome {
  /** `retry`: an error of the endpoint's system. `failed`: one that another attempt would not mend. */
  readonly kind: 'delivered' | 'retry' | 'failed'
  readonly statusCode?: number
  /** What the endpoint said, or why nothing came from it. */
  readonly response?: string
  /** A policy that this failure is retried by instead of the endpoint's. */
  readonly retriedBy?: RetryPolicy
}

/** Delivers to the endpoints of some protocols. */
export interface Target {
  readonly protocols: readonly Protocol[]
  /** Whether a subscription waits until its endpoint has confirmed it. */
  readonly needsConfirmation: boolean
  /** Undefined for endpoints whose delivery policy can be set. */
  readonly retryPolicy: RetryPolicy | undefined
  /** @returns why it is no endpoint of that protocol, as AWS says it behind `Invalid parameter: ` */
  endpointFault(protocol: Protocol, endpoint: string): string | undefined
  /** Never rejects for what an endpoint does. Resolves soon when `signal` aborts, with whatever. */
  deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryOutcome>
}
