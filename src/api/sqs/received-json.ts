import {
  handleSize,
  idAt,
  isKnownUnescaped,
  type PlainSink,
  plainBodyAt,
  type ReceivedMessage,
  writeMd5Hex,
  writeMessageIdText,
} from '../../sqs-layer/index.ts'
import type { Protocol, StructureShape } from '../../wire/index.ts'
import { AnswerMemory } from '../answer-memory.ts'
import type { ApiResponse } from '../api-request.ts'
import type { AnswerBody, BytesCall } from '../operation.ts'
import { jsonAnswer } from './json-answer.ts'
import { copyBytes, writeString, writtenSize } from './json-bytes.ts'
import { sqsModel } from './model.ts'
import type { Message } from './shapes.ts'

/** Of large answers, which are up to six bytes for each of a MiB of bodies: no more than Kinesis keeps for its own. */
const memory = new AnswerMemory(16 * 1024 * 1024)

const head = '{"Messages":['
const headBytes = Buffer.from(head)
const end = ']}'
const endBytes = Buffer.from(end)
/** Behind a body: the end of its string, or of the message. */
const nothingElse = '"}'
const nothingElseBytes = Buffer.from(nothingElse)

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

/** Room for ten messages of 1 KiB. */
const sizeMin = 16 * 1024

/** What comes before a body, in ASCII, with nothing to escape: ids, handles and MD5s have one length each, and go where the zeros are. */
const plainHead = Buffer.from(
  headOf({ messageId: '0'.repeat(36), receiptHandle: '0'.repeat(handleSize), bodyMd5: '0'.repeat(32) }),
)
const idAtHead = plainHead.indexOf('0')
const handleAtHead = plainHead.indexOf('0', idAtHead + 36)
const md5AtHead = plainHead.indexOf('0', handleAtHead + handleSize)
const comma = 0x2c

/** The same answer, of messages with nothing but a body, written as they are told. Ends with `end` or `drop`. */
export class ReceivedJson implements PlainSink<ApiResponse> {
  readonly #call: BytesCall
  #bytes = memory.take(sizeMin)
  #at = copyBytes(this.#bytes, 0, headBytes, 0, headBytes.length)

  constructor(call: BytesCall) {
    this.#call = call
  }

  add(frames: Buffer, record: number, end: number, handles: Buffer, handle: number): void {
    const bodyStart = plainBodyAt(frames, record)
    const isPlain = isKnownUnescaped(frames, record)
    const size = isPlain ? end - bodyStart : writtenSize(frames.subarray(bodyStart, end))
    this.#reserve(1 + plainHead.length + size + nothingElse.length)
    const bytes = this.#bytes
    if (this.#at > head.length) bytes[this.#at++] = comma
    const start = this.#at
    bytes.set(plainHead, start)
    writeMessageIdText(bytes, start + idAtHead, frames, idAt(record))
    copyBytes(bytes, start + handleAtHead, handles, handle, handle + handleSize)
    writeMd5Hex(bytes, start + md5AtHead, frames, record)
    const bodyAt = start + plainHead.length
    const at = isPlain
      ? copyBytes(bytes, bodyAt, frames, bodyStart, end)
      : writeString(bytes, bodyAt, frames.subarray(bodyStart, end), size)
    this.#at = copyBytes(bytes, at, nothingElseBytes, 0, nothingElseBytes.length)
  }

  end(): ApiResponse {
    this.#reserve(end.length)
    const bytes = this.#bytes
    const size = copyBytes(bytes, this.#at, endBytes, 0, endBytes.length)
    return jsonAnswer(this.#call, bytes.subarray(0, size), () => memory.give(bytes))
  }

  drop(): void {
    memory.give(this.#bytes)
  }

  #reserve(size: number): void {
    if (this.#at + size <= this.#bytes.length) return
    const larger = memory.take(Math.max(this.#bytes.length * 2, this.#at + size))
    this.#bytes.copy(larger, 0, 0, this.#at)
    memory.give(this.#bytes)
    this.#bytes = larger
  }
}

/** In ASCII, with nothing to escape. */
function headOf({
  messageId,
  receiptHandle,
  bodyMd5,
}: Pick<ReceivedMessage, 'messageId' | 'receiptHandle' | 'bodyMd5'>): string {
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
