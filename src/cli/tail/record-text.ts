import type { ConsumerRecord } from '../../consumers/index.ts'

/** How a record is printed. */
export type RecordText = (shardId: string, record: ConsumerRecord) => Buffer

const lineFeed = Buffer.from('\n')

/** The data as they are, and a line feed. */
export const dataLine: RecordText = (_, { data }) => Buffer.concat([data, lineFeed])

/** One JSON object a line. Data that are no UTF-8 are in base64, as `dataBase64`. */
export const jsonLine: RecordText = (shardId, record) => {
  const { sequenceNumber, subSequenceNumber, partitionKey, explicitHashKey, data } = record
  const text = data.toString()
  return Buffer.from(
    `${JSON.stringify({
      shardId,
      sequenceNumber,
      subSequenceNumber,
      partitionKey,
      ...(explicitHashKey !== undefined && { explicitHashKey }),
      arrival: new Date(record.approximateArrivalMs).toISOString(),
      ...(Buffer.from(text).equals(data) ? { data: text } : { dataBase64: data.toString('base64') }),
    })}\n`,
  )
}
