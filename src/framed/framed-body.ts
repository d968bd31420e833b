/*
 * The body of a PutRecords, PutRecord or GetRecords, and of the answer to one, in the framed encoding. Sizes in bytes, integers
 * little-endian, as in all of this folder.
 *
 *   0      4
 *   | size | records      | members, in AWS JSON ...
 *   | u32  | `size` bytes | to the body's end
 *
 * An answer that is made while it is written, because it is large, has all ones for the size of the records, and that of the members as its last four bytes.
 *
 * What there is much of goes as bytes that nobody parses; whatever else an operation has, now or later, is JSON.
 *
 *   body                  | records                        | what the JSON does not have
 *   ----------------------|--------------------------------|----------------------------
 *   PutRecords            | put-frames.ts                  | Records
 *   PutRecord             | one of put-frames.ts           | Data, PartitionKey, ExplicitHashKey
 *   GetRecords            | none                           |
 *   answer of PutRecords  | the places of put-results.ts   | Records has different ones only
 *   answer of PutRecord   | none                           |
 *   answer of GetRecords  | read-frames.ts                 | Records has the SequenceNumber of the first only
 */

/** The version is part of the name, as in AWS's own types: a server that has another one does not know this type. */
export const framedType = 'application/vnd.millrace.framed-1'

/** What comes before the records. */
export const framedHeadSize = 4

/** In the place of the size of the records. No body is as long as that. */
export const framedSizeUnknown = 2 ** 32 - 1
const framedTailSize = 4

export interface FramedBody {
  readonly records: Buffer
  /** In JSON. */
  readonly members: Buffer
}

/** Views of the parts of a body. Undefined for one that is not whole. */
export function partsOfFramed(body: Buffer): FramedBody | undefined {
  if (body.length < framedHeadSize) return undefined
  const size = body.readUInt32LE(0)
  if (size === framedSizeUnknown) return partsFromEnd(body)
  const end = framedHeadSize + size
  if (end > body.length) return undefined
  return { records: body.subarray(framedHeadSize, end), members: body.subarray(end) }
}

function partsFromEnd(body: Buffer): FramedBody | undefined {
  const membersEnd = body.length - framedTailSize
  if (membersEnd < framedHeadSize) return undefined
  const end = membersEnd - body.readUInt32LE(membersEnd)
  if (end < framedHeadSize) return undefined
  return { records: body.subarray(framedHeadSize, end), members: body.subarray(end, membersEnd) }
}

/** What a body ends with whose head has `framedSizeUnknown`. */
export function sizedMembers(members: Buffer): Buffer {
  const tail = Buffer.alloc(framedTailSize)
  tail.writeUInt32LE(members.length)
  return Buffer.concat([members, tail])
}

export function framedBody({ records, members }: FramedBody): Buffer {
  const head = Buffer.alloc(framedHeadSize)
  head.writeUInt32LE(records.length)
  return Buffer.concat([head, records, members])
}
