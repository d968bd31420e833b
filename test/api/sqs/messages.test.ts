import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { startSqs, urlOf } from './sqs-server.ts'

const md5 = (bytes: string | Uint8Array) => createHash('md5').update(bytes).digest('hex')

/** By the SQS Developer Guide, "Calculating the MD5 message digest for message attributes", for texts. */
function attributesMd5(attributes: Record<string, [dataType: string, value: string]>): string {
  const parts = Object.entries(attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, [dataType, value]]) => [sized(name), sized(dataType), Buffer.of(1), sized(value)])
  return md5(Buffer.concat(parts))
}

function sized(text: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(text))
  return Buffer.concat([length, Buffer.from(text)])
}

const attributes = {
  city: { DataType: 'String.city', StringValue: 'Zürich' },
  'city.part': { DataType: 'String', StringValue: 'Oerlikon' },
  count: { DataType: 'Number', StringValue: '1.50' },
  raw: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) },
}
const onTheWire = { ...attributes, raw: { DataType: 'Binary', BinaryValue: 'AP8=' } }

async function startWithMessage() {
  const server = await startSqs()
  await server.call('CreateQueue', { QueueName: 'orders', Attributes: { VisibilityTimeout: '0' } })
  const sent = await server.call('SendMessage', {
    QueueUrl: urlOf('orders'),
    MessageBody: 'a\r\nü',
    MessageAttributes: attributes,
    MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } },
  })
  const receive = async (more: object = {}) =>
    (await server.call('ReceiveMessage', { QueueUrl: urlOf('orders'), ...more })).Messages?.[0]
  return { server, sent, receive }
}

test('a message comes back as it was sent, in both protocols, and its digests are AWS’s', async () => {
  const { server, sent, receive } = await startWithMessage()
  expect(sent).toMatchObject({
    MD5OfMessageBody: md5('a\r\nü'),
    MD5OfMessageSystemAttributes: attributesMd5({ AWSTraceHeader: ['String', 'Root=1'] }),
  })
  const names = { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }
  expect(await receive(names)).toEqual({
    MessageId: sent.MessageId,
    ReceiptHandle: expect.any(String),
    Body: 'a\r\nü',
    MD5OfBody: md5('a\r\nü'),
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
    MessageAttributes: onTheWire,
    Attributes: {
      SenderId: '000000000000',
      SentTimestamp: '1767323045678',
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: '1767323045678',
      AWSTraceHeader: 'Root=1',
    },
  })
  const { output } = await server.answer('ReceiveMessage', { QueueUrl: urlOf('orders'), ...names }, 'query')
  expect(output.Messages).toMatchObject([
    {
      MessageId: sent.MessageId,
      Body: 'a\r\nü',
      MessageAttributes: attributes,
      Attributes: { ApproximateReceiveCount: '2' },
    },
  ])
})

test('nothing but the message is told when nothing is asked for', async () => {
  const { receive } = await startWithMessage()
  expect(Object.keys((await receive())!).sort()).toEqual(['Body', 'MD5OfBody', 'MessageId', 'ReceiptHandle'])
})

test.each([
  [['city'], ['city']],
  [['city.*'], ['city', 'city.part']],
  [
    ['city.part', 'count', 'absent'],
    ['city.part', 'count'],
  ],
  [['.*'], ['city', 'city.part', 'count', 'raw']],
  [['absent'], []],
])('of the message attributes %j gives %j', async (names, given) => {
  const { receive } = await startWithMessage()
  const message = await receive({ MessageAttributeNames: names })
  expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(given)
})

test('the digest of attributes is that of those that are given', async () => {
  const { receive } = await startWithMessage()
  const message = await receive({ MessageAttributeNames: ['city', 'count'] })
  expect(message?.MD5OfMessageAttributes).toBe(
    attributesMd5({ city: ['String.city', 'Zürich'], count: ['Number', '1.50'] }),
  )
})

test('system attributes may be asked for by the old name of the member', async () => {
  const { receive } = await startWithMessage()
  const message = await receive({ AttributeNames: ['SenderId'] })
  expect(message?.Attributes).toEqual({ SenderId: '000000000000' })
})

test('a batch tells of each entry, and those that are good are sent', async () => {
  const server = await startSqs()
  await server.call('CreateQueue', { QueueName: 'orders' })
  const sent = await server.call('SendMessageBatch', {
    QueueUrl: urlOf('orders'),
    Entries: [
      { Id: 'good', MessageBody: 'a' },
      { Id: 'bad', MessageBody: 'b', DelaySeconds: 1000 },
    ],
  })
  expect(sent).toMatchObject({
    Successful: [{ Id: 'good', MD5OfMessageBody: md5('a') }],
    Failed: [{ Id: 'bad', SenderFault: true, Code: 'InvalidParameterValue' }],
  })
  const { Messages = [] } = await server.call('ReceiveMessage', {
    QueueUrl: urlOf('orders'),
    MaxNumberOfMessages: 10,
  })
  expect(Messages.map(({ Body }) => Body)).toEqual(['a'])
  const handle = Messages[0]!.ReceiptHandle!
  const entries = (more: object) => ({
    QueueUrl: urlOf('orders'),
    Entries: [{ Id: 'x', ReceiptHandle: handle, ...more }],
  })
  expect(await server.call('ChangeMessageVisibilityBatch', entries({ VisibilityTimeout: 60 }))).toEqual({
    Successful: [{ Id: 'x' }],
    Failed: [],
  })
  expect(await server.call('ChangeMessageVisibilityBatch', entries({}))).toMatchObject({
    Failed: [
      {
        Id: 'x',
        Code: 'MissingParameter',
        Message: 'The request must contain the parameter VisibilityTimeout.',
      },
    ],
  })
  expect(await server.call('DeleteMessageBatch', entries({}))).toEqual({
    Successful: [{ Id: 'x' }],
    Failed: [],
  })
  expect(
    await server.answer('ChangeMessageVisibility', {
      QueueUrl: urlOf('orders'),
      ReceiptHandle: handle,
      VisibilityTimeout: 1,
    }),
  ).toMatchObject({
    status: 400,
    code: 'InvalidParameterValue',
    message: `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
  })
})

test('a long poll ends when the caller goes away', async () => {
  const server = await startSqs()
  await server.call('CreateQueue', { QueueName: 'orders' })
  const gone = new AbortController()
  const answer = server.send({
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
    body: Buffer.from(JSON.stringify({ QueueUrl: urlOf('orders'), WaitTimeSeconds: 20 })),
    signal: gone.signal,
  })
  await server.pass(1)
  gone.abort()
  expect(String((await answer).body)).toBe('{}')
})

test('a receive that may wait says so before it does, and one that may not says nothing', async () => {
  const server = await startSqs()
  await server.call('CreateQueue', { QueueName: 'orders' })
  let waits = 0
  const receive = (WaitTimeSeconds: number) =>
    server.send({
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
      body: Buffer.from(JSON.stringify({ QueueUrl: urlOf('orders'), WaitTimeSeconds })),
      beginToWait: () => {
        waits++
      },
    })
  expect(await receive(0)).toMatchObject({ status: 200 })
  expect(waits).toBe(0)
  const waiting = receive(20)
  await server.pass(1)
  expect(waits).toBe(1)
  await server.call('SendMessage', { QueueUrl: urlOf('orders'), MessageBody: 'at last' })
  expect(String((await waiting).body)).toContain('at last')
})
