/* How a producer comes to send frames, and what it does where that goes wrong. */
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { KinesisTarget } from '../../../src/producers/kinesis/kinesis-target.ts'
import { type KinesisInProcess, kinesisInProcess } from '../../framed/sdk/kinesis-in-process.ts'

const signal = new AbortController().signal
const entry = (partitionKey: string, text = partitionKey, explicitHashKey?: string) => ({
  partitionKey,
  explicitHashKey,
  data: Buffer.from(text),
})

async function start() {
  const kinesis = await kinesisInProcess()
  const target = new KinesisTarget(kinesis.client, 'orders')
  await target.describe(signal)
  kinesis.seen.length = 0
  return { kinesis, target, put: (...entries: ReturnType<typeof entry>[]) => target.put(entries, signal) }
}

async function readTexts(kinesis: KinesisInProcess): Promise<string[]> {
  const shards = [await kinesis.read(0), await kinesis.read(1)]
  return shards.flatMap(({ Records = [] }) => Records.map(({ Data = [] }) => Buffer.from(Data).toString()))
}

test('the first put is in frames, as the description of the stream has asked for them', async () => {
  const { kinesis, put } = await start()
  const last = `${2n ** 128n - 1n}`
  const outcomes = await put(
    entry('a', 'a', '0'),
    entry('b', 'b', last),
    entry('c', 'c', '7'),
    entry('d', 'd', last),
  )
  expect(kinesis.seen).toEqual(['PutRecords framed 200'])
  const read = [await kinesis.read(0), await kinesis.read(1)].map(({ Records = [] }) => Records)
  expect(outcomes).toEqual(
    [read[0]![0], read[1]![0], read[0]![1], read[1]![1]].map((record, i) => ({
      kind: 'put',
      shardId: `shardId-00000000000${i % 2}`,
      sequenceNumber: record!.SequenceNumber,
    })),
  )
  expect((await readTexts(kinesis)).join('')).toBe('acbd')
})

test('a server that knows no frames is sent none', async () => {
  const { kinesis, target, put } = await start()
  kinesis.serve('older')
  await target.describe(signal)
  kinesis.seen.length = 0
  await put(entry('a'))
  await put(entry('b'))
  expect(kinesis.seen).toEqual(['PutRecords json 200', 'PutRecords json 200'])
  expect((await readTexts(kinesis)).sort()).toEqual(['a', 'b'])
})

test('what a server refuses that knows frames no longer goes in JSON, once, and in frames again when that is over', async () => {
  const { kinesis, put } = await start()
  await put(entry('a'))
  kinesis.serve('older')
  await put(entry('b'))
  await put(entry('c'))
  kinesis.serve('this')
  await put(entry('d'))
  await put(entry('e'))
  expect(kinesis.seen).toEqual([
    'PutRecords framed 200',
    ...['PutRecords framed 404', 'PutRecords json 200', 'PutRecords json 200'],
    ...['PutRecords json 200', 'PutRecords framed 200'],
  ])
  expect((await readTexts(kinesis)).sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('another 4xx of a server that says nothing of frames is no last word either', async () => {
  const { kinesis, put } = await start()
  kinesis.serve({ statusCode: 415, headers: {} })
  await expect(put(entry('a'))).rejects.toThrow()
  expect(kinesis.seen).toEqual(['PutRecords framed 415', 'PutRecords json 415'])
})

test('a 503 of whatever stands in front of the server says nothing of frames', async () => {
  const { kinesis, put } = await start()
  kinesis.serve({ statusCode: 503, headers: {} })
  await expect(put(entry('a'))).rejects.toThrow()
  kinesis.serve('this')
  await put(entry('b'))
  expect(kinesis.seen).toEqual(['PutRecords framed 503', 'PutRecords framed 200'])
})

test.each([
  ['in JSON', { headers: { 'content-type': 'application/x-amz-json-1.1' }, body: '{}' }],
  ['of too few bytes', { headers: { 'content-type': 'application/vnd.millrace.framed-1' }, body: 'abc' }],
  ['without members', { headers: { 'content-type': 'application/vnd.millrace.framed-1' }, body: '\0\0\0\0' }],
  [
    'of other members',
    { headers: { 'content-type': 'application/vnd.millrace.framed-1' }, body: '\0\0\0\0null' },
  ],
])('an answer %s cannot be read, which is no reason to give the records up', async (_, answer) => {
  const { kinesis, target, put } = await start()
  kinesis.serve({ statusCode: 200, headers: answer.headers, body: Readable.from([Buffer.from(answer.body)]) })
  const error = await put(entry('a')).catch((failure: unknown) => failure)
  expect(error).toMatchObject({ code: 'FRAMED_ANSWER_UNREADABLE' })
  expect(target.isFinal(error)).toBe(false)
})

test('records that their shard does not take are throttled, the others are put', async () => {
  const { kinesis, put } = await start()
  const large = 'x'.repeat(400_000)
  const outcomes = await put(...[0, 1, 2, 3].map(() => entry('a', large)), entry('b', 'b', `${2n ** 127n}`))
  expect(kinesis.seen).toEqual(['PutRecords framed 200'])
  expect(outcomes.map(({ kind }) => kind)).toEqual(['put', 'put', 'throttled', 'throttled', 'put'])
  expect(outcomes[2]).toMatchObject({
    failure: { message: expect.stringContaining('Rate exceeded for shard') },
  })
})

test('an error of the server is the error that the SDK makes of it', async () => {
  const { kinesis } = await start()
  const other = new KinesisTarget(kinesis.client, 'none')
  await expect(other.describe(signal)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  const error = await other.put([entry('a')], signal).catch((failure: unknown) => failure)
  expect(kinesis.seen.at(-1)).toBe('PutRecords framed 400')
  expect(error).toMatchObject({ name: 'ResourceNotFoundException', message: expect.stringContaining('none') })
  expect(other.isFinal(error)).toBe(true)
})
