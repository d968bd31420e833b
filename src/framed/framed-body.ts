/*
 * The body of a PutRecords, PutRecord or GetRecords, and of the answer to one, in the framed encoding. Sizes in bytes, integers
 * little-endian, as in all of this folder.
 *
 *   0      4
 *   | size | records      | members, in AWS JSON ...
 *   | u32  | `size` bytes | to the body's end
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

export interface FramedBody {
  readonly records: Buffer
  /** In JSON. */
  readonly members: Buffer
}

/** Views of the parts of a body. Undefined for one that is not whole. */
export function partsOfFramed(body: Buffer): FramedBody | undefined {
  if (body.length < framedHeadSize) return undefined
  const end = framedHeadSize + body.readUInt32LE(0)
  if (end > body.length) return undefined
  return { records: body.subarray(framedHeadSize, end), members: body.subarray(end) }
}

export function framedBody({ records, members }: FramedBody): Buffer {
  const head = Buffer.alloc(framedHeadSize)
  head.writeUInt32LE(records.length)
  return Buffer.concat([head, records, members])
}
