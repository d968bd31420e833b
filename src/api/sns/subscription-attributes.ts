import {
  invalidParameter,
  type Protocol,
  type SubscriptionSettings,
  type TopicState,
  type Topics,
} from '../../sns-layer/index.ts'
import { parseQueueArn } from '../../sqs-layer/index.ts'
import { objectIn } from '../json-object.ts'
import { readReplayPolicy } from './replay-policy.ts'
import { truthOf } from './topic-attributes.ts'

type SettingsChange = { -readonly [Name in keyof SubscriptionSettings]?: SubscriptionSettings[Name] }

interface ReadingContext {
  readonly topics: Topics
  readonly topic: TopicState
  readonly protocol: Protocol
  /** Of the subscription as it is. */
  readonly settings: SubscriptionSettings
  /** What AWS puts before the reason for which an attribute is refused. */
  readonly within?: string
}

/** Puts what the text means into the change. @throws TOPIC_PARAMETER_INVALID for a text that means nothing */
type AttributeReader = (change: SettingsChange, text: string, name: string, context: ReadingContext) => void

const rawProtocols: ReadonlySet<Protocol> = new Set<Protocol>(['sqs', 'http', 'https', 'firehose'])

/* Source: API reference of SetSubscriptionAttributes. */
const readers: Readonly<Record<string, AttributeReader>> = {
  /** Source of the text: https://github.com/aws-controllers-k8s/community/issues/2192. */
  RawMessageDelivery(change, text, name, { protocol, topics }) {
    change.rawMessageDelivery = truthOf(text, name)
    if (change.rawMessageDelivery && !rawProtocols.has(protocol)) {
      throw invalidParameter(`Delivery protocol [${protocol}] does not support raw message delivery.`)
    }
    refuseEnvelope(change.rawMessageDelivery, protocol, topics)
  },
  FilterPolicyScope(change, text, name) {
    /* Source: https://github.com/aws/aws-cdk/pull/23108. */
    if (text !== 'MessageAttributes' && text !== 'MessageBody') {
      throw invalidParameter(
        `${name}: Invalid value [${text}]. Please use either MessageBody or MessageAttributes`,
      )
    }
    change.filterPolicyScope = text
  },
  /** Checked when all is read: it depends on the scope. */
  FilterPolicy(change, text) {
    change.filterPolicy = text === '' || text === '{}' ? null : text
  },
  RedrivePolicy(change, text, _name, context) {
    change.deadLetterTargetArn = text === '' || text === '{}' ? null : deadLetterTarget(text, context)
  },
  DeliveryPolicy(change, text, _name, { topics }) {
    if (text !== '') topics.deliveries.checkPolicy(text, 'subscription')
    change.deliveryPolicy = text === '' ? null : text
  },
  ReplayPolicy(change, text, _name, { topics, topic }) {
    change.replayPolicy = readReplayPolicy(text, topic, topics.nowMs())
  },
  SubscriptionRoleArn(change, text, name) {
    if (!/^arn:aws(?:-[a-z-]+)?:iam::\d{12}:role\/.{1,512}$/.test(text)) throw invalidParameter(name)
    change.subscriptionRoleArn = text
  },
}

/**
 * The settings that attributes mean.
 * @param unknown the text for an attribute that there is not
 * @throws TOPIC_PARAMETER_INVALID
 */
export function readSubscriptionAttributes(
  attributes: Readonly<Record<string, string>>,
  context: ReadingContext,
  unknown: (name: string) => string,
): Partial<SubscriptionSettings> {
  const change: SettingsChange = {}
  for (const [name, text] of Object.entries(attributes)) {
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined
    if (reader === undefined) throw invalidParameter(unknown(name))
    reader(change, text, name, context)
  }
  checkFilter(change, context)
  return change
}

/** Text ours. A request to confirm is in an envelope, too. */
export function refuseEnvelope(needsNone: boolean, protocol: Protocol, { envelopes }: Topics): void {
  if (protocol !== 'sqs' || needsNone || envelopes.available) return
  throw invalidParameter(
    'RawMessageDelivery Reason: Millrace sends queues raw messages only so far (true); see docs/api-status.md',
  )
}

/** A policy that is there has to be good in the scope that it gets. */
function checkFilter(change: SettingsChange, { topics, settings, within = '' }: ReadingContext): void {
  if (change.filterPolicy === undefined && change.filterPolicyScope === undefined) return
  const policy = change.filterPolicy === undefined ? settings.filterPolicy : change.filterPolicy
  if (policy !== null)
    topics.filters.check(policy, change.filterPolicyScope ?? settings.filterPolicyScope, within)
}

/** Source of the rules: SNS Developer Guide, "Dead-letter queues": same account and region, a FIFO queue for a FIFO topic. Texts ours. */
function deadLetterTarget(text: string, { topics, topic }: ReadingContext): string {
  const policy = objectIn(text)
  const arn = policy?.deadLetterTargetArn
  if (typeof arn !== 'string' || Object.keys(policy!).length !== 1) {
    throw invalidParameter('RedrivePolicy: must be a JSON object with a deadLetterTargetArn and nothing else')
  }
  const name = parseQueueArn(arn)
  if (name === undefined) throw invalidParameter('RedrivePolicy: deadLetterTargetArn is an invalid arn')
  if (name.region !== topic.region) {
    throw invalidParameter('RedrivePolicy: deadLetterTargetArn must be in the region of the topic')
  }
  const queue = topics.queues.control.find(name, name.name)
  if (queue === undefined) throw invalidParameter('RedrivePolicy: deadLetterTargetArn does not exist')
  if (queue.isFifo !== topic.isFifo) {
    throw invalidParameter(
      'RedrivePolicy: must use a FIFO queue as DLQ for a FIFO topic, and no FIFO queue for another',
    )
  }
  return arn
}
