import { CborWriter } from '../../src/wire/index.ts'

/** The body of a GetRecords in CBOR. */
export function cborGetRecords(iterator: string, limit: number): Buffer {
  const writer = new CborWriter()
  writer.openMap()
  writer.text('ShardIterator')
  writer.text(iterator)
  writer.text('Limit')
  writer.number(limit)
  writer.end()
  return writer.finish()
}

/** The body of a PutRecords in CBOR, as the SDK for Java writes it. @param records with data in base64 */
export function cborPutRecords(
  streamName: string,
  records: readonly { PartitionKey: string; Data: string }[],
): Buffer {
  const writer = new CborWriter()
  writer.openMap()
  writer.text('StreamName')
  writer.text(streamName)
  writer.text('Records')
  writer.list(records.length)
  for (const { PartitionKey, Data } of records) {
    writer.openMap()
    writer.text('Data')
    writer.bytes(Buffer.from(Data, 'base64'))
    writer.text('PartitionKey')
    writer.text(PartitionKey)
    writer.end()
  }
  writer.end()
  return writer.finish()
}
