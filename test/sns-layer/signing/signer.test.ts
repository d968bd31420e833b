import { createVerify } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  Links,
  subscriptionConfirmation,
  unsubscribeConfirmation,
} from '../../../src/sns-layer/envelope/index.ts'
import { Signer } from '../../../src/sns-layer/signing/index.ts'
import { testCertificate } from './test-certificate.ts'

const topicArn = 'arn:aws:sns:us-east-1:123456789012:orders'
const base = 'https://127.0.0.1:4567'
const links = new Links({ linkBase: () => base, certificateBase: () => base })
const signer = new Signer({
  load: async () => testCertificate,
  certificateUrl: (id) => links.certificate(id),
})

/* Source: SNS Developer Guide, "Verifying the signatures of Amazon SNS messages". */
const inOrder = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']

test('a confirmation is signed in its version, over the members that the guide names, in their order', async () => {
  for (const signatureVersion of ['1', '2'] as const) {
    const request = { messageId: 'm-1', topicArn, token: 't-1', timeMs: 0, signatureVersion }
    const subscriptionArn = `${topicArn}:1`
    for (const text of [
      await subscriptionConfirmation(request, { signer, links }),
      await unsubscribeConfirmation({ ...request, subscriptionArn }, { signer, links }),
    ]) {
      const envelope = JSON.parse(text)
      const verify = createVerify(signatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
      for (const name of inOrder) verify.update(`${name}\n${envelope[name]}\n`)
      expect(verify.verify(testCertificate.cert, envelope.Signature, 'base64')).toBe(true)
      expect(envelope.SubscribeURL).toBe(links.confirm(topicArn, 't-1'))
      const id = /SimpleNotificationService-([0-9a-f]{32})\.pem$/.exec(envelope.SigningCertURL)?.[1] ?? ''
      expect(await signer.certificate(id)).toBe(testCertificate.cert)
    }
  }
})

test('a key that could not be had is asked for again', async () => {
  let calls = 0
  const load = async () => {
    calls++
    throw new Error('the disk')
  }
  const signer = new Signer({ load, certificateUrl: (id) => id })
  await expect(signer.certificate('1')).rejects.toThrow('the disk')
  await expect(signer.certificate('1')).rejects.toThrow('the disk')
  expect(calls).toBe(2)
})
