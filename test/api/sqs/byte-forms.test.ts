/*
 * Sends, receives and deletes have a second form over bytes. Here are two servers that differ in nothing but having
 * these forms; whatever comes, they must answer the same to the byte, and be in the same state afterwards.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Api, type ApiResponse, createApi, type Service } from '../../../src/api/index.ts'
import { createSqsService } from '../../../src/api/sqs/index.ts'
import { type ManualClock, silentLogger } from '../../../src/base/index.ts'
import { times } from '../../effort.ts'
import { openTestQueues } from '../../sqs-layer/open-test-queues.ts'
import { countingRandom, withoutByteForms, withoutPlainForms } from '../byte-form-services.ts'

interface TestServer {
  readonly api: Api
  readonly clock: ManualClock
}

const names = ['plain', 'small', 'ordered.fifo'] as const
const attributes: Record<string, object> = {
  small: { MaximumMessageSize: '1024' },
  'ordered.fifo': { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
}
const urlOf = (name: string) => `http://localhost:4567/000000000000/${name}`

async function startServer(change = (service: Service) => service): Promise<TestServer> {
  const { queues, clock } = await openTestQueues({ random: countingRandom() })
  const services = [change(createSqsService(queues))]
  const api = createApi({ services, defaultAccount: '000000000000', logger: silentLogger })
  const server = { api, clock }
  for (const QueueName of names) {
    const input = { QueueName, Attributes: attributes[QueueName] }
    expect(await send(server, 'CreateQueue', JSON.stringify(input))).toMatchObject({ status: 200 })
    await send(server, 'ReceiveMessage', JSON.stringify({ QueueUrl: urlOf(QueueName) }))
  }
  return server
}

const startBoth = () => Promise.all([startServer(), startServer(withoutByteForms)])

function send({ api }: TestServer, name: string, body: string | Buffer): Promise<ApiResponse> {
  return api({
    method: 'POST',
    scheme: 'http',
    path: '/',
    headers: {
      host: 'localhost:4567',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${name}`,
    },
    body: Buffer.from(body),
    requestId: 'request-1',
    signal: new AbortController().signal,
  })
}

/** @returns what both have answered */
async function sendBoth(servers: readonly TestServer[], name: string, body: string | Buffer) {
  const [bytes, plain] = await Promise.all(
    servers.map(async (server) => readOnce(await send(server, name, body))),
  )
  expect(bytes).toEqual(plain)
  return bytes!
}

/** What a client sees of an answer, whose memory may be used again afterwards. */
function readOnce({ status, headers, body, release }: ApiResponse) {
  const text = String(body)
  release?.()
  return { status, headers, body: text }
}

/** Receives, with all that can be asked for, until nothing comes any more. @returns how many messages there were */
async function receiveAll(servers: readonly TestServer[]): Promise<number> {
  let count = 0
  for (const name of names) {
    for (let empty = false; !empty; ) {
      const input = { QueueUrl: urlOf(name), MaxNumberOfMessages: 7, MessageAttributeNames: ['All'] }
      const body = JSON.stringify({ ...input, AttributeNames: ['All'] })
      const answer = await sendBoth(servers, 'ReceiveMessage', body)
      expect(answer.status, answer.body).toBe(200)
      const { Messages = [] } = JSON.parse(answer.body)
      count += Messages.length
      empty = Messages.length === 0
    }
  }
  return count
}

const one = (members: object, name = 'plain') => JSON.stringify({ QueueUrl: urlOf(name), ...members })
const batch = (Entries: readonly object[], name = 'plain') => one({ Entries }, name)
const entries = (...bodies: string[]) => bodies.map((MessageBody, i) => ({ Id: `m${i}`, MessageBody }))

const batches: [string, string | Buffer][] = [
  ['plain texts', batch(entries('hello', 'x'.repeat(5000)))],
  ['JSON in JSON', batch(entries('{"a":"b\\\\c","d":[1,2]}\n\t\r/'))],
  ['an escaped solidus', `{"QueueUrl":"${urlOf('plain')}","Entries":[{"Id":"a","MessageBody":"a\\/b"}]}`],
  ['escapes of four digits', batch(entries('a')).replace('"a"', '"\\u0041\\u00e9"')],
  ['half a surrogate', batch(entries('a')).replace('"a"', '"\\ud800"')],
  ['other writings', batch(entries('\u00e9\u4e2d\u{1f600}\u2028', '\ufffd'))],
  ['a character that is none', batch(entries('good', 'bad \uffff'))],
  ['another one', batch(entries('\ufffe'))],
  ['a control character', batch(entries('good', '\u0001'))],
  ['a backspace', batch(entries('\b'))],
  ['a raw tab', batch(entries('a')).replace('"a"', '"a\tb"')],
  ['DEL', batch(entries('\x7f'))],
  ['what is not UTF-8', Buffer.from(batch(entries('a')).replace('"a"', '"\xe9"'), 'latin1')],
  ['a surrogate in UTF-8', Buffer.from(batch(entries('a')).replace('"a"', '"\xed\xa0\x80"'), 'latin1')],
  ['an empty text', batch(entries('a', ''))],
  ['no text', batch([{ Id: 'a' }])],
  ['no entries', batch([])],
  ['eleven entries', batch(entries(...'abcdefghijk'))],
  ['ten entries', batch(entries(...'abcdefghij'))],
  ['one id twice', batch([...entries('a'), ...entries('b')])],
  ['ids that end alike', batch(['a1', 'b1', '1', '11'].map((Id) => ({ Id, MessageBody: Id })))],
  ['an id of 80 characters', batch([{ Id: '-'.repeat(80), MessageBody: 'a' }])],
  ['a bad id', batch([{ Id: 'a b', MessageBody: 'a' }])],
  ['an id that is too long', batch([{ Id: 'a'.repeat(81), MessageBody: 'a' }])],
  ['an id that is a number', batch([{ Id: 1, MessageBody: 'a' }])],
  ['an escaped id', batch(entries('a')).replace('"m0"', '"m\\u0030"')],
  ['a member twice', batch(entries('a')).replace('"m0"', '"m0","MessageBody":"b"')],
  ['the entries twice', batch(entries('a')).replace(/}$/, ',"Entries":[{"Id":"z","MessageBody":"z"}]}')],
  ['the queue twice', batch(entries('a')).replace(/}$/, `,"QueueUrl":"${urlOf('small')}"}`)],
  ['an unknown member', batch([{ Id: 'a', MessageBody: 'a', Other: 1 }])],
  ['a delay', batch([{ Id: 'a', MessageBody: 'a', DelaySeconds: 5 }])],
  [
    'an attribute',
    batch([
      { Id: 'a', MessageBody: 'a', MessageAttributes: { n: { DataType: 'String', StringValue: '"' } } },
    ]),
  ],
  [
    'groups',
    batch(['a', 'b', 'a'].map((MessageGroupId, i) => ({ ...entries('x')[0], Id: `${i}`, MessageGroupId }))),
  ],
  ['a bad group', batch([{ Id: 'a', MessageBody: 'a', MessageGroupId: 'a b' }])],
  ['an empty group', batch([{ Id: 'a', MessageBody: 'a', MessageGroupId: '' }])],
  [
    'a deduplication id where there is none',
    batch([{ Id: 'a', MessageBody: 'a', MessageDeduplicationId: 'a' }]),
  ],
  ['a text that is too large for its queue', batch(entries('a', 'b'.repeat(1025), 'c'), 'small')],
  ['texts that are too large together', batch(entries('a'.repeat(600_000), 'b'.repeat(600_000)))],
  ['FIFO without a group', batch(entries('a'), 'ordered.fifo')],
  [
    'FIFO with a group and duplicates',
    batch(
      entries('a', 'b', 'a').map((entry) => ({ ...entry, MessageGroupId: 'g' })),
      'ordered.fifo',
    ),
  ],
  [
    'FIFO with deduplication ids',
    batch(
      entries('a', 'b').map((entry) => ({ ...entry, MessageGroupId: 'g', MessageDeduplicationId: '!~' })),
      'ordered.fifo',
    ),
  ],
  ['a queue that is none', batch(entries('a'), 'none')],
  ['a queue of another account', batch(entries('a')).replace('000000000000', '000000000001')],
  ['an address that is none', batch(entries('a')).replace(urlOf('plain'), 'plain')],
  ['an empty address', batch(entries('a')).replace(urlOf('plain'), '')],
  ['no address', JSON.stringify({ Entries: entries('a') })],
  ['a name for an address', batch(entries('a')).replace('http://localhost:4567', '')],
  ['white space', JSON.stringify(JSON.parse(batch(entries('a', 'b'))), null, '\t')],
  ['something behind it', `${batch(entries('a'))} x`],
  ['a BOM', `\ufeff${batch(entries('a'))}`],
  ['nothing', ''],
]

test.each(batches)('both forms of SendMessageBatch answer the same to %s', async (_, body) => {
  const servers = await startBoth()
  await sendBoth(servers, 'SendMessageBatch', body)
  await sendBoth(servers, 'SendMessageBatch', batch(entries('last')))
  for (const { clock } of servers) clock.advance(10_000)
  expect(await receiveAll(servers)).toBeGreaterThan(0)
})

const singles: [string, string][] = [
  ['a text', one({ MessageBody: 'hello' })],
  ['a quoted text', one({ MessageBody: '"\\"' })],
  ['no text', one({})],
  ['an Id', one({ MessageBody: 'a', Id: 'a' })],
  ['a null', one({ MessageBody: 'a', MessageGroupId: null })],
  ['a text that is too large', one({ MessageBody: 'a'.repeat(1025) }, 'small')],
  ['FIFO', one({ MessageBody: 'a', MessageGroupId: 'g' }, 'ordered.fifo')],
  ['FIFO without a group', one({ MessageBody: 'a' }, 'ordered.fifo')],
  [
    'a trace header',
    one({
      MessageBody: 'a',
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 't' } },
    }),
  ],
]

test.each(singles)('both forms of SendMessage answer the same to %s', async (_, body) => {
  const servers = await startBoth()
  for (let i = 0; i < 2; i++) await sendBoth(servers, 'SendMessage', body)
  await receiveAll(servers)
})

const receives: [string, string | Buffer][] = [
  ['all there can be', one({ MaxNumberOfMessages: 10 })],
  ['one', one({})],
  ['none', one({ MaxNumberOfMessages: 0 })],
  ['eleven', one({ MaxNumberOfMessages: 11 })],
  ['one and a half', one({ MaxNumberOfMessages: 1.5 })],
  ['a number as text', one({ MaxNumberOfMessages: '2' })],
  ['nothing', one({ MaxNumberOfMessages: null })],
  ['a number written in another way', one({}).replace('}', ',"MaxNumberOfMessages":2e0}')],
  ['a number twice', one({ MaxNumberOfMessages: 2 }).replace('}', ',"MaxNumberOfMessages":3}')],
  ['a number with a zero before it', one({}).replace('}', ',"MaxNumberOfMessages":02}')],
  ['a negative number', one({ MaxNumberOfMessages: -1 })],
  ['a number of many digits', one({ VisibilityTimeout: 10_000_000_000 })],
  ['a number that goes on', one({}).replace('}', ',"MaxNumberOfMessages":2x}')],
  ['a wait twice', one({ WaitTimeSeconds: 1 }).replace('}', ',"WaitTimeSeconds":0}')],
  ['a time-out twice', one({ VisibilityTimeout: 1 }).replace('}', ',"VisibilityTimeout":0}')],
  ['names of none twice', one({ AttributeNames: [] }).replace('}', ',"AttributeNames":[ ]}')],
  ['a queue twice', one({}).replace('}', `,"QueueUrl":"${urlOf('small')}"}`)],
  ['an empty address', one({}).replace(urlOf('plain'), '')],
  ['an escaped address', one({}).replace(urlOf('plain'), urlOf('plain').replaceAll('/', '\\/'))],
  ['more than a plain receive has', one({}).replace('}', `${' '.repeat(1100)}}`)],
  ['a visibility time-out', one({ VisibilityTimeout: 1 })],
  ['none at all', one({ VisibilityTimeout: 0, MaxNumberOfMessages: 3 })],
  ['one that is too long', one({ VisibilityTimeout: 43_201 })],
  ['a wait', one({ WaitTimeSeconds: 20 })],
  ['one that is too long to wait', one({ WaitTimeSeconds: 21 })],
  ['an attempt', one({ ReceiveRequestAttemptId: 'a' })],
  ['names of none', one({ AttributeNames: [], MessageAttributeNames: [], MessageSystemAttributeNames: [] })],
  ['attributes', one({ MessageSystemAttributeNames: ['All'] })],
  ['an unknown member', one({ Other: 1 })],
  ['a prototype', one({}).replace('}', ',"__proto__":{"MaxNumberOfMessages":3}}')],
  ['a FIFO queue', one({}, 'ordered.fifo')],
  ['an empty queue', one({}, 'small')],
  ['a queue that is none', one({}, 'none')],
  ['a queue of another account', one({}).replace('000000000000', '000000000001')],
  ['no address', JSON.stringify({ MaxNumberOfMessages: 1 })],
  ['a list', '[]'],
  ['what is no JSON', one({}).slice(1)],
  ['what is not UTF-8', Buffer.from(one({ Other: '\xe9' }), 'latin1')],
  ['white space', JSON.stringify(JSON.parse(one({ MaxNumberOfMessages: 2 })), null, '\t')],
]

test.each(receives)('both forms of ReceiveMessage answer the same to who asks for %s', async (_, body) => {
  const servers = await startBoth()
  const some = entries('a', 'b"\n', 'x'.repeat(20_000), '\u00e9', '')
  await sendBoth(servers, 'SendMessageBatch', batch([...some.slice(0, 4), { Id: 'g', MessageBody: 'g' }]))
  await sendBoth(servers, 'SendMessage', one({ MessageBody: 'a', MessageGroupId: 'g' }, 'ordered.fifo'))
  for (let i = 0; i < 3; i++) {
    await sendBoth(servers, 'ReceiveMessage', body)
    for (const { clock } of servers) clock.advance(2000)
  }
  await receiveAll(servers)
})

test('both forms of ReceiveMessage give messages with more than a body, and those that come after them', async () => {
  const servers = await startBoth()
  const more = { MessageAttributes: { n: { DataType: 'String', StringValue: 'v' } } }
  const several = [
    {},
    more,
    {},
    { MessageGroupId: 'g' },
    { MessageGroupId: 'g' },
    {},
    { DelaySeconds: 2 },
    {},
  ]
  const all = several.map((each, i) => ({ Id: `m${i}`, MessageBody: `body ${i}`, ...each }))
  await sendBoth(servers, 'SendMessageBatch', batch(all))
  for (let i = 0; i < 12; i++) {
    await sendBoth(servers, 'ReceiveMessage', one({ MaxNumberOfMessages: 3, VisibilityTimeout: 3 }))
    for (const { clock } of servers) clock.advance(700)
  }
  await receiveAll(servers)
})

test('both forms of ReceiveMessage give no message that has expired, and move the one that was received too often', async () => {
  const servers = await startBoth()
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:small',
    maxReceiveCount: '2',
  })
  const Attributes = { RedrivePolicy, MessageRetentionPeriod: '60' }
  expect((await sendBoth(servers, 'SetQueueAttributes', one({ Attributes }))).status).toBe(200)
  await sendBoth(servers, 'SendMessageBatch', batch(entries('a', 'b')))
  for (let i = 0; i < 4; i++) {
    await sendBoth(servers, 'ReceiveMessage', one({ MaxNumberOfMessages: 1, VisibilityTimeout: 0 }))
  }
  expect(await receiveAll(servers)).toBeGreaterThan(0)
  await sendBoth(servers, 'SendMessage', one({ MessageBody: 'c' }))
  for (const { clock } of servers) clock.advance(61_000)
  expect((await sendBoth(servers, 'ReceiveMessage', one({}))).body).not.toContain('"c"')
})

/** The handles of what is received from a queue that has these messages. */
async function handlesOf(servers: readonly TestServer[], texts: readonly string[], name = 'plain') {
  const own = name.endsWith('.fifo') ? { MessageGroupId: 'g' } : {}
  const all = entries(...texts).map((entry) => ({ ...entry, ...own }))
  await sendBoth(servers, 'SendMessageBatch', batch(all, name))
  const answer = await sendBoth(servers, 'ReceiveMessage', one({ MaxNumberOfMessages: 10 }, name))
  const { Messages } = JSON.parse(answer.body) as { Messages: { ReceiptHandle: string }[] }
  return Messages.map(({ ReceiptHandle }) => ReceiptHandle)
}

const withIds = (handles: readonly unknown[]) =>
  handles.map((ReceiptHandle, i) => ({ Id: `m${i}`, ReceiptHandle }))

const deletes: [string, (handles: string[]) => string][] = [
  ['all', (handles) => batch(withIds(handles))],
  ['one twice', ([first]) => batch(withIds([first, first]))],
  ['what is no handle', (handles) => batch(withIds([...handles, 'x']))],
  ['a handle of another length', ([first]) => batch(withIds([`${first}=`]))],
  ['a handle with other bits', ([first]) => batch(withIds([first!.replace(/.=$/, 'B=')]))],
  ['a handle without its padding', ([first]) => batch(withIds([first!.replace('=', 'A')]))],
  ['a handle that is damaged', ([first]) => batch(withIds([`A${first!.slice(1)}`, first]))],
  ['a handle with another character', ([first]) => batch(withIds([`-${first!.slice(1)}`]))],
  ['a handle as others write it', ([first]) => batch(withIds([first])).replaceAll('/', '\\/')],
  ['an empty handle', () => batch(withIds(['']))],
  ['no handle', () => batch([{ Id: 'a' }])],
  ['a number', () => batch(withIds([1]))],
  ['none', () => batch([])],
  ['one id twice', ([first]) => batch([...withIds([first]), ...withIds([first])])],
  ['a bad id', ([first]) => batch([{ Id: 'a b', ReceiptHandle: first }])],
  ['eleven', ([first]) => batch(withIds(new Array(11).fill(first)))],
  ['an unknown member', ([first]) => batch([{ Id: 'a', ReceiptHandle: first, Other: 1 }])],
  ['a message of another queue', (handles) => batch(withIds(handles), 'small')],
  ['a message of a FIFO queue', (handles) => batch(withIds(handles), 'ordered.fifo')],
  ['a message of a queue that is none', (handles) => batch(withIds(handles), 'none')],
]

test.each(deletes)('both forms of DeleteMessageBatch answer the same to %s', async (_, bodyOf) => {
  const servers = await startBoth()
  const handles = await handlesOf(servers, ['a', 'b', 'c'])
  for (let i = 0; i < 2; i++) await sendBoth(servers, 'DeleteMessageBatch', bodyOf(handles))
  for (const { clock } of servers) clock.advance(31_000)
  await sendBoth(servers, 'DeleteMessageBatch', bodyOf(handles))
  await receiveAll(servers)
  await sendBoth(servers, 'DeleteMessageBatch', bodyOf(handles))
})

test('neither form of DeleteMessageBatch deletes by the handle of an earlier receive', async () => {
  const servers = await startBoth()
  const handles = await handlesOf(servers, ['a', 'b', 'c'])
  for (const { clock } of servers) clock.advance(31_000)
  await sendBoth(servers, 'ReceiveMessage', one({ MaxNumberOfMessages: 2 }))
  await sendBoth(servers, 'DeleteMessageBatch', batch(withIds(handles)))
  for (const { clock } of servers) clock.advance(31_000)
  expect(await receiveAll(servers)).toBe(2)
})

test('both forms of DeleteMessage answer the same', async () => {
  const servers = await startBoth()
  for (const name of names) {
    const [first, second] = await handlesOf(servers, ['a', 'b'], name)
    for (const ReceiptHandle of [first, first, 'x', '', undefined, `${second!.slice(1)}A`]) {
      await sendBoth(servers, 'DeleteMessage', one({ ReceiptHandle }, name))
    }
    for (const { clock } of servers) clock.advance(31_000)
    await sendBoth(servers, 'DeleteMessage', one({ ReceiptHandle: second }, name))
    await sendBoth(servers, 'DeleteMessage', one({ ReceiptHandle: second, Id: 'a' }, name))
  }
  await receiveAll(servers)
})

test('the byte forms serve what the SDKs send', async () => {
  const server = await startServer(withoutPlainForms)
  const sent = [
    ['SendMessage', one({ MessageBody: 'a "quoted" \u00e9' })],
    [
      'SendMessage',
      one({ MessageBody: 'a', MessageGroupId: 'g', MessageDeduplicationId: 'd' }, 'ordered.fifo'),
    ],
    ['SendMessageBatch', JSON.stringify(JSON.parse(batch(entries('a', 'b'))), null, 1)],
    ['ReceiveMessage', one({ MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] })],
  ] as const
  for (const [name, body] of sent) expect(await send(server, name, body)).toMatchObject({ status: 200 })
  await send(server, 'SendMessageBatch', batch(entries('c', 'd')))
  const received = await send(server, 'ReceiveMessage', one({ MaxNumberOfMessages: 2, WaitTimeSeconds: 20 }))
  const { Messages } = JSON.parse(String(received.body)) as { Messages: { ReceiptHandle: string }[] }
  const [first, second] = Messages
  const removed = batch([{ Id: 'a', ReceiptHandle: first!.ReceiptHandle }])
  expect(await send(server, 'DeleteMessageBatch', removed)).toMatchObject({ status: 200 })
  expect(await send(server, 'DeleteMessage', one(second!))).toMatchObject({ status: 500 })
  const single = one({ ReceiptHandle: second!.ReceiptHandle })
  expect(await send(server, 'DeleteMessage', single)).toMatchObject({ status: 200 })
  const attribute = { n: { DataType: 'String', StringValue: 'v' } }
  const unusual = one({ MessageBody: 'a', MessageAttributes: attribute })
  expect(await send(server, 'SendMessage', unusual)).toMatchObject({ status: 500 })
})

test('a queue that was deleted is refused by both forms', async () => {
  const servers = await startBoth()
  await sendBoth(servers, 'SendMessage', one({ MessageBody: 'a' }))
  await sendBoth(servers, 'DeleteQueue', one({}))
  expect((await sendBoth(servers, 'SendMessage', one({ MessageBody: 'a' }))).status).toBe(400)
})

test('a queue that is made anew under the name of a deleted one is another one for both forms', async () => {
  const servers = await startBoth()
  await sendBoth(servers, 'SendMessage', one({ MessageBody: 'old' }))
  await sendBoth(servers, 'DeleteQueue', one({}))
  for (const { clock } of servers) clock.advance(61_000)
  await sendBoth(servers, 'CreateQueue', JSON.stringify({ QueueName: 'plain' }))
  for (const MessageBody of ['new', 'newer']) await sendBoth(servers, 'SendMessage', one({ MessageBody }))
  const input = one({ MaxNumberOfMessages: 10, VisibilityTimeout: 0 })
  for (let i = 0; i < 2; i++) {
    const { body } = await sendBoth(servers, 'ReceiveMessage', input)
    expect(body).toContain('"newer"')
    expect(body).not.toContain('"old"')
  }
})

/*
 * Goal: no body makes the two forms differ, in an answer or in the state that it leaves.
 * Method: sequences of random bodies, some of them damaged, with time passing; then everything is received.
 */
test('both forms answer any bodies the same', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc
      .array(fc.constantFrom('"', '\\', '/', '\n', '\t', '\b', '\u001f', 'a', '\u00e9', '\ufffd', '\uffff'))
      .map((all) => all.join('')),
    fc.nat(3000).map((size) => 'text "'.repeat(size / 6)),
  )
  const name = fc.oneof(fc.stringMatching(/^[!-~]{1,5}$/), fc.string({ maxLength: 3 }))
  const value = fc.oneof(
    fc.record({
      DataType: fc.constantFrom('String', 'Number', 'x'),
      StringValue: fc.oneof(text, fc.constant('5')),
    }),
    fc.record({ DataType: fc.constant('Binary'), BinaryValue: fc.constantFrom('AA==', 'x') }),
  )
  const entry = fc.record(
    {
      Id: fc.oneof({ weight: 3, arbitrary: fc.stringMatching(/^[a-z]{1,2}$/) }, name),
      MessageBody: text,
      MessageGroupId: name,
      MessageDeduplicationId: name,
      DelaySeconds: fc.integer({ min: -1, max: 3 }),
      MessageAttributes: fc.dictionary(fc.stringMatching(/^[a-z0-9.]{1,3}$/), value, { maxKeys: 3 }),
    },
    { requiredKeys: ['Id', 'MessageBody'] },
  )
  const damage = fc.record({
    at: fc.nat(400),
    cut: fc.nat(2),
    insert: fc.constantFrom('', '"', '}', ',', ' ', '\\', '\n', ':', '\u00e9', ',"Id":"x"', 'null', ']'),
  })
  const step = fc.record({
    queue: fc.constantFrom(...names),
    entries: fc.array(entry, { minLength: 1, maxLength: 5 }),
    single: fc.boolean(),
    indent: fc.nat(1),
    damages: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(damage, { maxLength: 2 })),
    passMs: fc.nat(900),
    receive: fc.option(
      fc.record({ count: fc.integer({ min: 1, max: 10 }), hide: fc.nat(2), remove: fc.nat(10) }),
    ),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const servers = await startBoth()
      for (const { queue, entries: several, single, indent, damages, passMs, receive } of steps) {
        const { Id, ...first } = several[0]!
        const members = single ? first : { Entries: several }
        let body = JSON.stringify({ QueueUrl: urlOf(queue), ...members }, null, indent)
        for (const { at, cut, insert } of damages) {
          const position = at % (body.length + 1)
          body = body.slice(0, position) + insert + body.slice(position + cut)
        }
        await sendBoth(servers, single ? 'SendMessage' : 'SendMessageBatch', body)
        if (receive !== null) await receiveAndDelete(servers, queue, receive)
        for (const { clock } of servers) clock.advance(passMs)
      }
      for (const { clock } of servers) clock.advance(5000)
      await receiveAll(servers)
    }),
    { numRuns: times(6) },
  )
})

/** Receives as most consumers do, and deletes the first of what came. */
async function receiveAndDelete(
  servers: readonly TestServer[],
  queue: string,
  { count, hide, remove }: { count: number; hide: number; remove: number },
): Promise<void> {
  const input = one({ MaxNumberOfMessages: count, VisibilityTimeout: hide }, queue)
  const { body } = await sendBoth(servers, 'ReceiveMessage', input)
  const { Messages = [] } = JSON.parse(body) as { Messages?: { ReceiptHandle: string }[] }
  const handles = Messages.slice(0, remove).map(({ ReceiptHandle }) => ReceiptHandle)
  if (handles.length === 1)
    await sendBoth(servers, 'DeleteMessage', one({ ReceiptHandle: handles[0] }, queue))
  else if (handles.length > 1) await sendBoth(servers, 'DeleteMessageBatch', batch(withIds(handles), queue))
}
