/* How clients learn of the framed encoding, and what others notice of it: nothing. */
import { expect, test } from 'vitest'
import { framedBody, framedType, putFramesOf } from '../../src/framed/index.ts'
import { send, startServer } from './kinesis/both-forms.ts'
import { requestOf } from './kinesis-request.ts'

const records = putFramesOf([{ partitionKey: 'a', data: Buffer.from('x') }])!
const body = framedBody({ records, members: Buffer.from('{"StreamName":"orders"}') })
const jsonType = 'application/x-amz-json-1.1'

const server = await startServer()

async function answerTo(operation: string, headers: Record<string, string>, sent: string | Buffer = body) {
  const answer = await server.api(requestOf(operation, sent, { headers }))
  return { ...answer, text: String(answer.body) }
}

test.each([framedType, `${jsonType}, ${framedType}`, `text/html;q=0.1 , ${framedType.toUpperCase()};q=1`])(
  'a client that accepts %s is told that it may send frames',
  async (accept) => {
    const { status, headers } = await answerTo('ListStreams', { accept }, '{}')
    expect([status, headers]).toEqual([200, { 'content-type': jsonType, 'accept-post': framedType }])
  },
)

test('it is told so in errors too, whatever they are about', async () => {
  for (const operation of ['DeleteStream', 'NoSuchOperation']) {
    const { status, headers } = await answerTo(operation, { accept: framedType }, '{}')
    expect([status, headers['accept-post']]).toEqual([400, framedType])
  }
})

test.each([undefined, '*/*', jsonType, 'application/vnd.millrace.framed-2'])(
  'a client that accepts %s is told nothing',
  async (accept) => {
    const { headers } = await answerTo('ListStreams', accept === undefined ? {} : { accept }, '{}')
    expect(headers).toEqual({ 'content-type': jsonType })
  },
)

test('a parameter of the content type does not matter', async () => {
  const { status } = await answerTo('PutRecords', { 'content-type': `${framedType}; charset=x` })
  expect(status).toBe(200)
})

test('another version is a type that nobody knows', async () => {
  const { status, text } = await answerTo('PutRecords', {
    'content-type': 'application/vnd.millrace.framed-2',
  })
  expect([status, text]).toEqual([404, '<UnknownOperationException/>\n'])
})

test('an operation without a framed form says so, in JSON', async () => {
  for (const operation of ['ListStreams', 'DescribeLimits', 'SubscribeToShard']) {
    const { status, headers, text } = await answerTo(operation, { 'content-type': framedType })
    expect([status, headers]).toEqual([400, { 'content-type': jsonType }])
    expect(JSON.parse(text)).toEqual({
      __type: 'UnknownOperationException',
      message: `${framedType} has PutRecords, PutRecord and GetRecords only.`,
    })
  }
})

test('an operation that there is not says so in JSON, as to a client of JSON', async () => {
  const { status, text } = await answerTo('NoSuchOperation', { 'content-type': framedType })
  expect([status, text]).toEqual([400, '{"__type":"UnknownOperationException"}'])
})

test('a service that has no such protocol does not know the type', async () => {
  const { status } = await answerTo('PutRecords', {
    'content-type': framedType,
    'x-amz-target': 'AmazonSQS.SendMessage',
  })
  expect(status).toBe(404)
})

test('an error has code and text in JSON', async () => {
  const missing = framedBody({ records, members: Buffer.from('{"StreamName":"none"}') })
  const { status, headers, body: text } = await send(server, 'PutRecords', missing, framedType)
  expect([status, headers['content-type']]).toEqual([400, jsonType])
  expect(JSON.parse(String(text))).toEqual({
    __type: 'ResourceNotFoundException',
    message: 'Stream none under account 000000000000 not found.',
  })
})
