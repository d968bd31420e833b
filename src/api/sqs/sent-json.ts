import { idAt, type SentSink, writeMd5Hex, writeMessageIdText } from '../../sqs-layer/index.ts'
import type { ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'
import type { EntriesBody } from './entries-body.ts'
import { jsonAnswer, shortAnswer } from './json-answer.ts'
import { copyBytes } from './json-bytes.ts'

const comma = 0x2c

const batchHead = Buffer.from('{"Successful":[')
const batchEnd = Buffer.from('],"Failed":[]}')
const entryId = Buffer.from('{"Id":"')
const entryMessageId = Buffer.from('","MessageId":"')
const entryMd5 = Buffer.from('","MD5OfMessageBody":"')
const messageMd5 = Buffer.from('{"MD5OfMessageBody":"')
const end = Buffer.from('"}')

/**
 * The answer to the send of messages with nothing but a body, written as they are told of, to the byte as the general form writes it. All in ASCII,
 * with nothing to escape: ids of entries are letters, digits, hyphens and underscores.
 */
export class SentJson implements SentSink<ApiResponse> {
  readonly #call: BytesCall
  readonly #entries: EntriesBody<string>
  readonly #isBatch: boolean
  #count = 0
  #at = 0

  /** @param isBatch whether the answer is that of SendMessageBatch */
  constructor(call: BytesCall, entries: EntriesBody<string>, isBatch: boolean) {
    this.#call = call
    this.#entries = entries
    this.#isBatch = isBatch
    if (isBatch) this.#put(batchHead)
  }

  add(frames: Buffer, record: number): void {
    if (this.#isBatch) this.#addEntry(frames, record)
    else this.#addMessage(frames, record)
    this.#put(end)
    this.#count++
  }

  end(): ApiResponse {
    if (this.#isBatch) this.#put(batchEnd)
    return jsonAnswer(this.#call, shortAnswer.toString('latin1', 0, this.#at))
  }

  #addEntry(frames: Buffer, record: number): void {
    const bytes = shortAnswer
    if (this.#count > 0) bytes[this.#at++] = comma
    this.#put(entryId)
    this.#at = this.#entries.writeId(this.#count, bytes, this.#at)
    this.#put(entryMessageId)
    this.#at = writeMessageIdText(bytes, this.#at, frames, idAt(record))
    this.#put(entryMd5)
    this.#at = writeMd5Hex(bytes, this.#at, frames, record)
  }

  #addMessage(frames: Buffer, record: number): void {
    const bytes = shortAnswer
    this.#put(messageMd5)
    this.#at = writeMd5Hex(bytes, this.#at, frames, record)
    this.#put(entryMessageId)
    this.#at = writeMessageIdText(bytes, this.#at, frames, idAt(record))
  }

  #put(part: Buffer): void {
    this.#at = copyBytes(shortAnswer, this.#at, part, 0, part.length)
  }
}
