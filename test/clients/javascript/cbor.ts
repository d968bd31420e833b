/*
 * Kinesis' CBOR (`application/x-amz-cbor-1.1`), as Java clients speak it, by hand: node cbor.ts ENDPOINT. Data are byte
 * strings and times are tag 1 with milliseconds.
 */
import { deepEqual, equal } from 'node:assert/strict'
import { addExtension, Decoder, Encoder } from 'cbor-x'
import { step } from '../steps.ts'

const [endpoint = ''] = process.argv.slice(2)
const account = process.env.AWS_ACCESS_KEY_ID
const StreamName = 'cbor'
const contentType = 'application/x-amz-cbor-1.1'
addExtension({ Class: Date, tag: 1, encode: () => Buffer.of(), decode: (value) => new Date(Number(value)) })
const encoder = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false })
const decoder = new Decoder({ useRecords: false, mapsAsObjects: true })

async function call(
  operation: string,
  input: object,
): Promise<{ status: number; output: Record<string, unknown> }> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': contentType,
      'X-Amz-Target': `Kinesis_20131202.${operation}`,
      Authorization: `AWS4-HMAC-SHA256 Credential=${account}/20240101/us-east-1/kinesis/aws4_request`,
    },
    body: Uint8Array.from(encoder.encode(input)),
  })
  const body = Buffer.from(await response.arrayBuffer())
  equal(response.headers.get('content-type'), contentType)
  return { status: response.status, output: body.length === 0 ? {} : decoder.decode(body) }
}

async function done(operation: string, input: object): Promise<Record<string, unknown>> {
  const { status, output } = await call(operation, input)
  equal(status, 200, `${status} ${JSON.stringify(output)}`)
  return output
}

const payloads = Array.from({ length: 100 }, (_, i) => Buffer.alloc(i, 255 - i))

await step('put records', async () => {
  await call('CreateStream', { StreamName, ShardCount: 1 })
  const Records = payloads.map((Data) => ({ Data, PartitionKey: 'k' }))
  const output = await done('PutRecords', { StreamName, Records })
  equal(output.FailedRecordCount, 0)
})

await step('get them back', async () => {
  const start = { StreamName, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' }
  const { ShardIterator } = await done('GetShardIterator', start)
  const output = await done('GetRecords', { ShardIterator })
  const records = output.Records as { Data: Buffer; ApproximateArrivalTimestamp: Date }[]
  const ageMs = Date.now() - Number(records[0]?.ApproximateArrivalTimestamp)
  equal(ageMs >= 0 && ageMs < 60_000, true, `arrived ${ageMs} ms ago`)
  deepEqual(
    records.map(({ Data }) => Buffer.from(Data)),
    payloads,
  )
})

await step('an error is CBOR too', async () => {
  const { status, output } = await call('DescribeStream', { StreamName: 'absent' })
  equal(status, 400)
  equal(output.__type, 'ResourceNotFoundException')
  await done('DeleteStream', { StreamName })
})
