import type { ReceivedMessage } from '../../sqs-layer/index.ts'
import type { Protocol, StructureShape } from '../../wire/index.ts'
import { AnswerMemory } from '../answer-memory.ts'
import type { AnswerBody } from '../operation.ts'
import { writeString, writtenSize } from './json-bytes.ts'
import { sqsModel } from './model.ts'
import type { Message } from './shapes.ts'

/** Of large answers, which are up to six bytes for each of a MiB of bodies: no more than Kinesis keeps for its own. */
const memory = new AnswerMemory(16 * 1024 * 1024)

const head = '{"Messages":['
const end = ']}'
/** Behind a body: the end of its string, or of the message. */
const nothingElse = '"}'

/** What an answer has of a message beside ids, MD5 and body. */
export type MessageTail = Pick<Message, 'Attributes' | 'MD5OfMessageAttributes' | 'MessageAttributes'>

const messageShape = shapeOfMessages()

/**
 * The answer of ReceiveMessage in JSON, to the byte as the general form writes it, with the bodies copied from the log's frames:
 *
 *   {"Messages":[{"MessageId":"...","ReceiptHandle":"...","MD5OfBody":"...","Body":"...", what `tailOf` says },...]}
 */
export function receivedJson(
  messages: readonly ReceivedMessage[],
  protocol: Protocol,
  tailOf: (message: ReceivedMessage) => MessageTail,
): AnswerBody {
  const heads = messages.map(headOf)
  const tails = messages.map((message) => tailText(protocol, tailOf(message)))
  const sizes = messages.map(({ body }) => writtenSize(body))
  let size = head.length + end.length
  for (let i = 0; i < messages.length; i++)
    size += 1 + heads[i]!.length + sizes[i]! + Buffer.byteLength(tails[i]!)
  const bytes = memory.take(size)
  let at = bytes.write(head, 0, 'latin1')
  for (let i = 0; i < messages.length; i++) {
    if (i > 0) at += bytes.write(',', at, 'latin1')
    at += bytes.write(heads[i]!, at, 'latin1')
    at = writeString(bytes, at, messages[i]!.body, sizes[i]!)
    at += bytes.write(tails[i]!, at)
  }
  at += bytes.write(end, at, 'latin1')
  return { bytes: bytes.subarray(0, at), release: () => memory.give(bytes) }
}

/** In ASCII, with nothing to escape. */
function headOf({ messageId, receiptHandle, bodyMd5 }: ReceivedMessage): string {
  return `{"MessageId":"${messageId}","ReceiptHandle":"${receiptHandle}","MD5OfBody":"${bodyMd5}","Body":"`
}

function tailText(protocol: Protocol, tail: MessageTail): string {
  const { Attributes, MessageAttributes } = tail
  if (Attributes === undefined && MessageAttributes === undefined) return nothingElse
  return `",${protocol.encode(tail, messageShape).toString().slice(1)}`
}

function shapeOfMessages(): StructureShape {
  const { members } = sqsModel.operations.ReceiveMessage.output as StructureShape
  const list = members[0]!.shape
  if (list.kind !== 'list' || list.member.kind !== 'structure') throw new Error('messages are a list')
  return list.member
}
