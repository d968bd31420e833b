import { type QueueCounts, type QueueState, queueArnOf } from '../../sqs-layer/index.ts'

type AttributeText = (queue: QueueState, counts: QueueCounts) => string | undefined

const seconds = (ms: number) => String(Math.floor(ms / 1000))
const json = (policy: object | null) => (policy === null ? undefined : JSON.stringify(policy))
const ofFifo = (queue: QueueState, text: string) => (queue.isFifo ? text : undefined)

/** What each attribute says of a queue; undefined for one that the queue does not have. */
export const attributeTexts = {
  QueueArn: (queue) => queueArnOf(queue),
  ApproximateNumberOfMessages: (_, { visible }) => String(visible),
  ApproximateNumberOfMessagesNotVisible: (_, { notVisible }) => String(notVisible),
  ApproximateNumberOfMessagesDelayed: (_, { delayed }) => String(delayed),
  CreatedTimestamp: ({ createdMs }) => seconds(createdMs),
  LastModifiedTimestamp: ({ modifiedMs }) => seconds(modifiedMs),
  VisibilityTimeout: ({ settings }) => String(settings.visibilityTimeout),
  MaximumMessageSize: ({ settings }) => String(settings.maximumMessageSize),
  MessageRetentionPeriod: ({ settings }) => String(settings.messageRetentionPeriod),
  DelaySeconds: ({ settings }) => String(settings.delaySeconds),
  ReceiveMessageWaitTimeSeconds: ({ settings }) => String(settings.receiveMessageWaitTimeSeconds),
  Policy: ({ settings }) => settings.policy ?? undefined,
  RedrivePolicy: ({ settings }) => json(settings.redrivePolicy),
  RedriveAllowPolicy: ({ settings }) => json(settings.redriveAllowPolicy),
  FifoQueue: (queue) => ofFifo(queue, 'true'),
  ContentBasedDeduplication: (queue) => ofFifo(queue, String(queue.settings.contentBasedDeduplication)),
  DeduplicationScope: (queue) => ofFifo(queue, queue.settings.deduplicationScope),
  FifoThroughputLimit: (queue) => ofFifo(queue, queue.settings.fifoThroughputLimit),
  KmsMasterKeyId: ({ settings }) => settings.kmsMasterKeyId ?? undefined,
  KmsDataKeyReusePeriodSeconds: ({ settings }) =>
    settings.kmsMasterKeyId === null ? undefined : String(settings.kmsDataKeyReusePeriodSeconds),
  SqsManagedSseEnabled: ({ settings }) => String(settings.sqsManagedSseEnabled),
} as const satisfies Record<string, AttributeText>

export type AttributeName = keyof typeof attributeTexts

export const attributeNames = Object.keys(attributeTexts) as readonly AttributeName[]

/** Those of the attributes that the queue has. */
export function describeQueue(
  queue: QueueState,
  counts: QueueCounts,
  names: Iterable<AttributeName>,
): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const name of names) {
    const textOf: AttributeText = attributeTexts[name]
    const text = textOf(queue, counts)
    if (text !== undefined) texts[name] = text
  }
  return texts
}
