import { expect, test } from 'vitest'
import { FirehoseTarget } from '../../../../src/sns-layer/delivery/targets/firehose-target.ts'
import { SignedLetters } from '../../../../src/sns-layer/delivery/targets/signed-letters.ts'
import { Links } from '../../../../src/sns-layer/envelope/index.ts'
import type { Signer } from '../../../../src/sns-layer/signing/index.ts'
import { deliveryTo, message, subscriptionOf, topicArn } from '../test-delivery.ts'

const streamArn = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/orders'
const seal = { version: '1', signature: 'c2ln', certificateUrl: 'https://localhost/cert.pem' }
const signer = { seal: async () => seal } as unknown as Signer
const links = new Links({ linkBase: () => 'http://localhost', certificateBase: () => 'https://localhost' })

function targetOf(answer: 'done' | 'throttled' | 'missing', records: string[] = []): FirehoseTarget {
  const put = async (arn: string, data: Buffer) => {
    records.push(`${arn} ${data.toString()}`)
    return answer
  }
  return new FirehoseTarget({ streams: { put }, letters: new SignedLetters({ signer, links }) })
}

test('a record is a line: the message as JSON without a signature, or the raw text', async () => {
  const records: string[] = []
  const target = targetOf('done', records)
  for (const rawMessageDelivery of [false, true])
    expect(await target.deliver(deliveryTo(subscriptionOf(streamArn, { rawMessageDelivery })))).toMatchObject(
      {
        kind: 'delivered',
      },
    )
  const [line, raw] = records.map((record) => record.slice(streamArn.length + 1))
  expect(raw).toBe('Hello\n')
  expect(line!.endsWith('}\n')).toBe(true)
  expect(JSON.parse(line!)).toMatchObject({
    Type: 'Notification',
    MessageId: message.messageId,
    TopicArn: topicArn,
    Message: 'Hello',
    Timestamp: '2026-01-02T03:04:05.678Z',
  })
  expect(line).not.toMatch(/Sign/)
})

test('a delivery stream that is not there is a permanent failure, one that throttles is retried as customers are', async () => {
  const delivery = deliveryTo(subscriptionOf(streamArn))
  expect(await targetOf('missing').deliver(delivery)).toMatchObject({ kind: 'failed' })
  expect(await targetOf('throttled').deliver(delivery)).toMatchObject({
    kind: 'retry',
    retriedBy: { numRetries: 50 },
  })
})

test('an endpoint is the ARN of a delivery stream', () => {
  expect(targetOf('done').endpointFault('firehose', streamArn)).toBeUndefined()
  expect(targetOf('done').endpointFault('firehose', 'orders')).toBe('Firehose endpoint ARN')
})
