/*
 * Hot operations have a second form over bytes. Here are two servers that differ in nothing but having these forms;
 * whatever comes, they must answer the same to the byte, and be in the same state afterwards.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { times } from '../../effort.ts'
import { withoutPlainForms } from '../byte-form-services.ts'
import {
  kinds,
  orders,
  readBoth,
  send,
  sendBoth,
  startBoth,
  startKind,
  startServer,
  type TestServer,
} from './both-forms.ts'

const put = (...records: object[]) => JSON.stringify({ Records: records, StreamName: 'orders' })

const bodies: [string, string | Buffer][] = [
  ['plain records', put({ Data: 'aGVsbG8=', PartitionKey: 'a' }, { Data: '', PartitionKey: 'b' })],
  [
    'an ARN',
    '{"Records":[{"Data":"AA==","PartitionKey":"a"}],"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/orders"}',
  ],
  [
    'an ARN of another account',
    '{"Records":[{"Data":"AA==","PartitionKey":"a"}],"StreamARN":"arn:aws:kinesis:us-east-1:000000000001:stream/orders"}',
  ],
  [
    'an ARN of another stream',
    '{"Records":[{"Data":"AA==","PartitionKey":"a"}],"StreamName":"orders","StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/other"}',
  ],
  ['no stream', '{"Records":[{"Data":"AA==","PartitionKey":"a"}]}'],
  ['an unknown stream', '{"Records":[{"Data":"AA==","PartitionKey":"a"}],"StreamName":"unknown"}'],
  ['a bad stream name', '{"Records":[{"Data":"AA==","PartitionKey":"a"}],"StreamName":"no/name"}'],
  [
    'an explicit hash key',
    put({ Data: 'AA==', PartitionKey: 'a', ExplicitHashKey: '340282366920938463463374607431768211455' }),
  ],
  [
    'an explicit hash key over the end',
    put({ Data: 'AA==', PartitionKey: 'a', ExplicitHashKey: '340282366920938463463374607431768211456' }),
  ],
  [
    'an explicit hash key with a leading zero',
    put({ Data: 'AA==', PartitionKey: 'a', ExplicitHashKey: '01' }),
  ],
  ['a key of 256 characters', put({ Data: 'AA==', PartitionKey: 'k'.repeat(256) })],
  ['a key of 257 characters', put({ Data: 'AA==', PartitionKey: 'k'.repeat(257) })],
  ['an empty key', put({ Data: 'AA==', PartitionKey: '' })],
  ['a key outside ASCII', put({ Data: 'AA==', PartitionKey: '\u00e9\u{1f600}' })],
  ['an escaped key', put({ Data: 'AA==', PartitionKey: '"\\\n\u0001' })],
  [
    'base64 of the wrong length',
    put({ Data: 'AA==', PartitionKey: 'a' }, { Data: 'AAA', PartitionKey: 'a' }),
  ],
  [
    'base64 with a foreign character',
    put({ Data: 'AA==', PartitionKey: 'a' }, { Data: 'AA*A', PartitionKey: 'a' }),
  ],
  ['base64url', put({ Data: 'AA-_', PartitionKey: 'a' })],
  ['base64 with stray bits behind ==', put({ Data: 'AB==', PartitionKey: 'a' })],
  ['base64 with stray bits behind =', put({ Data: 'AAB=', PartitionKey: 'a' })],
  ['base64 with = in the middle', put({ Data: 'AA==AAAA', PartitionKey: 'a' })],
  ['base64 of = only', put({ Data: '====', PartitionKey: 'a' })],
  ['base64 with three =', put({ Data: 'A===', PartitionKey: 'a' })],
  ['base64 with white space', put({ Data: 'AA A', PartitionKey: 'a' })],
  ['base64 with a raw line feed', '{"Records":[{"Data":"AAA\n","PartitionKey":"a"}],"StreamName":"orders"}'],
  [
    'base64 with a byte over 127',
    Buffer.from('{"Records":[{"Data":"AAA\xe9","PartitionKey":"a"}],"StreamName":"orders"}', 'latin1'),
  ],
  [
    'records around what the kernel of GetRecords takes at once',
    put(
      ...[-3, -2, -1, 0, 1].map((more) => {
        return { Data: Buffer.alloc(48 * 1024 + more, 'data').toString('base64'), PartitionKey: 'a' }
      }),
    ),
  ],
  [
    'a record as large as it may be',
    put({ Data: Buffer.alloc(1024 * 1024 - 1).toString('base64'), PartitionKey: 'a' }),
  ],
  [
    'a record one byte too large',
    put({ Data: Buffer.alloc(1024 * 1024).toString('base64'), PartitionKey: 'a' }),
  ],
  [
    'more than 10 MiB',
    put(...Array(11).fill({ Data: Buffer.alloc(1024 * 1024 - 1).toString('base64'), PartitionKey: 'a' })),
  ],
  [
    'more than a shard takes',
    put(...Array(3).fill({ Data: Buffer.alloc(500_000).toString('base64'), PartitionKey: 'a' }), {
      Data: 'AA==',
      PartitionKey: 'c',
    }),
  ],
  ['a record without a key', put({ Data: 'AA==', PartitionKey: 'a' }, { Data: 'AQ==' })],
  ['a bad hash key and no key', put({ Data: 'AA==', ExplicitHashKey: '5' })],
  [
    '40 records of all shards',
    put(...Array.from({ length: 40 }, (_, i) => ({ Data: 'AA==', PartitionKey: `k${i}` }))),
  ],
  ['501 records', put(...Array(501).fill({ Data: '', PartitionKey: 'k' }))],
]

const ofEachKind = <Row extends readonly unknown[]>(rows: readonly Row[]) =>
  Object.keys(kinds).flatMap((kind) => rows.map((row) => [kind, ...row] as const))

test.each(ofEachKind(bodies))(
  'both forms of PutRecords and GetRecords answer the same on %s to %s',
  async (kind, _, body) => {
    const servers = await startKind(kind)
    await sendBoth(servers, 'PutRecords', body)
    await sendBoth(servers, 'PutRecords', body)
    for (const { clock } of servers) clock.advance(5_000)
    await sendBoth(servers, 'PutRecords', put({ Data: 'bGFzdA==', PartitionKey: 'last' }))
    expect(await readBoth(servers)).toBeGreaterThan(0)
  },
)

test('both forms of GetRecords answer the same in and at the end of closed shards', async () => {
  const servers = await startBoth()
  const sendAll = async (name: string, input: object) => {
    const answer = await sendBoth(servers, name, JSON.stringify({ StreamName: 'orders', ...input }))
    expect(answer.status, answer.body).toBe(200)
    return JSON.parse(answer.body || '{}')
  }
  const id = (index: number) => `shardId-00000000000${index}`
  const record = (i: number) => ({ Data: 'aGVsbG8=', PartitionKey: `key ${i}` })
  await sendAll('PutRecords', { Records: Array.from({ length: 30 }, (_, i) => record(i)) })
  await sendAll('SplitShard', { ShardToSplit: id(0), NewStartingHashKey: '5' })
  await sendAll('MergeShards', { ShardToMerge: id(1), AdjacentShardToMerge: id(2) })
  await sendAll('PutRecords', { Records: Array.from({ length: 30 }, (_, i) => record(i)) })
  for (const { clock } of servers) clock.advance(5000)
  expect(await readBoth(servers)).toBe(30)
  for (const { clock } of servers) clock.advance(5000)
  for (const [index, children] of [
    [0, [3, 4]],
    [1, [5]],
    [2, [5]],
  ] as const) {
    const { ShardIterator } = await sendAll('GetShardIterator', {
      ShardId: id(index),
      ShardIteratorType: 'LATEST',
    })
    const last = await sendBoth(servers, 'GetRecords', JSON.stringify({ ShardIterator }))
    const { NextShardIterator, ChildShards } = JSON.parse(last.body)
    expect(NextShardIterator).toBeUndefined()
    expect(ChildShards.map(({ ShardId }: { ShardId: string }) => ShardId)).toEqual(children.map(id))
  }
})

const one = (record: object) => JSON.stringify({ ...record, StreamName: 'orders' })
const singleBodies: [string, string][] = [
  ['a record', one({ Data: 'aGVsbG8=', PartitionKey: 'a' })],
  ['a record without data', one({ Data: '', PartitionKey: 'a' })],
  ['an ARN', JSON.stringify({ PartitionKey: 'a', Data: 'AA==', StreamARN: orders })],
  [
    'an ARN and another name',
    JSON.stringify({ PartitionKey: 'a', Data: 'AA==', StreamARN: orders, StreamName: 'x' }),
  ],
  ['no stream', JSON.stringify({ PartitionKey: 'a', Data: 'AA==' })],
  ['an explicit hash key', one({ Data: 'AA==', PartitionKey: 'a', ExplicitHashKey: '5' })],
  ['an explicit hash key that is none', one({ Data: 'AA==', PartitionKey: 'a', ExplicitHashKey: '-5' })],
  ['a minimum', one({ Data: 'AA==', PartitionKey: 'a', SequenceNumberForOrdering: '1' })],
  ['no key', one({ Data: 'AA==' })],
  ['no data', one({ PartitionKey: 'a' })],
  ['bad base64', one({ Data: 'AA*=', PartitionKey: 'a' })],
  ['a key of 257 characters', one({ Data: 'AA==', PartitionKey: 'k'.repeat(257) })],
  [
    'a record one byte too large',
    one({ Data: Buffer.alloc(1024 * 1024).toString('base64'), PartitionKey: 'a' }),
  ],
  ['a StreamId', one({ Data: 'AA==', PartitionKey: 'a', StreamId: 'abcdefghij0123456789-abc' })],
  ['a dry run', one({ Data: 'AA==', PartitionKey: 'a', DryRun: true })],
  ['half of what a shard takes', one({ Data: Buffer.alloc(600_000).toString('base64'), PartitionKey: 'a' })],
]

test.each(ofEachKind(singleBodies))(
  'both forms of PutRecord answer the same on %s to %s',
  async (kind, _, body) => {
    const servers = await startKind(kind)
    for (let i = 0; i < 3; i++) await sendBoth(servers, 'PutRecord', body)
    await readBoth(servers)
  },
)

test('the byte forms serve what the SDKs send, and leave a call over a limit to the general path', async () => {
  const server = await startServer(withoutPlainForms)
  for (const body of [
    put({ Data: 'aGVsbG8=', PartitionKey: 'a' }, { Data: '', PartitionKey: 'b', ExplicitHashKey: '7' }),
    '{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/orders", "Records": [{"PartitionKey":"a","Data":"AA=="}]}',
  ]) {
    expect(await send(server, 'PutRecords', body)).toMatchObject({ status: 200 })
  }
  expect(await send(server, 'PutRecord', one({ Data: 'AA==', PartitionKey: 'a' }))).toMatchObject({
    status: 200,
  })
  const over = put(...Array(3).fill({ Data: Buffer.alloc(500_000).toString('base64'), PartitionKey: 'a' }))
  expect(await send(server, 'PutRecords', over)).toMatchObject({ status: 500 })
  expect(JSON.parse(await readAll(server)).Records).toHaveLength(4)
})

test('the byte forms serve records without keys where they are spread, and encrypted streams', async () => {
  const server = await startServer(withoutPlainForms)
  for (const kind of ['streams that spread their records', 'encrypted streams']) {
    for (const [operation, members] of kinds[kind]!) {
      await send(server, operation, JSON.stringify({ StreamARN: orders, ...members }))
    }
    const several = await send(
      server,
      'PutRecords',
      put({ Data: 'AA==' }, { Data: 'AQ==', PartitionKey: 'k' }),
    )
    expect(several).toMatchObject({ status: 200 })
    expect(await send(server, 'PutRecord', one({ Data: 'AA==' }))).toMatchObject({ status: 200 })
  }
  const records = JSON.parse(await readAll(server)).Records as object[]
  expect(records).toMatchObject([{ Data: 'AA==' }, { EncryptionType: 'KMS' }])
  expect(records[0]).not.toHaveProperty('PartitionKey')
  expect(records[0]).not.toHaveProperty('EncryptionType')
})

async function readAll(server: TestServer): Promise<string> {
  const request = { StreamName: 'orders', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' }
  const { ShardIterator } = JSON.parse(
    String((await send(server, 'GetShardIterator', JSON.stringify(request))).body),
  )
  return String((await send(server, 'GetRecords', JSON.stringify({ ShardIterator }))).body)
}

/*
 * Goal: no body makes the two forms differ, in an answer or in the state that it leaves.
 * Method: sequences of random bodies, some of them damaged, with time passing; then everything is read back.
 */
test('both forms answer any bodies the same', async () => {
  const record = fc.record(
    {
      Data: fc.oneof(
        fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64')),
        fc.nat(3000).map((size) => Buffer.alloc(size, `data ${size} \xff`).toString('base64')),
        fc.constantFrom('AA==', 'AB==', 'A', '====', 'AAA\u00e9', 'AA_-', 'A'.repeat(800_000)),
      ),
      PartitionKey: fc.oneof(fc.stringMatching(/^[ -~]{1,70}$/), fc.string({ unit: 'binary', maxLength: 4 })),
      ExplicitHashKey: fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 129n }).map(String), fc.constant('x')),
    },
    { requiredKeys: ['Data'] },
  )
  const damage = fc.record({
    at: fc.nat(600),
    cut: fc.nat(2),
    insert: fc.constantFrom('', '"', '}', ',', ' ', '\\', '\n', '=', '\u00e9', ',"Data":"AAAA"'),
  })
  const step = fc.record({
    records: fc.array(record, { minLength: 1, maxLength: 6 }),
    single: fc.boolean(),
    indent: fc.nat(1),
    damages: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(damage, { maxLength: 2 })),
    passMs: fc.nat(900),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(kinds)),
      fc.array(step, { minLength: 1, maxLength: 5 }),
      async (kind, steps) => {
        const servers = await startKind(kind)
        for (const { records, single, indent, damages, passMs } of steps) {
          const members = single ? records[0] : { Records: records }
          let body = JSON.stringify({ StreamName: 'orders', ...members }, null, indent)
          for (const { at, cut, insert } of damages) {
            const position = at % (body.length + 1)
            body = body.slice(0, position) + insert + body.slice(position + cut)
          }
          await sendBoth(servers, single ? 'PutRecord' : 'PutRecords', body)
          for (const { clock } of servers) clock.advance(passMs)
        }
        await readBoth(servers)
      },
    ),
    { numRuns: times(6) },
  )
})
