import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../../src/base/index.ts'
import { HttpClient } from '../../../../src/http-client/index.ts'
import { outcomeOfAnswer } from '../../../../src/sns-layer/delivery/targets/http-answer.ts'
import { HttpTarget } from '../../../../src/sns-layer/delivery/targets/http-target.ts'
import { deliveryTo, subscriptionOf, topicArn } from '../test-delivery.ts'

interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

let server: Server
let client: HttpClient
let target: HttpTarget
let received: Received[]
let status: number
const signal = new AbortController().signal

beforeEach(async () => {
  received = []
  status = 200
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      const { method, url, headers } = request
      received.push({ method, url, headers, body })
      response.writeHead(status).end('said')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  client = new HttpClient({ clock: systemClock, allowPrivateAddresses: true })
  target = new HttpTarget({
    client,
    letters: { envelopeOf: async () => Buffer.from('{"Type" : "Notification"}') },
  })
})

afterEach(async () => {
  client.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

test('a notification is posted with the headers of AWS', async () => {
  const subscription = subscriptionOf(`${address()}/path?q=1`)
  const outcome = await target.deliver(deliveryTo(subscription), signal)
  expect(outcome).toEqual({ kind: 'delivered', statusCode: 200, response: 'said' })
  const [{ method, url, headers, body }] = received as [Received]
  expect({ method, url, body }).toEqual({
    method: 'POST',
    url: '/path?q=1',
    body: '{"Type" : "Notification"}',
  })
  expect(headers).toMatchObject({
    'x-amz-sns-message-type': 'Notification',
    'x-amz-sns-message-id': '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    'x-amz-sns-topic-arn': topicArn,
    'x-amz-sns-subscription-arn': subscription.arn,
    'content-type': 'text/plain; charset=UTF-8',
    'user-agent': 'Amazon Simple Notification Service Agent',
    'content-length': '25',
  })
  expect(headers).not.toHaveProperty('x-amz-sns-rawdelivery')
})

test('a raw message is the text alone, and says so', async () => {
  const delivery = deliveryTo(subscriptionOf(address(), { rawMessageDelivery: true }))
  const requestPolicy = { headerContentType: 'application/xml' }
  await target.deliver({ ...delivery, policy: { ...delivery.policy, requestPolicy } }, signal)
  expect(received[0]).toMatchObject({
    body: 'Hello',
    headers: { 'x-amz-sns-rawdelivery': 'true', 'content-type': 'application/xml' },
  })
})

test('an envelope keeps to the content types of envelopes', async () => {
  const delivery = deliveryTo(subscriptionOf(address()))
  for (const headerContentType of ['application/json', 'application/xml'])
    await target.deliver(
      { ...delivery, policy: { ...delivery.policy, requestPolicy: { headerContentType } } },
      signal,
    )
  expect(received.map(({ headers }) => headers['content-type'])).toEqual([
    'application/json',
    'text/plain; charset=UTF-8',
  ])
})

test('what asks for a confirmation does not name the subscription', async () => {
  const letter = { type: 'SubscriptionConfirmation', messageId: 'm-1', token: 't', timeMs: 1 } as const
  await target.deliver(deliveryTo(subscriptionOf(address()), letter), signal)
  expect(received[0]!.headers['x-amz-sns-message-type']).toBe('SubscriptionConfirmation')
  expect(received[0]!.headers).not.toHaveProperty('x-amz-sns-subscription-arn')
})

test('a user and a password in the address are sent as Basic credentials', async () => {
  const endpoint = address().replace('//', '//user:p%40ss@')
  await target.deliver(deliveryTo(subscriptionOf(endpoint)), signal)
  expect(received[0]!.headers.authorization).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`)
})

test.each([
  [100, 'retry'],
  [200, 'delivered'],
  [204, 'delivered'],
  [302, 'failed'],
  [400, 'failed'],
  [403, 'failed'],
  [404, 'failed'],
  [410, 'failed'],
  [429, 'retry'],
  [500, 'retry'],
  [503, 'retry'],
])('an answer of %i means: %s', (code, kind) => {
  expect(outcomeOfAnswer({ status: code, headers: {}, body: Buffer.alloc(0) })).toMatchObject({
    kind,
    statusCode: code,
  })
})

test('an endpoint where nobody listens is tried again, and one at a forbidden address is not', async () => {
  const closed = deliveryTo(subscriptionOf('http://127.0.0.1:1/'))
  expect(await target.deliver(closed, signal)).toMatchObject({ kind: 'retry' })
  const guarded = new HttpClient({ clock: systemClock, allowPrivateAddresses: false })
  const careful = new HttpTarget({ client: guarded, letters: { envelopeOf: async () => Buffer.from('{}') } })
  expect(await careful.deliver(deliveryTo(subscriptionOf(address())), signal)).toMatchObject({
    kind: 'failed',
  })
  expect(received).toEqual([])
  guarded.close()
})

test('an endpoint must match its protocol, and be an address', () => {
  expect(target.endpointFault('http', 'http://example.com/x')).toBeUndefined()
  expect(target.endpointFault('https', 'http://example.com/x')).toBe(
    'Endpoint must match the specified protocol',
  )
  expect(target.endpointFault('http', 'http://')).toBe('Endpoint')
})
