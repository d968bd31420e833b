import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { CodedError } from '../../../src/base/index.ts'
import { CountedObjects } from '../../firehose-sink/counted-objects.ts'
import { bucket, type FirehoseServer, startFirehose, toBucket } from './firehose-server.ts'

/** Upper case, but for what it is asked to fail with. */
const functions = {
  has: (name: string) => name === 'upper',
  async invoke(_: string, payload: Uint8Array): Promise<Buffer> {
    const { records } = JSON.parse(Buffer.from(payload).toString()) as {
      records: { recordId: string; data: string }[]
    }
    const results = records.map(({ recordId, data }) => {
      const text = Buffer.from(data, 'base64').toString()
      if (text === 'crash') throw new CodedError('FUNCTION_PAYLOAD_TOO_LARGE', 'too large')
      const failed = text === 'fail'
      return {
        recordId,
        result: failed ? 'ProcessingFailed' : 'Ok',
        data: Buffer.from(text.toUpperCase()).toString('base64'),
      }
    })
    return Buffer.from(JSON.stringify({ records: results }))
  },
  close: async () => undefined,
}

const catalog = { db: { events: { Columns: [{ Name: 'id', Type: 'int' }] } } }

interface World extends FirehoseServer {
  readonly stored: CountedObjects
}

async function start(destination: object): Promise<World> {
  const stored = new CountedObjects()
  const server = await startFirehose({ objects: stored, functions, catalog })
  onTestFinished(() => server.sink.close())
  const BufferingHints = { SizeInMBs: 64, IntervalInSeconds: 0 }
  const created = await server.answer(
    'CreateDeliveryStream',
    toBucket('s', { BufferingHints, ...destination }),
  )
  expect(created.message).toBeUndefined()
  return { ...server, stored }
}

async function put({ answer }: World, ...texts: string[]): Promise<void> {
  const Records = texts.map((text) => ({ Data: Buffer.from(text).toString('base64') }))
  await answer('PutRecordBatch', { DeliveryStreamName: 's', Records })
}

const processing = (...Processors: object[]) => ({ ProcessingConfiguration: { Enabled: true, Processors } })
const parameter = (ParameterName: string, ParameterValue: string) => ({ ParameterName, ParameterValue })
const lambda = {
  Type: 'Lambda',
  Parameters: [parameter('LambdaArn', 'upper'), parameter('BufferIntervalInSeconds', '0')],
}

test('records are transformed, delimited, compressed and named as configured, and failures are told in the error output', async () => {
  const world = await start({
    ...processing({ Type: 'AppendDelimiterToRecord' }, lambda),
    CompressionFormat: 'GZIP',
    Prefix: 'day=!{timestamp:yyyy-MM-dd}/',
    ErrorOutputPrefix: 'bad/!{firehose:error-output-type}/',
    CustomTimeZone: 'Asia/Tokyo',
  })
  await put(world, 'a', 'fail', 'b')
  const objects = await world.stored.count(2)
  const texts = [...objects].map(([key, body]) => [key, gunzipSync(body).toString()])
  expect(texts[0]).toEqual(['day=2023-11-15/s-1-2023-11-15-07-13-20.gz', 'A\nB\n'])
  expect(texts[1]?.[0]).toBe('bad/processing-failed/s-1-2023-11-15-07-13-20.gz')
  expect(JSON.parse(texts[1]?.[1] ?? '')).toEqual({
    attemptsMade: 1,
    arrivalTimestamp: 1_700_000_000_000,
    errorCode: 'Lambda.ProcessingFailedStatus',
    errorMessage: 'ProcessingFailed status set for record',
    attemptEndingTimestamp: expect.any(Number),
    rawData: Buffer.from('fail').toString('base64'),
    lambdaArn: 'upper',
  })
})

test('what could not be decompressed is in a place of its own, and what failed after it is told as it came', async () => {
  const logs = { Type: 'CloudWatchLogProcessing', Parameters: [parameter('DataMessageExtraction', 'true')] }
  const world = await start(processing({ Type: 'Decompression' }, logs))
  const zipped = gzipSync('{}').toString('base64')
  const Records = [{ Data: 'bm8gZ3ppcA==' }, { Data: zipped }]
  await world.answer('PutRecordBatch', { DeliveryStreamName: 's', Records })
  const failures = [...(await world.stored.count(2))].map(([key, line]) => [
    key.split('/')[0],
    JSON.parse(line.toString()).rawData,
  ])
  expect(failures).toEqual([
    ['decompression-failed', 'bm8gZ3ppcA=='],
    ['processing-failed', zipped],
  ])
})

test('a buffer that is failed as a whole is in the error output, every record as it came', async () => {
  const world = await start(processing(lambda))
  await put(world, 'a', 'crash')
  const [[key, body] = ['', Buffer.of()]] = await world.stored.count(1)
  expect(key).toMatch(/^processing-failed\/2023\/11\/14\/22\//)
  const lines = body.toString().trim().split('\n')
  expect(lines.map((line) => Buffer.from(JSON.parse(line).rawData, 'base64').toString())).toEqual([
    'a',
    'crash',
  ])
})

test('each partition has objects of its own, and records without its keys are in the error output', async () => {
  const world = await start({
    ...processing({
      Type: 'MetadataExtraction',
      Parameters: [parameter('MetadataExtractionQuery', '{c: .c}')],
    }),
    DynamicPartitioningConfiguration: { Enabled: true },
    Prefix: 'c=!{partitionKeyFromQuery:c}/!{timestamp:yyyy}/',
    ErrorOutputPrefix: 'bad/',
  })
  await put(world, '{"c":1}', '{"c":"x"}', '{"d":1}', '{"c":1,"n":2}')
  const objects = await world.stored.count(3)
  expect([...objects].map(([key, body]) => [key.slice(0, 20), body.toString().slice(0, 20)])).toEqual([
    ['c=1/2023/s-1-2023-11', '{"c":1}{"c":1,"n":2}'],
    ['c=x/2023/s-1-2023-11', '{"c":"x"}'],
    ['bad/processing-faile', '{"attemptsMade":1,"a'],
  ])
})

const conversion = (changes: object = {}) => ({
  DataFormatConversionConfiguration: {
    SchemaConfiguration: { DatabaseName: 'db', TableName: 'events' },
    InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
    OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
    ...changes,
  },
})

test('records are converted by the table of the catalog, and those that do not go with it are in the error output', async () => {
  const world = await start(conversion())
  await put(world, '{"id":1}', '{"id":"x"}')
  const objects = await world.stored.count(2)
  const [[key, file] = ['', Buffer.of()], [errors, lines] = ['', Buffer.of()]] = objects
  expect([key.endsWith('.parquet'), file.toString('latin1', 0, 4)]).toEqual([true, 'PAR1'])
  expect(errors).toMatch(/^format-conversion-failed\/2023\//)
  expect(JSON.parse(lines.toString())).toMatchObject({ errorCode: 'DataFormatConversion.ParseError' })
})

test('what was decompressed and cannot be converted is told as it came', async () => {
  const world = await start({ ...conversion(), ...processing({ Type: 'Decompression' }) })
  const zipped = gzipSync('{"id":"x"}').toString('base64')
  await world.answer('PutRecord', { DeliveryStreamName: 's', Record: { Data: zipped } })
  const [[key, line] = ['', Buffer.of()]] = await world.stored.count(1)
  expect([key.split('/')[0], JSON.parse(line.toString()).rawData]).toEqual([
    'format-conversion-failed',
    zipped,
  ])
})

test.each<[object, message: string]>([
  [
    processing({ ...lambda, Parameters: [parameter('LambdaArn', 'none')] }),
    'The Lambda function none is not configured',
  ],
  [conversion({ SchemaConfiguration: { DatabaseName: 'db', TableName: 't' } }), 'db.t is not in the catalog'],
  [conversion({ OutputFormatConfiguration: { Serializer: { OrcSerDe: {} } } }), 'OrcSerDe is not available'],
  [{ ...conversion(), CompressionFormat: 'GZIP' }, 'CompressionFormat must be UNCOMPRESSED'],
  [{ ...conversion(), BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 60 } }, 'must be at least 64'],
  [
    { Prefix: '!{timestamp:yyyy}/' },
    'ErrorOutputPrefix cannot be null or empty when Prefix contains expressions',
  ],
  [
    {
      DynamicPartitioningConfiguration: { Enabled: true },
      Prefix: '!{partitionKeyFromQuery:a}/',
      ErrorOutputPrefix: 'bad/',
    },
    'Dynamic partitioning requires a MetadataExtraction or Lambda processor.',
  ],
])('%j is refused', async (destination, message) => {
  const { answer, sink } = await startFirehose({ functions, catalog })
  onTestFinished(() => sink.close())
  const input = { ...toBucket('s'), ExtendedS3DestinationConfiguration: { ...bucket, ...destination } }
  expect(await answer('CreateDeliveryStream', input)).toMatchObject({
    code: 'InvalidArgumentException',
    message: expect.stringContaining(message),
  })
})
