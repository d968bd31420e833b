import { expect, test } from 'vitest'
import { SmsGateway, type TextMessage } from '../../../src/sns-layer/sms/index.ts'

const never = new AbortController().signal
const message: TextMessage = {
  messageId: 'm-1',
  account: '000000000000',
  region: 'us-east-1',
  phoneNumber: '+12065550100',
  message: 'Hello',
  type: 'Promotional',
}

/** A gateway whose client answers so. */
function gatewayThat(status: number, body: string) {
  const requests: { url: string; body: string }[] = []
  const gateway = new SmsGateway('http://gateway.example/send', {
    request({ url, body: sent }) {
      requests.push({ url, body: Buffer.from(sent!).toString() })
      return Promise.resolve({ status, headers: {}, body: Buffer.from(body) })
    },
  })
  return { gateway, requests }
}

test('a message is one POST of its members', async () => {
  const { gateway, requests } = gatewayThat(200, '')
  expect(await gateway.send(message, never)).toEqual({ kind: 'sent', priceUsd: 0 })
  expect(requests).toEqual([{ url: 'http://gateway.example/send', body: JSON.stringify(message) }])
})

test.each([
  [200, '{"status":"sent","priceUsd":0.02}', { kind: 'sent', priceUsd: 0.02 }],
  [202, 'queued', { kind: 'sent', priceUsd: 0 }],
  [200, '{"priceUsd":-1}', { kind: 'sent', priceUsd: 0 }],
  [200, '{"priceUsd":1e99}', { kind: 'sent', priceUsd: 0 }],
  [200, 'null', { kind: 'sent', priceUsd: 0 }],
  [200, '{"status":"opted-out"}', { kind: 'opted-out' }],
  [200, '{"status":"refused","reason":"landline"}', { kind: 'refused', reason: 'landline' }],
  [400, '', { kind: 'refused', reason: 'the gateway answers 400' }],
  [422, '{"reason":"landline"}', { kind: 'refused', reason: 'landline' }],
  [301, '', { kind: 'retry', reason: 'the gateway answers 301' }],
  [401, '', { kind: 'retry', reason: 'the gateway answers 401' }],
  [429, '', { kind: 'retry', reason: 'the gateway answers 429' }],
  [503, '{"status":"sent"}', { kind: 'retry', reason: 'the gateway answers 503' }],
])('status %i with %s', async (status, body, answer) => {
  expect(await gatewayThat(status, body).gateway.send(message, never)).toEqual(answer)
})

test('a gateway that cannot be reached may be there later', async () => {
  const gateway = new SmsGateway('http://gateway.example', {
    request: () => Promise.reject(new Error('no answer')),
  })
  expect(await gateway.send(message, never)).toEqual({ kind: 'retry', reason: 'no answer' })
})
