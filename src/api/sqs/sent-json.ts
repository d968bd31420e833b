import { idAt, type SentSink, writeMd5Hex, writeMessageIdText } from '../../sqs-layer/index.ts'
import type { EntriesBody } from './entries-body.ts'
import { copyBytes } from './json-bytes.ts'

const comma = 0x2c
const uuidSize = 36
const md5Size = 32

const batchHead = Buffer.from('{"Successful":[')
const batchEnd = Buffer.from('],"Failed":[]}')
const entryId = Buffer.from('{"Id":"')
const entryMessageId = Buffer.from('","MessageId":"')
const entryMd5 = Buffer.from('","MD5OfMessageBody":"')
const messageMd5 = Buffer.from('{"MD5OfMessageBody":"')
const end = Buffer.from('"}')

const entrySize = entryId.length + entryMessageId.length + uuidSize + entryMd5.length + md5Size + end.length
const messageSize = messageMd5.length + md5Size + entryMessageId.length + uuidSize + end.length

/**
 * The answer to the send of messages with nothing but a body, written as they are told of, to the byte as the general form writes it. All in ASCII,
 * with nothing to escape: ids of entries are letters, digits, hyphens and underscores.
 */
export class SentJson implements SentSink {
  readonly #entries: EntriesBody<string>
  readonly #isBatch: boolean
  readonly #bytes: Buffer
  #count = 0
  #at = 0

  /** @param isBatch whether the answer is that of SendMessageBatch */
  constructor(entries: EntriesBody<string>, isBatch: boolean) {
    this.#entries = entries
    this.#isBatch = isBatch
    this.#bytes = Buffer.allocUnsafe(isBatch ? batchSize(entries) : messageSize)
    if (isBatch) this.#put(batchHead)
  }

  add(frames: Buffer, record: number): void {
    if (this.#isBatch) this.#addEntry(frames, record)
    else this.#addMessage(frames, record)
    this.#put(end)
    this.#count++
  }

  take(): Buffer {
    if (this.#isBatch) this.#put(batchEnd)
    return this.#bytes
  }

  #addEntry(frames: Buffer, record: number): void {
    const bytes = this.#bytes
    if (this.#count > 0) bytes[this.#at++] = comma
    this.#put(entryId)
    this.#at = this.#entries.writeId(this.#count, bytes, this.#at)
    this.#put(entryMessageId)
    this.#at = writeMessageIdText(bytes, this.#at, frames, idAt(record))
    this.#put(entryMd5)
    this.#at = writeMd5Hex(bytes, this.#at, frames, record)
  }

  #addMessage(frames: Buffer, record: number): void {
    const bytes = this.#bytes
    this.#put(messageMd5)
    this.#at = writeMd5Hex(bytes, this.#at, frames, record)
    this.#put(entryMessageId)
    this.#at = writeMessageIdText(bytes, this.#at, frames, idAt(record))
  }

  #put(part: Buffer): void {
    this.#at = copyBytes(this.#bytes, this.#at, part, 0, part.length)
  }
}

function batchSize(entries: EntriesBody<string>): number {
  let size = batchHead.length + entries.count * (entrySize + 1) - 1 + batchEnd.length
  for (let i = 0; i < entries.count; i++) size += entries.idSizeOf(i)
  return size
}
