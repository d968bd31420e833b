import { type MessageAttribute, messageAttributesMd5, type ReceivedMessage } from '../../sqs-layer/index.ts'
import { unknownAttribute } from './errors.ts'
import type { MessageAttributeValue } from './shapes.ts'

type SystemAttributeText = (message: ReceivedMessage) => string | undefined

/** Source: API reference of ReceiveMessage, MessageSystemAttributeNames. */
const systemAttributes = {
  SenderId: ({ senderId }) => senderId,
  SentTimestamp: ({ sentMs }) => String(sentMs),
  ApproximateReceiveCount: ({ receiveCount }) => String(receiveCount),
  ApproximateFirstReceiveTimestamp: ({ firstReceivedMs }) => String(firstReceivedMs),
  SequenceNumber: ({ sequenceNumber }) => sequenceNumber,
  MessageDeduplicationId: ({ deduplicationId }) => deduplicationId,
  MessageGroupId: ({ groupId }) => groupId,
  AWSTraceHeader: ({ traceHeader }) => traceHeader,
  DeadLetterQueueSourceArn: ({ deadLetterSourceArn }) => deadLetterSourceArn,
} as const satisfies Record<string, SystemAttributeText>

type SystemAttributeName = keyof typeof systemAttributes
const allNames = Object.keys(systemAttributes) as readonly SystemAttributeName[]

/** The system attributes that a request names. @throws InvalidAttributeName */
export function wantedSystemAttributes(names: readonly string[]): readonly SystemAttributeName[] {
  const wanted = new Set<SystemAttributeName>()
  for (const name of names) {
    if (name === 'All') return allNames
    if (!Object.hasOwn(systemAttributes, name)) throw unknownAttribute(name)
    wanted.add(name as SystemAttributeName)
  }
  return [...wanted]
}

/** Those of them that the message has; undefined when it has none. */
export function systemAttributesOf(
  message: ReceivedMessage,
  wanted: readonly SystemAttributeName[],
): Record<string, string> | undefined {
  let found: Record<string, string> | undefined
  for (const name of wanted) {
    const textOf: SystemAttributeText = systemAttributes[name]
    const text = textOf(message)
    if (text === undefined) continue
    found ??= {}
    found[name] = text
  }
  return found
}

/** Tells which message attributes a request wants: `All`, `.*`, names, and prefixes that end in `.*`. */
export function messageAttributeFilter(names: readonly string[]): (name: string) => boolean {
  if (names.includes('All')) return () => true
  const exact = new Set<string>()
  const prefixes: string[] = []
  for (const name of names) {
    if (name.endsWith('.*')) prefixes.push(name.slice(0, -2))
    else exact.add(name)
  }
  return (name) => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
}

interface WantedAttributes {
  readonly MD5OfMessageAttributes?: string | undefined
  readonly MessageAttributes?: Record<string, MessageAttributeValue>
}

/** The message attributes that are wanted, and their MD5; nothing when there are none. */
export function messageAttributesOf(
  { attributes, attributesMd5 }: ReceivedMessage,
  isWanted: (name: string) => boolean,
): WantedAttributes {
  const wanted = attributes.filter(({ name }) => isWanted(name))
  if (wanted.length === 0) return {}
  return {
    MD5OfMessageAttributes:
      wanted.length === attributes.length ? attributesMd5 : messageAttributesMd5(wanted),
    MessageAttributes: Object.fromEntries(
      wanted.map((attribute) => [attribute.name, describeValue(attribute)]),
    ),
  }
}

function describeValue({ dataType: DataType, value }: MessageAttribute): MessageAttributeValue {
  return typeof value === 'string' ? { StringValue: value, DataType } : { BinaryValue: value, DataType }
}
