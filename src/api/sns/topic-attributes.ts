import { type DeliveryPort, invalidParameter, type TopicSettings } from '../../sns-layer/index.ts'
import { archiveDaysOf } from './archive-policy.ts'
import { readTopicPolicy } from './topic-policy.ts'

type SettingsChange = { -readonly [Name in keyof TopicSettings]?: TopicSettings[Name] }

interface ReadingContext {
  readonly isFifo: boolean
  readonly deliveries: DeliveryPort
  /** Of the topic as it is. */
  readonly feedback: Readonly<Record<string, string>>
}

/** Puts what the text means into the change. @throws TOPIC_PARAMETER_INVALID for a text that means nothing */
type AttributeReader = (change: SettingsChange, text: string, name: string, context: ReadingContext) => void

/* Source: API reference of SetTopicAttributes. */
const readers: Readonly<Record<string, AttributeReader>> = {
  DisplayName(change, text, name) {
    if (text.length > 100) throw invalidParameter(name)
    change.displayName = text
  },
  Policy(change, text) {
    if (text !== '') readTopicPolicy(text)
    change.policy = text === '' ? null : text
  },
  DeliveryPolicy(change, text, _name, { deliveries }) {
    if (text !== '') deliveries.checkPolicy(text, 'topic')
    change.deliveryPolicy = text === '' ? null : text
  },
  KmsMasterKeyId(change, text, name) {
    if (text.length > 2048) throw invalidParameter(name)
    change.kmsMasterKeyId = text === '' ? null : text
  },
  SignatureVersion(change, text, name) {
    if (text !== '1' && text !== '2') throw invalidParameter(name)
    change.signatureVersion = text
  },
  TracingConfig(_change, text, name) {
    if (text === 'Active') {
      throw invalidParameter(`${name} Reason: Millrace has no X-Ray; only PassThrough is supported`)
    }
    if (text !== 'PassThrough') throw invalidParameter(name)
  },
  ContentBasedDeduplication(change, text, name, { isFifo }) {
    refuseUnlessFifo(name, isFifo)
    change.contentBasedDeduplication = truthOf(text, name)
  },
  FifoThroughputScope(change, text, name, { isFifo }) {
    refuseUnlessFifo(name, isFifo)
    if (text !== 'Topic' && text !== 'MessageGroup') throw invalidParameter(name)
    change.fifoThroughputScope = text
  },
  ArchivePolicy(change, text, name, { isFifo }) {
    refuseUnlessFifo(name, isFifo)
    change.archiveDays = archiveDaysOf(text)
  },
}

/* How deliveries are logged. Source: API reference of SetTopicAttributes. */
const feedbackName =
  /^(?:HTTP|Firehose|Lambda|SQS|Application)(?:(?:Success|Failure)FeedbackRoleArn|SuccessFeedbackSampleRate)$/

/**
 * The settings that attributes mean.
 * @param unknown the text for an attribute that there is not
 * @throws TOPIC_PARAMETER_INVALID
 */
export function readTopicAttributes(
  attributes: Readonly<Record<string, string>>,
  context: ReadingContext,
  unknown: (name: string) => string,
): Partial<TopicSettings> {
  const change: SettingsChange = {}
  for (const [name, text] of Object.entries(attributes)) {
    if (feedbackName.test(name)) {
      change.feedback = withFeedback(change.feedback ?? context.feedback, name, text)
      continue
    }
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined
    if (reader === undefined) throw invalidParameter(unknown(name))
    reader(change, text, name, context)
  }
  return change
}

function withFeedback(
  feedback: Readonly<Record<string, string>>,
  name: string,
  text: string,
): Record<string, string> {
  const isGood = name.endsWith('SampleRate')
    ? /^(?:\d{1,2}|100)?$/.test(text)
    : text === '' || /^arn:aws(?:-[a-z-]+)?:iam::\d{12}:role\/.{1,512}$/.test(text)
  if (!isGood) throw invalidParameter(name)
  const { [name]: _before, ...others } = feedback
  return text === '' ? others : { ...others, [name]: text }
}

/** Source of the form: https://github.com/localstack/localstack/issues/2405. */
function refuseUnlessFifo(name: string, isFifo: boolean): void {
  if (!isFifo) throw invalidParameter(`Attributes Reason: ${name} can be set for FIFO topics only`)
}

export function truthOf(text: string, name: string): boolean {
  const lower = text.toLowerCase()
  if (lower !== 'true' && lower !== 'false') throw invalidParameter(name)
  return lower === 'true'
}
