import { gunzipSync } from 'node:zlib'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { CodedError } from '../../../src/base/index.ts'
import { EndpointMap } from '../../../src/firehose-sink/index.ts'
import { bucket, roleArn, startFirehose } from '../../api/firehose/firehose-server.ts'
import { TestServers } from '../../http-client/test-servers.ts'
import { CountedObjects } from '../counted-objects.ts'
import { BulkServer } from './bulk-server.ts'
import { ContractEndpoint } from './contract-endpoint.ts'
import { HecServer } from './hec-server.ts'

/* What becomes of records that are processed on their way to what is no bucket: one that is good, one that its function fails on. */

let servers = new TestServers()
afterEach(async () => {
  await servers.close()
  servers = new TestServers()
})

interface Result {
  readonly recordId: string
  readonly result: string
  readonly data: string
}

/** Upper case, but for what says `fail`. */
const functions = {
  has: (name: string) => name === 'upper',
  async invoke(_: string, payload: Uint8Array): Promise<Buffer> {
    const event = JSON.parse(Buffer.from(payload).toString()) as { records: Result[] }
    const records = event.records.map(({ recordId, data }) => {
      const text = Buffer.from(data, 'base64').toString()
      const result = text.includes('fail') ? 'ProcessingFailed' : 'Ok'
      return { recordId, result, data: Buffer.from(text.toUpperCase()).toString('base64') }
    })
    if (records.length === 0) throw new CodedError('FUNCTION_FAILED', 'nothing to do')
    return Buffer.from(JSON.stringify({ records }))
  },
  close: async () => undefined,
}

const lambda = (...parameters: [string, string][]) => ({
  Type: 'Lambda',
  Parameters: [['LambdaArn', 'upper'], ...parameters].map(([ParameterName, ParameterValue]) => ({
    ParameterName,
    ParameterValue,
  })),
})
/** Without waiting for more records. */
const atOnceBy = lambda(['BufferIntervalInSeconds', '0'])
const processing = (...Processors: object[]) => ({ ProcessingConfiguration: { Enabled: true, Processors } })

/** GZIP, for the backup and for what fails. */
const zipped = { ...bucket, Prefix: 'all/', ErrorOutputPrefix: 'bad/', CompressionFormat: 'GZIP' }
const atOnce = { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 } }

async function start(kind: string, configuration: object, urls: Record<string, string>) {
  const objects = new CountedObjects()
  const server = await startFirehose({ objects, functions, endpoints: new EndpointMap(urls) })
  onTestFinished(() => server.sink.close())
  const input = { DeliveryStreamName: 's', [`${kind}DestinationConfiguration`]: configuration }
  expect((await server.answer('CreateDeliveryStream', input)).message).toBeUndefined()
  const put = (...texts: string[]) => {
    const Records = texts.map((text) => ({ Data: Buffer.from(text).toString('base64') }))
    return server.answer('PutRecordBatch', { DeliveryStreamName: 's', Records })
  }
  return { ...server, objects, put }
}

/** What is behind the prefix of each object, and its text. */
const textsOf = (objects: ReadonlyMap<string, Buffer>) =>
  [...objects].map(([key, body]) => [key.replace(/\/2023\/.*/, ''), gunzipSync(body).toString()])

const good = '{"n":"a"}'
const bad = '{"n":"fail"}'

async function expectProcessed({ objects, put }: Awaited<ReturnType<typeof start>>): Promise<void> {
  await put(good, bad)
  const [backup, failed] = textsOf(await objects.count(2))
  expect(backup).toEqual(['all', good + bad])
  expect(failed?.[0]).toBe('bad/processing-failed')
  expect(JSON.parse(failed?.[1] ?? '')).toMatchObject({
    errorCode: 'Lambda.ProcessingFailedStatus',
    rawData: Buffer.from(bad).toString('base64'),
    lambdaArn: 'upper',
  })
}

test('an HTTP endpoint gets what a function has made of records; the bucket all of them as they came, and those that failed', async () => {
  const endpoint = new ContractEndpoint({ path: '/v1', accessKey: undefined, gzip: false })
  const url = await servers.serve(endpoint.handle)
  const configuration = {
    EndpointConfiguration: { Url: 'https://endpoint.example/v1' },
    ...processing(atOnceBy, { Type: 'AppendDelimiterToRecord' }),
    ...atOnce,
    S3BackupMode: 'AllData',
    S3Configuration: zipped,
  }
  await expectProcessed(await start('HttpEndpoint', configuration, { 'https://endpoint.example': url }))
  expect(endpoint.requests.map(({ texts }) => texts)).toEqual([['{"N":"A"}\n']])
})

test.each(['Amazonopensearchservice', 'Elasticsearch'])(
  'documents of %s are what a function has made of records',
  async (kind) => {
    const cluster = new BulkServer()
    const url = await servers.serve(cluster.handle)
    const configuration = {
      RoleARN: roleArn,
      ClusterEndpoint: 'https://cluster.example',
      IndexName: 'i',
      ...processing(atOnceBy),
      ...atOnce,
      S3BackupMode: 'AllDocuments',
      S3Configuration: zipped,
    }
    await expectProcessed(await start(kind, configuration, { 'https://cluster.example': url }))
    expect(cluster.documents.map(({ source }) => source)).toEqual([{ N: 'A' }])
  },
)

test('Splunk gets the events that a function has made of records', async () => {
  const collector = new HecServer()
  const url = await servers.serve(collector.handle)
  const configuration = {
    HECEndpoint: 'https://splunk.example:8088',
    HECEndpointType: 'Raw',
    HECToken: 'token',
    ...processing(atOnceBy),
    ...atOnce,
    S3BackupMode: 'AllEvents',
    S3Configuration: zipped,
  }
  await expectProcessed(await start('Splunk', configuration, { 'https://splunk.example:8088': url }))
  expect(collector.bodies).toEqual(['{"N":"A"}'])
})

const cluster = 'a.b.us-east-1.redshift.amazonaws.com:5439'
const table = {
  RoleARN: roleArn,
  ClusterJDBCURL: `jdbc:redshift://${cluster}/dev`,
  CopyCommand: { DataTableName: 'orders', CopyOptions: "JSON 'auto' GZIP" },
  Username: 'dev',
  Password: 'secret12',
  S3Configuration: { ...zipped, Prefix: 'rows/', ...atOnce },
}

test('what goes to a table is processed, and a GZIP object first; what comes to no table is in the error output, processed', async () => {
  const url = await servers.serve(() => undefined)
  await servers.close()
  const { objects, put } = await start(
    'Redshift',
    {
      ...table,
      ...processing(atOnceBy),
      RetryOptions: { DurationInSeconds: 0 },
      S3BackupMode: 'Enabled',
      S3BackupConfiguration: { ...bucket, Prefix: 'all/', CompressionFormat: 'GZIP' },
    },
    { [cluster]: url.replace('http', 'postgresql') },
  )
  await put(good, bad)
  const texts = textsOf(await objects.count(4))
  expect(texts.slice(0, 2)).toEqual([
    ['all', good + bad],
    ['rows', '{"N":"A"}'],
  ])
  expect(texts.slice(2).map(([place]) => place)).toEqual(['bad/redshift-failed', 'bad/processing-failed'])
  expect(JSON.parse(texts[2]?.[1] ?? '')).toMatchObject({
    errorCode: 'Redshift.ServiceException',
    rawData: Buffer.from('{"N":"A"}').toString('base64'),
  })
})

const asEndpoint = (changes: object) => ({
  EndpointConfiguration: { Url: 'https://endpoint.example' },
  S3Configuration: bucket,
  ...changes,
})
const query = { ParameterName: 'MetadataExtractionQuery', ParameterValue: '.' }

test.each<[string, object, message: string]>([
  [
    'HttpEndpoint',
    asEndpoint(processing({ Type: 'MetadataExtraction', Parameters: [query] })),
    'MetadataExtraction',
  ],
  ['HttpEndpoint', asEndpoint(processing(lambda(['BufferIntervalInSeconds', '901']))), '0 and 900, not 901.'],
  ['Redshift', { ...table, S3Configuration: { ...zipped, CompressionFormat: 'Snappy' } }, 'Snappy'],
  ['Redshift', { ...table, S3Configuration: bucket }, 'GZIP of CopyOptions require each other'],
  ['Redshift', { ...table, CopyCommand: { DataTableName: 'o' } }, 'GZIP of CopyOptions require each other'],
])('a destination %s is refused with what it cannot have', async (kind, configuration, message) => {
  const server = await startFirehose({ functions, endpoints: new EndpointMap({ [cluster]: 'pg://x' }) })
  onTestFinished(() => server.sink.close())
  const input = { DeliveryStreamName: 's', [`${kind}DestinationConfiguration`]: configuration }
  expect(await server.answer('CreateDeliveryStream', input)).toMatchObject({
    code: 'InvalidArgumentException',
    message: expect.stringContaining(message),
  })
})

test('a function is described with the defaults of AWS for its destination, and a backup of all cannot be ended', async () => {
  const configuration = {
    HECEndpoint: 'https://splunk.example:8088',
    HECEndpointType: 'Raw',
    HECToken: 'token',
    ...processing(lambda(['NumberOfRetries', '5'])),
    S3BackupMode: 'AllEvents',
    S3Configuration: bucket,
  }
  const { answer } = await start('Splunk', configuration, {})
  const { output } = await answer('DescribeDeliveryStream', { DeliveryStreamName: 's' })
  const expected = lambda(
    ['NumberOfRetries', '5'],
    ['BufferSizeInMBs', '0.25'],
    ['BufferIntervalInSeconds', '60'],
  )
  const { Destinations } = output.DeliveryStreamDescription as { Destinations: Record<string, object>[] }
  expect(Destinations[0]?.SplunkDestinationDescription).toMatchObject(processing(expected))
  const update = {
    DeliveryStreamName: 's',
    CurrentDeliveryStreamVersionId: '1',
    DestinationId: 'destinationId-000000000001',
    SplunkDestinationUpdate: { S3BackupMode: 'FailedEventsOnly' },
  }
  expect((await answer('UpdateDestination', update)).message).toBe(
    'S3BackupMode cannot be changed from AllEvents to FailedEventsOnly.',
  )
})
