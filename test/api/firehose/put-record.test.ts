import { expect, onTestFinished, test } from 'vitest'
import { type FirehoseServer, startFirehose, toBucket } from './firehose-server.ts'

const name = { DeliveryStreamName: 'orders' }
const data = (size: number) => ({ Data: Buffer.alloc(size, 'x').toString('base64') })

async function start(changes: object = {}, options: object = {}): Promise<FirehoseServer> {
  const server = await startFirehose(options)
  onTestFinished(() => server.sink.close())
  await server.answer('CreateDeliveryStream', { ...toBucket('orders'), ...changes })
  return server
}

test('each record that is put has an id of its own, and the answer says whether it is encrypted', async () => {
  const server = await start()
  const one = await server.answer('PutRecord', { ...name, Record: data(3) })
  expect(one.output).toMatchObject({ Encrypted: false })
  await server.answer('StartDeliveryStreamEncryption', name)
  const batch = await server.answer('PutRecordBatch', { ...name, Records: [data(0), data(3)] })
  expect(batch.output).toMatchObject({ FailedPutCount: 0, Encrypted: true })
  const ids = (batch.output.RequestResponses as { RecordId: string }[]).map(({ RecordId }) => RecordId)
  expect(new Set([one.output.RecordId, ...ids]).size).toBe(3)
})

test('puts are refused without a delivery stream, over the sizes of AWS, and to one that is not ACTIVE', async () => {
  const server = await start({}, { transitionMs: 100 })
  expect(await server.answer('PutRecord', { ...name, Record: data(1) })).toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Firehose orders under account 000000000000 not found.',
  })
  server.clock.advance(100)
  expect((await server.answer('PutRecord', { ...name, Record: data(1_024_000) })).status).toBe(200)
  expect((await server.answer('PutRecord', { ...name, Record: data(1_024_001) })).code).toBe(
    'ValidationException',
  )
  const Records = [...Array<object>(4).fill(data(1_000_000)), data(194_305)]
  expect(await server.answer('PutRecordBatch', { ...name, Records })).toMatchObject({
    code: 'InvalidArgumentException',
    message: 'Records size exceeds 4 MB limit',
  })
})

const many = (count: number, size: number) => ({
  ...name,
  Records: Array(count).fill(data(size)) as object[],
})

test('records over what a delivery stream takes in a second fail alone, and others a second later do not', async () => {
  const server = await start()
  for (let i = 0; i < 10; i++)
    expect((await server.answer('PutRecordBatch', many(500, 1))).output.FailedPutCount).toBe(0)
  const over = await server.answer('PutRecordBatch', many(2, 1))
  expect(over.output).toMatchObject({
    FailedPutCount: 2,
    RequestResponses: Array(2).fill({
      ErrorCode: 'ServiceUnavailableException',
      ErrorMessage: 'Slow down.',
    }),
  })
  expect(await server.answer('PutRecord', { ...name, Record: data(1) })).toMatchObject({
    status: 500,
    code: 'ServiceUnavailableException',
    message: 'Slow down.',
  })
  server.clock.advance(1000)
  expect((await server.answer('PutRecordBatch', many(500, 1))).output.FailedPutCount).toBe(0)
})

test('a hint of more throughput is more throughput, and without limits there are none', async () => {
  const batch = { ...name, Records: Array(4).fill(data(1_000_000)) as object[] }
  const failures = async (server: FirehoseServer) => {
    const first = await server.answer('PutRecordBatch', batch)
    const second = await server.answer('PutRecordBatch', batch)
    return Number(first.output.FailedPutCount) + Number(second.output.FailedPutCount)
  }
  expect(await failures(await start())).toBe(3)
  const DirectPutSourceConfiguration = { ThroughputHintInMBs: 8 }
  expect(await failures(await start({ DirectPutSourceConfiguration }))).toBe(0)
  expect(await failures(await start({}, { limits: 'off' }))).toBe(0)
})
