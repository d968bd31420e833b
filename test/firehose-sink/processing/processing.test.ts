import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { Aggregate } from '../../../src/aggregation/index.ts'
import { ManualClock, systemRandom } from '../../../src/base/index.ts'
import type { SinkRecord } from '../../../src/firehose-sink/destinations/destination.ts'
import { openProcessing } from '../../../src/firehose-sink/processing/open-processing.ts'
import { processingSettings } from '../../../src/firehose-sink/processing/processing-settings.ts'
import type { Processed } from '../../../src/firehose-sink/processing/processor.ts'
import type { Processor } from '../../../src/firehose-sink/shapes.ts'
import { WorkerPool } from '../../../src/firehose-sink/workers/worker-pool.ts'
import { Functions } from '../../../src/functions/index.ts'
import { HttpClient } from '../../../src/http-client/index.ts'

const clock = new ManualClock()
const pool = new WorkerPool(1)
const http = new HttpClient({ clock, allowPrivateAddresses: false })
const functions = new Functions({}, { clock, random: systemRandom, http })
const source = {
  deliveryStreamArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/s',
  region: 'us-east-1',
}

afterAll(() => pool.close())

function records(...texts: (string | Buffer)[]): SinkRecord[] {
  return texts.map((text, i) => ({ data: Buffer.from(text), arrivalMs: 1000 + i, position: String(i) }))
}

type Given = readonly [Processor['Type'], Readonly<Record<string, string>>?]

function processorsOf(given: readonly Given[]) {
  const Processors = given.map(([Type, parameters = {}]) => ({
    Type,
    Parameters: Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({
      ParameterName,
      ParameterValue,
    })),
  }))
  return processingSettings({ Enabled: true, Processors: Processors as Processor[] })
}

function run(
  given: readonly Given[],
  input: readonly SinkRecord[],
  keys?: readonly string[],
): Promise<Processed> {
  const processing = openProcessing(processorsOf(given)!, keys, source, {
    functions,
    pool,
    clock,
    random: systemRandom,
  })
  return processing.process(input, new AbortController().signal)
}

const texts = ({ records }: Processed) => records.map(({ data }) => data.toString())
const codes = ({ failed }: Processed) => failed.map(({ code, record }) => [code, record.data.toString()])

test('a delimiter is put behind each record, with escapes as AWS writes them', async () => {
  expect(texts(await run([['AppendDelimiterToRecord', { Delimiter: '\\n' }]], records('a', 'b')))).toEqual([
    'a\n',
    'b\n',
  ])
  expect(texts(await run([['AppendDelimiterToRecord']], records('a')))).toEqual(['a\n'])
})

test('JSON objects in one record become records, whatever is between and in them', async () => {
  const input = records('{"a":"}{\\"]"} {"b":[{"c":1}]}\n', '{"d":2}{"e":3}', '', '[{"f":1}]', '{"g":1} x')
  const processed = await run([['RecordDeAggregation', { SubRecordType: 'JSON' }]], input)
  expect(texts(processed)).toEqual(['{"a":"}{\\"]"}', '{"b":[{"c":1}]}', '{"d":2}', '{"e":3}'])
  expect(codes(processed)).toEqual([
    ['DynamicPartitioning.RecordDeaggregationFailed', '[{"f":1}]'],
    ['DynamicPartitioning.RecordDeaggregationFailed', '{"g":1} x'],
  ])
})

test('JSON objects that were put together are taken apart again', async () => {
  const separators = fc.constantFrom('', ' ', '\n', '\r\n')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.dictionary(fc.string(), fc.jsonValue()), separators)),
      async (parts) => {
        const objects = parts.map(([object]) => JSON.stringify(object))
        const whole = parts.map(([, separator], i) => objects[i] + separator).join('')
        const processed = await run([['RecordDeAggregation', { SubRecordType: 'JSON' }]], records(whole))
        expect(texts(processed)).toEqual(objects)
      },
    ),
    { numRuns: 30 },
  )
})

test('delimited records, and those that the Kinesis Producer Library has put together, are taken apart', async () => {
  const aggregate = new Aggregate()
  for (const text of ['k1##k2', 'k3']) aggregate.add('p', undefined, Buffer.from(text))
  const input = records('a##b##', aggregate.toBytes())
  const given: Given = ['RecordDeAggregation', { SubRecordType: 'DELIMITED', Delimiter: '##' }]
  expect(texts(await run([given], input))).toEqual(['a', 'b', 'k1', 'k2', 'k3'])
})

const logs = (messageType: string, ...messages: string[]) =>
  gzipSync(JSON.stringify({ messageType, logEvents: messages.map((message, id) => ({ id, message })) }))

test('records of CloudWatch Logs become their messages, and control messages are left out', async () => {
  const given: Given[] = [
    ['Decompression', { CompressionFormat: 'GZIP' }],
    ['CloudWatchLogProcessing', { DataMessageExtraction: 'true' }],
  ]
  const input = records(
    logs('DATA_MESSAGE', 'one', 'two'),
    logs('CONTROL_MESSAGE', 'check'),
    'plain',
    gzipSync('{}'),
  )
  const processed = await run(given, input)
  expect(texts(processed)).toEqual(['one\ntwo\n'])
  expect(codes(processed)).toEqual([
    ['Decompression.Failed', 'plain'],
    ['CloudWatchLogProcessing.Failed', '{}'],
  ])
  expect(processed.failed[0]?.errorOutputType).toBe('decompression-failed')
  expect(processed.failed[1]?.record.compressed).toEqual(gzipSync('{}'))
})

test('a record that would be larger than 10 MiB after decompression is not decompressed', async () => {
  const processed = await run([['Decompression']], records(gzipSync(Buffer.alloc(11 * 1024 * 1024))))
  expect([processed.records.length, processed.failed[0]?.code]).toEqual([0, 'Decompression.Failed'])
})

test('a query gives each record its keys, and records it finds none for fail alone', async () => {
  const query = '{customer: .c, day: (.t | strftime("%d"))} # with a comment'
  const given: Given = ['MetadataExtraction', { MetadataExtractionQuery: query, JsonParsingEngine: 'JQ-1.6' }]
  const input = records(
    '{"c":7,"t":0}',
    'x',
    '{"c":null,"t":0}',
    '{"c":"a/b","t":100000}',
    '{"c":1,"t":"no"}',
  )
  const processed = await run([given], input)
  expect(processed.records.map(({ partitionKeys }) => partitionKeys)).toEqual([
    { customer: '7', day: '01' },
    { customer: 'a/b', day: '02' },
  ])
  expect(processed.failed.map(({ message }) => message)).toEqual([
    'Non JSON record provided',
    'partitionKeys values must not be null or empty',
    expect.stringContaining('strftime'),
  ])
  expect(new Set(processed.failed.map(({ code }) => code))).toEqual(
    new Set(['DynamicPartitioning.MetadataExtractionFailed']),
  )
})

test('a query that is none fails every record, and none is lost', async () => {
  for (const query of ['{a: ', '1, 2', 'halt', 'empty', '"text"']) {
    const { failed } = await run(
      [['MetadataExtraction', { MetadataExtractionQuery: query }]],
      records('{}', '{}'),
    )
    expect(failed.length, query).toBe(2)
  }
})

test.each<[Given[], message: string]>([
  [[['Lambda', {}]], 'A Lambda processor requires LambdaArn.'],
  [
    [['Lambda', { LambdaArn: 'f', BufferSizeInMBs: '4' }]],
    'BufferSizeInMBs must be between 0.2 and 3, not 4.',
  ],
  [[['Lambda', { LambdaArn: 'f', NumberOfRetries: '1.5' }]], 'NumberOfRetries must be a whole number.'],
  [
    [['Decompression', { CompressionFormat: 'ZIP' }]],
    'CompressionFormat of Decompression must be GZIP, not ZIP.',
  ],
  [[['CloudWatchLogProcessing', {}]], 'CloudWatchLogProcessing requires Decompression.'],
  [[['RecordDeAggregation', { SubRecordType: 'DELIMITED' }]], 'requires a Delimiter for DELIMITED records.'],
  [[['MetadataExtraction', {}]], 'MetadataExtraction requires MetadataExtractionQuery.'],
  [[['MetadataExtraction', { MetadataExtractionQuery: '.', JsonParsingEngine: 'JQ-1.7' }]], 'must be JQ-1.6'],
  [[['Decompression', { LambdaArn: 'f' }]], 'Decompression has no parameter LambdaArn.'],
  [[['Decompression'], ['Decompression']], 'A processor of each type can be configured once.'],
])('%j is refused', (given, message) => {
  expect(() => processorsOf(given)).toThrow(
    expect.objectContaining({ code: 'FIREHOSE_SETTING_INVALID', message: expect.stringContaining(message) }),
  )
})
