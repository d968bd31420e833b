import { expect, test } from 'vitest'
import { Links, Notification } from '../../../src/sns-layer/envelope/index.ts'

const topicArn = 'arn:aws:sns:us-west-2:123456789012:MyTopic'
const subscriptionArn = `${topicArn}:c9135db0-26c4-47ec-8998-413945fb5a96`
const address = 'sns.us-west-2.amazonaws.com'
const links = new Links({ linkBase: () => `https://${address}`, certificateBase: () => `https://${address}` })
const certificateUrl = links.certificate('f3ecfb7224c7233fe7bb5f59f96de52f')
const seal = { version: '1', signature: 'EXAMPLEw6JRN', certificateUrl } as const

const message = {
  messageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  topicArn,
  subject: 'My First Message',
  attributes: [],
  timeMs: Date.UTC(2012, 4, 2, 0, 54, 6, 655),
  sequenceNumber: undefined,
  replayed: false,
}

test('a notification is laid out as AWS lays it out', () => {
  const attributes = [
    { name: 'store', dataType: 'String', value: 'example "corp"' },
    { name: 'data', dataType: 'Binary', value: Buffer.from('bytes') },
  ]
  const notification = new Notification({ ...message, attributes }, 'Hello world!', { seal, links })
  expect(notification.bytesFor(subscriptionArn).toString()).toBe(`{
  "Type" : "Notification",
  "MessageId" : "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
  "TopicArn" : "arn:aws:sns:us-west-2:123456789012:MyTopic",
  "Subject" : "My First Message",
  "Message" : "Hello world!",
  "Timestamp" : "2012-05-02T00:54:06.655Z",
  "SignatureVersion" : "1",
  "Signature" : "EXAMPLEw6JRN",
  "SigningCertURL" : "https://${address}/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem",
  "UnsubscribeURL" : "https://${address}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}",
  "MessageAttributes" : {
    "store" : {"Type":"String","Value":"example \\"corp\\""},
    "data" : {"Type":"Binary","Value":"Ynl0ZXM="}
  }
}`)
})

test('what a notification has not is left out, and a FIFO topic has a sequence number and no signature', () => {
  const fifo = { ...message, subject: undefined, sequenceNumber: '10000000000000003000', replayed: true }
  const notification = new Notification(fifo, 'one', { seal: undefined, links })
  const members = JSON.parse(notification.bytesFor(subscriptionArn).toString())
  expect(Object.keys(members)).toEqual([
    'Type',
    'MessageId',
    'SequenceNumber',
    'TopicArn',
    'Message',
    'Timestamp',
    'UnsubscribeURL',
    'Replayed',
  ])
})

test('texts of every kind come through, also what marks the place of the link', () => {
  const text = '\u0000 "quoted" \\ \n \u2028 ü 😀 \ud800'
  const notification = new Notification({ ...message, subject: '\u0000' }, text, { seal, links })
  const members = JSON.parse(notification.bytesFor(subscriptionArn).toString())
  expect(members.Message).toBe(text)
  expect(members.Subject).toBe('\u0000')
  expect(members.UnsubscribeURL).toBe(links.unsubscribe(subscriptionArn))
})
