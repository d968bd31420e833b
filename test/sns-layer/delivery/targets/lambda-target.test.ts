import { expect, test } from 'vitest'
import { CodedError } from '../../../../src/base/index.ts'
import type { Functions } from '../../../../src/functions/index.ts'
import { LambdaTarget } from '../../../../src/sns-layer/delivery/targets/lambda-target.ts'
import { SignedLetters } from '../../../../src/sns-layer/delivery/targets/signed-letters.ts'
import { Links } from '../../../../src/sns-layer/envelope/index.ts'
import type { Signer } from '../../../../src/sns-layer/signing/index.ts'
import { deliveryTo, message, subscriptionOf, topicArn } from '../test-delivery.ts'

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:orders'
const subscription = { ...subscriptionOf(functionArn), protocol: 'lambda' as const }
const signal = new AbortController().signal

let seals = 0
const signer = {
  async seal() {
    seals++
    return { version: '1', signature: 'c2ln', certificateUrl: 'https://localhost/cert.pem' }
  },
} as unknown as Signer
const links = new Links({ linkBase: () => 'http://localhost', certificateBase: () => 'https://localhost' })

function targetOf(invoke: (reference: string, payload: Uint8Array) => Promise<Buffer>): LambdaTarget {
  const functions = { has: (reference: string) => reference === functionArn, invoke } as unknown as Functions
  return new LambdaTarget({ functions, letters: new SignedLetters({ signer, links }) })
}

test("a function gets AWS's event", async () => {
  const events: unknown[] = []
  const target = targetOf(async (reference, payload) => {
    events.push({ reference, event: JSON.parse(Buffer.from(payload).toString()) })
    return Buffer.from('null')
  })
  expect(await target.deliver(deliveryTo(subscription), signal)).toMatchObject({ kind: 'delivered' })
  expect(events).toEqual([
    {
      reference: functionArn,
      event: {
        Records: [
          {
            EventSource: 'aws:sns',
            EventVersion: '1.0',
            EventSubscriptionArn: subscription.arn,
            Sns: {
              Type: 'Notification',
              MessageId: message.messageId,
              TopicArn: topicArn,
              Subject: 'Subject',
              Message: 'Hello',
              Timestamp: '2026-01-02T03:04:05.678Z',
              SignatureVersion: '1',
              Signature: 'c2ln',
              SigningCertUrl: 'https://localhost/cert.pem',
              UnsubscribeUrl: `http://localhost/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
              MessageAttributes: {
                colour: { Type: 'String', Value: 'red' },
                bytes: { Type: 'Binary', Value: 'AP8=' },
              },
            },
          },
        ],
      },
    },
  ])
})

test('a message is signed once for all who get it', async () => {
  const target = targetOf(async () => Buffer.from('null'))
  seals = 0
  for (let i = 0; i < 3; i++) await target.deliver(deliveryTo(subscription), signal)
  expect(seals).toBe(1)
})

test.each([
  ['FUNCTION_UNKNOWN', 'failed', undefined],
  ['FUNCTION_PAYLOAD_TOO_LARGE', 'failed', undefined],
  ['FUNCTION_NOT_INVOKED', 'retry', undefined],
  ['FUNCTION_BUSY', 'retry', undefined],
  ['FUNCTION_FAILED', 'retry', 2],
  ['FUNCTION_TIMED_OUT', 'retry', 2],
])('%s means: %s', async (code, kind, retries) => {
  const target = targetOf(() => Promise.reject(new CodedError(code, 'why')))
  const outcome = await target.deliver(deliveryTo(subscription), signal)
  expect(outcome).toMatchObject({ kind, response: 'why' })
  expect(outcome.retriedBy?.numRetries).toBe(retries)
})

test('an endpoint is the ARN of a function that this server knows', () => {
  const target = targetOf(async () => Buffer.from('null'))
  expect(target.endpointFault('lambda', functionArn)).toBeUndefined()
  expect(target.endpointFault('lambda', 'orders')).toBe('Lambda endpoint ARN')
  expect(target.endpointFault('lambda', `${functionArn}2`)).toMatch(/is no function of this server/)
})
