import { hash } from 'node:crypto'
import { invalidParameter, type PublishRequest, type TopicState } from '../../sns-layer/index.ts'
import { objectIn } from '../json-object.ts'
import { readMessageAttributes } from './message-attributes.ts'
import type { PublishBatchRequestEntry, PublishInput } from './shapes.ts'

/*
 * What a message of a topic must be. Sources of the rules: API reference of Publish. Of the texts: https://github.com/wellcomecollection/platform/issues/1107
 * (subject), https://github.com/aws/aws-sdk-ruby/issues/346 (structure); those without one are on their pattern.
 */
const subjectLengthMax = 100
/** Source: API reference of Publish: of one message, and of a batch. */
export const messageBytesMax = 262_144
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controlCharacter = /[\0-\x1f\x7f]/
const idPattern = /^[!-~]{1,128}$/

type Entry = Omit<PublishInput, 'TopicArn' | 'TargetArn' | 'PhoneNumber'> | PublishBatchRequestEntry

/** The message that an input means. Its size is the caller's to check. @throws TOPIC_PARAMETER_INVALID, ParameterValueInvalid */
export function publishRequest(entry: Entry, topic: Pick<TopicState, 'isFifo' | 'settings'>): PublishRequest {
  const { Message, Subject, MessageGroupId } = entry
  if (Message === '') throw invalidParameter('Empty message')
  checkSubject(Subject)
  const texts =
    entry.MessageStructure === undefined ? { message: Message, messageOf: none } : readStructure(entry)
  checkId('MessageGroupId', MessageGroupId)
  checkId('MessageDeduplicationId', entry.MessageDeduplicationId)
  return {
    ...texts,
    subject: Subject,
    attributes: readMessageAttributes(entry.MessageAttributes),
    groupId: groupIdOf(MessageGroupId, topic),
    deduplicationId: deduplicationIdOf(entry, topic),
    bytes: Buffer.byteLength(Message),
  }
}

const none: Readonly<Record<string, string>> = {}

function checkSubject(subject: string | undefined): void {
  if (subject === undefined) return
  if (subject === '' || subject.length > subjectLengthMax || controlCharacter.test(subject)) {
    throw invalidParameter('Subject')
  }
}

/** Values that are no texts are passed over, as the API reference has it. */
function readStructure({ MessageStructure, Message }: Entry) {
  if (MessageStructure !== 'json') throw invalidParameter('MessageStructure')
  const structure = objectIn(Message)
  if (structure === undefined) {
    throw invalidParameter('Message Structure - JSON message body failed to parse')
  }
  const { default: message, ...others } = structure
  if (typeof message !== 'string') {
    throw invalidParameter('Message Structure - No default entry in JSON message body')
  }
  const messageOf: Record<string, string> = Object.create(null)
  for (const [protocol, text] of Object.entries(others))
    if (typeof text === 'string') messageOf[protocol] = text
  return { message, messageOf }
}

function checkId(name: string, id: string | undefined): void {
  if (id !== undefined && !idPattern.test(id)) throw invalidParameter(name)
}

function groupIdOf(groupId: string | undefined, { isFifo }: Pick<TopicState, 'isFifo'>): string | undefined {
  if (isFifo && groupId === undefined) {
    throw invalidParameter('The MessageGroupId parameter is required for FIFO topics')
  }
  return groupId
}

function deduplicationIdOf(
  { Message, MessageDeduplicationId: given }: Entry,
  { isFifo, settings }: Pick<TopicState, 'isFifo' | 'settings'>,
): string | undefined {
  if (!isFifo) {
    if (given === undefined) return undefined
    throw invalidParameter(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    )
  }
  if (given === undefined && !settings.contentBasedDeduplication) {
    throw invalidParameter(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    )
  }
  return given ?? hash('sha256', Message, 'hex')
}
