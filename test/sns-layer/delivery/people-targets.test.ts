import { expect, test } from 'vitest'
import type { Delivery } from '../../../src/sns-layer/delivery/target.ts'
import { MailTarget } from '../../../src/sns-layer/delivery/targets/mail-target.ts'
import { PushTarget } from '../../../src/sns-layer/delivery/targets/push-target.ts'
import { SmsTarget } from '../../../src/sns-layer/delivery/targets/sms-target.ts'
import { defaultTopicSettings } from '../../../src/sns-layer/index.ts'
import type { Mail, Mailer } from '../../../src/sns-layer/mail/index.ts'
import { openTestPush } from '../push/open-test-push.ts'
import { never, openTestSms, owner, phone } from '../sms/open-test-sms.ts'

interface Sent {
  readonly endpoint: string
  readonly displayName?: string
  readonly message?: string
  readonly messageOf?: Record<string, string>
  readonly attributes?: readonly { name: string; dataType: string; value: string }[]
}

/** The members of a delivery that these targets look at. */
function deliveryOf({ endpoint, displayName = '', ...message }: Sent): Delivery {
  const settings = { ...defaultTopicSettings, displayName }
  const published = {
    messageId: 'm-1',
    message: 'Hello',
    messageOf: {},
    attributes: [],
    timeMs: 0,
    ...message,
  }
  return {
    topic: { ...owner, name: 'topic', settings },
    subscription: { endpoint },
    letter: { type: 'Notification', message: published },
    attempt: 2,
  } as unknown as Delivery
}

test('a text message of a topic begins with its display name, and is of its account', async () => {
  const { sender, transport } = await openTestSms()
  const target = new SmsTarget(sender)
  const outcome = await target.deliver(
    deliveryOf({ endpoint: '12065550100', displayName: 'Orders of today' }),
    never,
  )
  expect(outcome).toEqual({ kind: 'delivered' })
  expect(transport.messages).toMatchObject([
    {
      ...owner,
      messageId: 'm-1',
      topicArn: 'arn:aws:sns:us-east-1:000000000000:topic',
      phoneNumber: phone,
      message: 'Orders of > Hello',
    },
  ])
  const refused = [
    { attributes: [{ name: 'AWS.SNS.SMS.SMSType', dataType: 'String', value: 'x' }] },
    { message: 'x'.repeat(1601) },
  ]
  for (const message of refused) {
    const delivery = deliveryOf({ endpoint: phone, ...message })
    expect(await target.deliver(delivery, never)).toMatchObject({ kind: 'failed' })
  }
  transport.answer = { kind: 'retry', reason: 'busy' }
  expect(await target.deliver(deliveryOf({ endpoint: phone }), never)).toEqual({
    kind: 'retry',
    response: 'busy',
  })
  expect(target.endpointFault('sms', 'me')).toBe('Invalid SMS endpoint: me')
  expect(target.endpointFault('sms', phone)).toBeUndefined()
})

test('a notification of a topic is the text of the platform that the endpoint is of', async () => {
  const { applications, sender, providers, create } = await openTestPush()
  const target = new PushTarget({ applications, sender })
  const arn = await create('GCM')
  const endpoint = await applications.createEndpoint(owner, arn, { token: 't', attributes: {} })
  const messageOf = { GCM: '{"data":{}}', APNS: '{}' }
  expect(await target.deliver(deliveryOf({ endpoint, messageOf }), never)).toEqual({ kind: 'delivered' })
  expect(providers.requests).toMatchObject([{ token: 't', notification: { payload: '{"data":{}}' } }])
  providers.answer = { kind: 'refused', reason: 'too large' }
  expect(await target.deliver(deliveryOf({ endpoint }), never)).toEqual({
    kind: 'failed',
    response: 'too large',
  })
  expect(target.endpointFault('application', endpoint)).toBeUndefined()
  expect(target.endpointFault('application', `${endpoint}x`)).toMatch('no such endpoint')
})

test('a mail has the links of its subscription, and for programs the JSON of AWS', async () => {
  const mails: Mail[] = []
  const mailer: Mailer = {
    send(mail) {
      mails.push(mail)
      return Promise.resolve({ kind: 'permanent', reason: '550 no such mailbox' })
    },
    close: () => undefined,
  }
  const links = {
    confirm: (topicArn: string, token: string) => `http://host/confirm/${topicArn}/${token}`,
    unsubscribe: (subscriptionArn: string) => `http://host/unsubscribe/${subscriptionArn}`,
  }
  const letters = { envelopeOf: () => Promise.resolve(Buffer.from('{"Type":"Notification"}')) }
  const target = new MailTarget({ mailer, links, letters })
  const subscription = { arn: 'the-arn', id: 's-1', endpoint: 'a@b.example', protocol: 'email' }
  const delivery = {
    ...deliveryOf({ endpoint: '', displayName: 'Orders' }),
    subscription,
  } as unknown as Delivery
  const failed = { kind: 'failed', response: '550 no such mailbox' }
  expect(await target.deliver(delivery, never)).toEqual(failed)
  const letter = { type: 'SubscriptionConfirmation', messageId: 'm-2', token: 't', timeMs: 0 } as const
  await target.deliver({ ...delivery, letter }, never)
  const json = { ...subscription, protocol: 'email-json' }
  await target.deliver({ ...delivery, subscription: json } as unknown as Delivery, never)
  const topicArn = 'arn:aws:sns:us-east-1:000000000000:topic'
  expect(mails).toMatchObject([
    { to: 'a@b.example', senderName: 'Orders', subject: 'AWS Notification Message', id: 'm-1.s-1' },
    { subject: 'AWS Notification - Subscription Confirmation', id: 'm-2.s-1' },
    { text: '{"Type":"Notification"}' },
  ])
  expect(mails[0]?.text).toMatch(/^Hello\n[\s\S]*http:\/\/host\/unsubscribe\/the-arn\n$/)
  expect(mails[1]?.text).toContain(`http://host/confirm/${topicArn}/t\n`)
  expect(target.endpointFault('email', 'a@b, c@d')).toBe('Email address')
  expect(new MailTarget({ mailer: undefined, links, letters }).endpointFault('email', 'a@b')).toMatch(
    'no mail server',
  )
})
