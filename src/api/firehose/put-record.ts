import { firehoseError } from './errors.ts'
import { addressedArn, defineOperation } from './operation.ts'

/** Source: API_PutRecordBatch ("up to 4 MiB for the entire request"). */
const batchBytesMax = 4 * 1024 * 1024

/**
 * Puts one record, and answers once it is durable.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html
 * @throws ResourceNotFoundException, InvalidArgumentException, ServiceUnavailableException
 */
export const putRecord = defineOperation({
  name: 'PutRecord',
  access: { action: 'firehose:PutRecord', resource: addressedArn },
  async run({ DeliveryStreamName, Record: record }, { sink }, { caller }) {
    const { recordIds, encrypted } = await sink.puts.put(caller, DeliveryStreamName, [record.Data])
    const [RecordId] = recordIds
    if (RecordId === undefined) throw firehoseError('ServiceUnavailableException', slowDown)
    return { RecordId, Encrypted: encrypted }
  },
})

/**
 * Puts records in their order, and answers once they are durable. Those over the limits of the delivery stream fail alone.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 * @throws as PutRecord
 */
export const putRecordBatch = defineOperation({
  name: 'PutRecordBatch',
  access: { action: 'firehose:PutRecordBatch', resource: addressedArn },
  async run({ DeliveryStreamName, Records }, { sink }, { caller }) {
    const records = Records.map(({ Data }) => Data)
    if (records.reduce((sum, { length }) => sum + length, 0) > batchBytesMax)
      throw firehoseError('InvalidArgumentException', 'Records size exceeds 4 MB limit')
    const { recordIds, refused, encrypted } = await sink.puts.put(caller, DeliveryStreamName, records)
    return {
      FailedPutCount: refused,
      Encrypted: encrypted,
      RequestResponses: recordIds.map((RecordId) => (RecordId === undefined ? tooMany : { RecordId })),
    }
  },
})

const slowDown = 'Slow down.'
const tooMany = { ErrorCode: 'ServiceUnavailableException', ErrorMessage: slowDown }
