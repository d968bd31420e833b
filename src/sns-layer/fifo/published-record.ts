import { Packr } from 'msgpackr'
import type { TopicMessage } from '../topic-message.ts'

/*
 * The payload of one record in the log of a FIFO topic: what was published, in the order of publishing. Its offset gives the message its id
 * and its sequence number, the frame's time is that of publishing.
 *
 *   0         1       2                   18
 *   | version | flags | deduplication key | message, msgpack ... |
 *   | u8 = 1  | u8    | 16 bytes          | only if it is archived: flag 1 |
 */
const version = 1
const isArchivedFlag = 1
const headerSize = 18

const packr = new Packr({ useRecords: false, copyBuffers: true })

/** What the archive keeps of a message; the rest follows from where it lies. */
export type ArchivedMessage = Pick<
  TopicMessage,
  'subject' | 'message' | 'messageOf' | 'attributes' | 'groupId' | 'deduplicationId'
>

/** @param message undefined while nothing is archived */
export function publishedRecord(key: Buffer, message: ArchivedMessage | undefined): Buffer {
  const body = message === undefined ? Buffer.alloc(0) : packr.pack(contentOf(message))
  const record = Buffer.allocUnsafe(headerSize + body.length)
  record[0] = version
  record[1] = message === undefined ? 0 : isArchivedFlag
  record.set(key, 2)
  record.set(body, headerSize)
  return record
}

/** @param record may be memory of the store: the key is a view of it */
export function keyIn(record: Buffer): Buffer {
  return record.subarray(2, headerSize)
}

/** @returns undefined for one that is not archived */
export function archivedIn(record: Buffer): ArchivedMessage | undefined {
  if (record[0] !== version || (record[1]! & isArchivedFlag) === 0) return undefined
  const { subject, groupId, deduplicationId, ...others } = packr.unpack(record.subarray(headerSize))
  return {
    ...others,
    subject: subject ?? undefined,
    groupId: groupId ?? undefined,
    deduplicationId: deduplicationId ?? undefined,
  }
}

function contentOf({ subject, message, messageOf, attributes, groupId, deduplicationId }: ArchivedMessage) {
  return {
    subject: subject ?? null,
    message,
    messageOf,
    attributes,
    groupId: groupId ?? null,
    deduplicationId: deduplicationId ?? null,
  }
}
