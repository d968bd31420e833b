/*
 * As byte-forms.test.ts, of the framed encoding: whatever comes, the form over bytes and the general path answer the same to the byte, and leave
 * the same state behind.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  framedBody,
  framedType,
  partsOfFramed,
  putFramesOf,
  readRecords,
  resultsAt,
} from '../../../src/framed/index.ts'
import { times } from '../../effort.ts'
import { withoutPlainForms } from '../byte-form-services.ts'
import {
  kinds,
  orders,
  readBoth,
  send,
  sendBoth,
  startKind,
  startServer,
  type TestServer,
} from './both-forms.ts'

const data = (text: string) => Buffer.from(text)
const record = { partitionKey: 'a', data: data('hello') }
type TestRecord = typeof record & { explicitHashKey?: string }

function framed(members: object, records: readonly TestRecord[] = [record]): Buffer {
  return framedBody({ records: putFramesOf(records)!, members: data(JSON.stringify(members)) })
}

const put = (...records: TestRecord[]) => framed({ StreamName: 'orders' }, records)

function changed(body: Buffer, at: number, byte: number): Buffer {
  const copy = Buffer.from(body)
  copy[at] = byte
  return copy
}

/** Where the head of the first record is. */
const frameAt = 4

const bodies: [string, Buffer][] = [
  ['plain records', put(record, { partitionKey: 'b', data: data('') })],
  [
    'records that go to shards by turns',
    put(...Array.from({ length: 40 }, (_, i) => ({ partitionKey: `key-${i}`, data: data('x'.repeat(i)) }))),
  ],
  ['no records', put()],
  ['an ARN', framed({ StreamARN: orders })],
  ['an ARN and a name', framed({ StreamARN: orders, StreamName: 'orders' })],
  ['an ARN and a name that are at odds', framed({ StreamARN: orders, StreamName: 'others' })],
  ['hash keys', put({ ...record, explicitHashKey: '7' }, record, { ...record, explicitHashKey: '9' })],
  ['a hash key that is none', put({ ...record, explicitHashKey: '-1' })],
  ['a hash key of 40 digits', put({ ...record, explicitHashKey: '9'.repeat(40) })],
  ['a key beyond ASCII', put({ ...record, partitionKey: 'd\u00e9j\u00e0' })],
  ['a key that is not UTF-8', changed(put(record), frameAt + 15, 0xff)],
  ['no key', put({ ...record, partitionKey: '' })],
  [
    'keys of 256 and 257 characters',
    put(...[256, 257].map((n) => ({ ...record, partitionKey: 'k'.repeat(n) }))),
  ],
  ['500 records', put(...Array(500).fill(record))],
  ['501 records', put(...Array(501).fill(record))],
  ['10,001 records', put(...Array(10_001).fill(record))],
  ['a dry run', framed({ StreamName: 'orders', DryRun: true })],
  ['a StreamId', framed({ StreamName: 'orders', StreamId: 'an-id' })],
  ['a member that nobody knows', framed({ StreamName: 'orders', More: 1 })],
  ['a name that is no text', framed({ StreamName: 7 })],
  ['null for a member', framed({ StreamName: 'orders', StreamARN: null })],
  ['records in JSON', framed({ StreamName: 'orders', Records: [{ Data: '', PartitionKey: 'a' }] })],
  ['no stream', framed({})],
  ['a stream that there is not', framed({ StreamName: 'other' })],
  ['a stream of no name', framed({ StreamName: '' })],
  ['members that are a list', framed([{ StreamName: 'orders' }])],
  ['members that are no JSON', framedBody({ records: putFramesOf([record])!, members: data('{"Str') })],
  ['no members', framedBody({ records: putFramesOf([record])!, members: data('') })],
  ['nothing', Buffer.alloc(0)],
  ['three bytes', Buffer.alloc(3)],
  ['records beyond the end', changed(put(record), 3, 0xff)],
  ['a frame beyond the records', changed(put(record), frameAt + 3, 0xff)],
  ['a hash key beyond the records', changed(put(record), frameAt + 7, 0xff)],
  ['a frame shorter than its key', changed(put(record), frameAt, 3)],
  ['a frame shorter than its head', changed(put(record), frameAt, 2)],
  ['a frame that leaves something over', changed(put(record), frameAt, 8)],
  ['a frame of nothing, but for a hash key', changed(changed(put(record), frameAt, 0), frameAt + 4, 9)],
  ['another kind of frame', changed(put(record), frameAt + 12, 2)],
  ['a frame with a time', changed(put(record), frameAt + 8, 1)],
  [
    'a head that is cut off',
    framedBody({ records: putFramesOf([record])!.subarray(0, 14), members: data('{}') }),
  ],
]

test.each(Object.keys(kinds))('both forms of PutRecords in frames answer the same on %s', async (kind) => {
  const servers = await startKind(kind)
  for (const [, body] of bodies) {
    await sendBoth(servers, 'PutRecords', body, framedType)
    await sendBoth(servers, 'PutRecord', body, framedType)
    for (const { clock } of servers) clock.advance(5_000)
  }
  expect(await readBoth(servers, 200)).toBeGreaterThan(500)
})

test('both forms of PutRecord in frames check a SequenceNumberForOrdering', async () => {
  const servers = await startKind('plain streams')
  const ordered = (number: string) => framed({ StreamName: 'orders', SequenceNumberForOrdering: number })
  const good = await sendBoth(servers, 'PutRecord', ordered('1'), framedType)
  const bad = await sendBoth(servers, 'PutRecord', ordered('9'.repeat(56)), framedType)
  expect([good.status, bad.status]).toEqual([200, 400])
})

test('the forms over bytes serve puts in frames, and gets', async () => {
  const server = await startServer(withoutPlainForms)
  const keyed = { ...record, explicitHashKey: '7' }
  const get = framedBody({ records: data(''), members: data(JSON.stringify(await iteratorOf([server], 0))) })
  const answers = [
    await send(server, 'PutRecords', put(record, keyed, record), framedType),
    await send(server, 'PutRecord', framed({ StreamARN: orders }), framedType),
    await send(server, 'GetRecords', get, framedType),
  ]
  const headers = { 'content-type': framedType }
  expect(answers).toMatchObject(answers.map(() => ({ status: 200, headers })))
})

test('a body in frames that is damaged writes nothing', async () => {
  const servers = await startKind('plain streams')
  const whole = put(record, { ...record, data: data('x'.repeat(200)) })
  for (let size = 0; size < whole.length; size += 3) {
    const { status } = await sendBoth(servers, 'PutRecords', whole.subarray(0, size), framedType)
    expect(status, `${size} bytes`).toBe(400)
  }
  expect(await readBoth(servers)).toBe(0)
})

test('records over the limit of their shard fail each for itself, and the others are where the answer says', async () => {
  const servers = await startKind('plain streams')
  const large = { ...record, data: Buffer.alloc(400_000) }
  const elsewhere = { ...record, explicitHashKey: '0' }
  const sent = put(...[large, large, elsewhere, large, record, elsewhere])
  const { exact } = await sendBoth(servers, 'PutRecords', sent, framedType)
  const { records: places, members } = partsOfFramed(Buffer.from(exact, 'hex'))!
  const { FailedRecordCount, Records: different } = JSON.parse(members.toString())
  const results = resultsAt({ places, different })!
  expect(FailedRecordCount).toBeGreaterThan(0)
  expect(results.filter(({ ErrorCode }) => ErrorCode !== undefined)).toHaveLength(FailedRecordCount)
  const inJson = await readNumbers(servers)
  const numbers = results.flatMap(({ SequenceNumber }) => SequenceNumber ?? [])
  expect(new Set(inJson)).toEqual(new Set(numbers))
})

/** The sequence numbers of all records, as JSON has them. */
async function readNumbers(servers: readonly TestServer[]): Promise<string[]> {
  const numbers: string[] = []
  for (const shard of [0, 1, 2]) {
    const answer = await sendBoth(servers, 'GetRecords', JSON.stringify(await iteratorOf(servers, shard)))
    for (const { SequenceNumber } of JSON.parse(answer.body).Records) numbers.push(SequenceNumber)
  }
  return numbers
}

/** Asks all of them, so that the random numbers of each stay the same. */
async function iteratorOf(servers: readonly TestServer[], shard: number): Promise<object> {
  const ShardId = `shardId-00000000000${shard}`
  const request = JSON.stringify({ StreamName: 'orders', ShardId, ShardIteratorType: 'TRIM_HORIZON' })
  const [answer] = await Promise.all(servers.map((server) => send(server, 'GetShardIterator', request)))
  return JSON.parse(String(answer!.body))
}

test.each(Object.keys(kinds))(
  'an answer in frames has the records of the answer in JSON on %s',
  async (kind) => {
    const servers = await startKind(kind)
    for (let i = 0; i < 30; i++) {
      const sized = {
        partitionKey: i % 3 === 0 ? `d\u00e9j\u00e0-${i}` : `key-${i}`,
        data: Buffer.alloc(i * 9, i),
      }
      await sendBoth(servers, 'PutRecords', put(sized, { ...sized, explicitHashKey: '0' }), framedType)
      for (const { clock } of servers) clock.advance(i * 77)
    }
    for (const shard of [0, 1, 2]) {
      await expectSameInJson(servers, { ...(await iteratorOf(servers, shard)), Limit: 17 })
    }
  },
)

test('an answer of several pieces, which end within a commit, has the records of the answer in JSON', async () => {
  const servers = await startKind('plain streams')
  const sized = (i: number) => ({ ...record, data: Buffer.alloc(1_000 + i, i), explicitHashKey: '0' })
  await sendBoth(servers, 'PutRecords', put(...Array.from({ length: 500 }, (_, i) => sized(i))), framedType)
  expect(await expectSameInJson(servers, await iteratorOf(servers, 0))).toBe(500)
})

/** @returns how many records there are */
async function expectSameInJson(servers: readonly TestServer[], members: object): Promise<number> {
  const text = JSON.stringify(members)
  const inJson = JSON.parse((await sendBoth(servers, 'GetRecords', text)).body)
  const body = framedBody({ records: data(''), members: data(text) })
  const { exact } = await sendBoth(servers, 'GetRecords', body, framedType)
  const parts = partsOfFramed(Buffer.from(exact, 'hex'))!
  const { Records, MillisBehindLatest } = JSON.parse(parts.members.toString())
  const records = readRecords(parts.records, BigInt(Records[0].SequenceNumber))!
  expect(records.map(asJson)).toEqual(inJson.Records)
  expect(MillisBehindLatest).toBe(inJson.MillisBehindLatest)
  return records.length
}

function asJson({
  Data,
  ApproximateArrivalTimestamp,
  ...rest
}: NonNullable<ReturnType<typeof readRecords>>[0]) {
  return {
    ...rest,
    ApproximateArrivalTimestamp: ApproximateArrivalTimestamp / 1000,
    Data: Buffer.from(Data).toString('base64'),
  }
}

test('both forms of GetRecords in frames refuse the same', async () => {
  const servers = await startKind('plain streams')
  const bad = [
    ...[{}, { ShardIterator: 'none' }, { ShardIterator: 7 }, { ShardIterator: 'A'.repeat(100), Limit: 0 }],
    ...[
      { ...(await iteratorOf(servers, 0)), Limit: 10_001 },
      { ...(await iteratorOf(servers, 0)), DryRun: true },
    ],
  ]
  for (const members of bad) {
    const body = framedBody({ records: data(''), members: data(JSON.stringify(members)) })
    const { status, headers } = await sendBoth(servers, 'GetRecords', body, framedType)
    expect([status, headers['content-type']]).toEqual([400, 'application/x-amz-json-1.1'])
  }
  const withRecords = framed(await iteratorOf(servers, 0))
  expect((await sendBoth(servers, 'GetRecords', withRecords, framedType)).body).toContain(
    'SerializationException',
  )
})

/*
 * Goal: no body makes the two forms differ, and none breaks either.
 * Method: sequences of random bodies, some of them damaged or cut; then everything is read back.
 */
test('both forms answer any bodies in frames the same', async () => {
  const any = fc.record(
    {
      data: fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fc.nat(70_000).map((size) => Buffer.alloc(size, 'data')),
      ),
      partitionKey: fc.oneof(fc.stringMatching(/^[ -~]{0,70}$/), fc.string({ unit: 'binary', maxLength: 4 })),
      explicitHashKey: fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 129n }).map(String), fc.constant('x')),
    },
    { requiredKeys: ['data', 'partitionKey'] },
  )
  const damage = fc.record({ at: fc.nat(200), byte: fc.nat(255) })
  const step = fc.record({
    records: fc.array(any, { minLength: 1, maxLength: 8 }),
    single: fc.boolean(),
    damages: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(damage, { maxLength: 2 })),
    cut: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(60)),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(kinds)),
      fc.array(step, { minLength: 1, maxLength: 5 }),
      async (kind, steps) => {
        const servers = await startKind(kind)
        for (const { records, single, damages, cut } of steps) {
          const body = put(...(single ? records.slice(0, 1) : records))
          for (const { at, byte } of damages) body[at % body.length] = byte
          const sent = body.subarray(0, Math.max(0, body.length - cut))
          await sendBoth(servers, single ? 'PutRecord' : 'PutRecords', sent, framedType)
        }
        await readBoth(servers)
      },
    ),
    { numRuns: times(3) },
  )
})
