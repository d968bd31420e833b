import { framedBody, putFramesOf } from '../../src/framed/index.ts'

/** The body of a GetRecords in the framed encoding. */
export function framedGetRecords(ShardIterator: string, Limit: number): Buffer {
  return framedBody({
    records: Buffer.alloc(0),
    members: Buffer.from(JSON.stringify({ ShardIterator, Limit })),
  })
}

/** The body of a PutRecords in the framed encoding. @param records with data in base64 */
export function framedPutRecords(
  StreamName: string,
  records: readonly { PartitionKey: string; Data: string }[],
): Buffer {
  const entries = records.map(({ PartitionKey, Data }) => ({
    partitionKey: PartitionKey,
    data: Buffer.from(Data, 'base64'),
  }))
  const frames = putFramesOf(entries) as Buffer
  return framedBody({ records: frames, members: Buffer.from(JSON.stringify({ StreamName })) })
}
