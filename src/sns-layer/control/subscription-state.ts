import type { ReplayState } from '../archive/replay-state.ts'

/** Source: API reference of Subscribe. */
export const protocols = [
  'http',
  'https',
  'email',
  'email-json',
  'sms',
  'sqs',
  'application',
  'lambda',
  'firehose',
] as const

export type Protocol = (typeof protocols)[number]

export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody'

/** From when to when what is archived is sent again. */
export interface ReplayPolicy {
  readonly fromMs: number
  /** Null: to the newest, and then on with what is published. */
  readonly toMs: number | null
}

/** What a subscription is set to. Policies in JSON are kept as the caller has written them; null: none. */
export interface SubscriptionSettings {
  readonly rawMessageDelivery: boolean
  readonly filterPolicy: string | null
  readonly filterPolicyScope: FilterPolicyScope
  /** Of the queue for what cannot be delivered. */
  readonly deadLetterTargetArn: string | null
  readonly deliveryPolicy: string | null
  readonly replayPolicy: ReplayPolicy | null
  /** The role by which deliveries to Firehose are made. Kept and shown. */
  readonly subscriptionRoleArn: string | null
}

/** One subscription. Never changed: a change is a new object. */
export interface SubscriptionState {
  readonly arn: string
  readonly topicArn: string
  /** The last part of the ARN: a UUID. */
  readonly id: string
  /** Rises with each subscription of the topic. */
  readonly ordinal: number
  /** The account that has subscribed. */
  readonly owner: string
  readonly protocol: Protocol
  readonly endpoint: string
  readonly createdMs: number
  readonly confirmed: boolean
  /** Whether the caller who confirmed it was known. */
  readonly confirmationWasAuthenticated: boolean
  /** Whether only its owner and the topic's may end it. */
  readonly unsubscribeNeedsOwner: boolean
  /** Null for one that was never asked to replay. */
  readonly replay: ReplayState | null
  readonly settings: SubscriptionSettings
}

export type SubscriptionChange = Partial<
  Pick<SubscriptionState, 'confirmed' | 'confirmationWasAuthenticated' | 'unsubscribeNeedsOwner' | 'replay'>
> & { readonly settings?: Partial<SubscriptionSettings> }

export const defaultSubscriptionSettings: SubscriptionSettings = {
  rawMessageDelivery: false,
  filterPolicy: null,
  filterPolicyScope: 'MessageAttributes',
  deadLetterTargetArn: null,
  deliveryPolicy: null,
  replayPolicy: null,
  subscriptionRoleArn: null,
}
