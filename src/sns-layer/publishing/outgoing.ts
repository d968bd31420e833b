import { hash } from 'node:crypto'
import type { MessageAttribute, OutgoingMessage } from '../../sqs-layer/index.ts'
import type { TopicMessage } from '../topic-message.ts'

/** Source: SNS Developer Guide, "Raw message delivery": a message with more is not delivered to queues. */
const attributesMax = 10

/**
 * A message of a topic as a message of a queue. With raw delivery its attributes are the message's, otherwise they are in its body.
 * The group goes on, to standard queues for fair queues, but not from a FIFO topic to a standard queue.
 * Sources: SNS Developer Guide, "Message grouping for FIFO topics"; SQS Developer Guide, "Using fair queues with SNS".
 * @returns undefined for one that queues do not take
 */
export function outgoingOf(
  message: TopicMessage,
  body: Uint8Array,
  { raw, toFifo }: { raw: boolean; toFifo: boolean },
): OutgoingMessage | undefined {
  const attributes = raw ? rawAttributes(message) : []
  if (attributes.length > attributesMax) return undefined
  const isFifo = message.sequenceNumber !== undefined
  const groupId = isFifo && !toFifo ? undefined : message.groupId
  const deduplicationId = toFifo ? deduplicationIdOf(message) : undefined
  return {
    body,
    attributes,
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  }
}

/** Source: SNS Developer Guide, "Message replay for FIFO topic subscribers": the attribute Replayed. */
function rawAttributes({ attributes, replayed }: TopicMessage): readonly MessageAttribute[] {
  return replayed ? [...attributes, { name: 'Replayed', dataType: 'String', value: 'true' }] : attributes
}

/** A queue must not take a message from the archive for the one that it has had within five minutes. */
function deduplicationIdOf({ deduplicationId, messageId, replayed }: TopicMessage): string | undefined {
  return replayed ? hash('sha256', `replayed ${messageId} ${deduplicationId}`, 'hex') : deduplicationId
}
