import type { OutgoingMessage, SentMessage } from '../../sqs-layer/index.ts'
import { invalidValue, sqsError } from './errors.ts'
import { readMessageAttributes, readTraceHeader } from './message-attributes.ts'
import { forbiddenCharacter } from './message-text.ts'
import { checkRange } from './queue-name.ts'
import type { SendMessageBatchRequestEntry, SendMessageRequest } from './shapes.ts'

const delayRange = { min: 0, max: 900, reason: 'DelaySeconds must be >= 0 and <= 900.' }

/** Source of the characters and of the length: API reference of SendMessage. */
const idPattern = /^[!-~]{1,128}$/

/**
 * The message that an input means, checked for form.
 * @throws InvalidMessageContents, InvalidParameterValue, UnsupportedOperation
 */
export function outgoingMessage(
  input: Omit<SendMessageRequest, 'QueueUrl'> | SendMessageBatchRequestEntry,
): OutgoingMessage {
  const { MessageBody, DelaySeconds, MessageGroupId, MessageDeduplicationId } = input
  const forbidden = forbiddenCharacter(MessageBody, 'message body')
  if (forbidden !== undefined) throw sqsError('InvalidMessageContents', forbidden)
  checkRange('DelaySeconds', DelaySeconds, delayRange)
  checkId('MessageGroupId', MessageGroupId)
  checkId('MessageDeduplicationId', MessageDeduplicationId)
  return {
    body: Buffer.from(MessageBody),
    attributes: readMessageAttributes(input.MessageAttributes),
    ...optional('traceHeader', readTraceHeader(input.MessageSystemAttributes)),
    ...optional('delaySeconds', DelaySeconds),
    ...optional('groupId', MessageGroupId),
    ...optional('deduplicationId', MessageDeduplicationId),
  }
}

/** What the sender of a message is told. */
export function sentAnswer(sent: SentMessage) {
  return {
    MD5OfMessageBody: sent.bodyMd5,
    MD5OfMessageAttributes: sent.attributesMd5,
    MD5OfMessageSystemAttributes: sent.systemAttributesMd5,
    MessageId: sent.messageId,
    SequenceNumber: sent.sequenceNumber,
  }
}

/** Whether a text can be the id of a message group, or of a message for deduplication. */
export function isMessageName(id: string): boolean {
  return idPattern.test(id)
}

function checkId(name: string, id: string | undefined): void {
  if (id === undefined || isMessageName(id)) return
  throw invalidValue(
    name,
    id.slice(0, 256),
    `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  )
}

/** Absent, and not undefined: the queues' types tell the two apart. */
function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [Key in Name]: Value } | undefined {
  return value === undefined ? undefined : ({ [name]: value } as { [Key in Name]: Value })
}
