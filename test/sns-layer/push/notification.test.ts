import { expect, test } from 'vitest'
import { buildNotification } from '../../../src/sns-layer/push/notification.ts'
import { fcmBody } from '../../../src/sns-layer/push/providers/fcm-body.ts'

const publishedMs = 1_000_000
const nowMs = publishedMs + 10_000

type Platform = 'GCM' | 'APNS' | 'APNS_SANDBOX' | 'ADM'

function build(platform: Platform, attributes: Record<string, string> = {}, ownText?: string) {
  const attribute = (name: string) => attributes[name]
  return buildNotification(platform, { ownText, text: 'Hi "you"', attribute, publishedMs }, nowMs)
}

test('a text for all is wrapped as each platform wants it', () => {
  expect((['GCM', 'ADM', 'APNS'] as const).map((platform) => build(platform))).toMatchObject([
    { notification: { payload: '{"data":{"default":"Hi \\"you\\""}}' } },
    { notification: { payload: '{"data":{"default":"Hi \\"you\\""}}' } },
    { notification: { payload: '{"aps":{"alert":"Hi \\"you\\""}}' } },
  ])
})

test('the time that a message has spent here is taken off its TTL', () => {
  const ttl = (platform: Platform, name: string, value: string) => {
    const built = build(platform, { [`AWS.SNS.MOBILE.${name}.TTL`]: value })
    return built.kind === 'refused' ? built.reason : built.notification.ttl
  }
  const left = { seconds: 50, untilMs: publishedMs + 60_000 }
  expect(ttl('GCM', 'FCM', '60')).toEqual(left)
  expect(ttl('GCM', 'GCM', '60')).toEqual(left)
  expect(ttl('ADM', 'ADM', '60')).toEqual(left)
  expect(ttl('APNS', 'APNS', '60')).toEqual(left)
  expect(ttl('APNS_SANDBOX', 'APNS_SANDBOX', '60')).toEqual(left)
  expect(ttl('APNS', 'GCM', '60')).toBeUndefined()
  expect(ttl('APNS', 'APNS', '0')).toEqual({ seconds: 0, untilMs: 0 })
  expect(ttl('GCM', 'FCM', '10')).toBe('the TTL of the message is over')
  expect(ttl('ADM', 'ADM', '0')).toBe('the TTL of the message is over')
  expect(ttl('ADM', 'ADM', '-1')).toBe('the TTL is no number of seconds')
})

test('a notification of APNs says what it is, and what its message says of it', () => {
  const ofPayload = (payload: string) => build('APNS', {}, payload)
  const silent = { pushType: 'background', priority: '5' }
  expect(ofPayload('{"aps":{"content-available":1}}')).toMatchObject({ notification: silent })
  const payload = '{"aps":{"content-available":1,"alert":"x"}}'
  const notification = { payload, pushType: 'alert' }
  expect(ofPayload(payload)).toEqual({ kind: 'notification', notification })
  for (const odd of ['{"aps":null}', '{"aps":"x"}', '{"aps":[1]}'])
    expect(ofPayload(odd), odd).toMatchObject({ notification: { pushType: 'alert' } })
  const attributes = {
    'AWS.SNS.MOBILE.APNS.PUSH_TYPE': 'voip',
    'AWS.SNS.MOBILE.APNS.PRIORITY': '1',
    'AWS.SNS.MOBILE.APNS.TOPIC': 'org.example.app.voip',
    'AWS.SNS.MOBILE.APNS.COLLAPSE_ID': 'news',
  }
  expect(build('APNS', attributes)).toMatchObject({
    notification: { pushType: 'voip', priority: '1', topic: 'org.example.app.voip', collapseId: 'news' },
  })
})

test('a payload that is no JSON object is refused', () => {
  for (const text of ['', 'x', '1', 'null', '[]', '"x"', '{'])
    expect(build('GCM', {}, text), text).toMatchObject({ kind: 'refused' })
})

function bodyOf(payload: unknown, ttl?: { seconds: number; untilMs: number }) {
  const notification = { payload: JSON.stringify(payload), ...(ttl !== undefined && { ttl }) }
  return fcmBody({ token: 't', notification })
}

test('members of the API before FCM v1 become those of v1', () => {
  const payload = {
    notification: { title: 'T', body: 'B', sound: 'ping', android_channel_id: 'c' },
    data: { text: 'a', number: 1, deep: { x: true } },
    time_to_live: 60,
    priority: 'high',
    collapse_key: 'k',
    dry_run: true,
  }
  const notification = { sound: 'ping', channel_id: 'c' }
  expect(bodyOf(payload)).toEqual({
    validate_only: true,
    message: {
      token: 't',
      notification: { title: 'T', body: 'B' },
      data: { text: 'a', number: '1', deep: '{"x":true}' },
      android: { ttl: '60s', priority: 'high', collapse_key: 'k', notification },
    },
  })
  expect(bodyOf({ data: { default: 'Hi' } })).toEqual({ message: { token: 't', data: { default: 'Hi' } } })
  expect(bodyOf({ to: 'someone else' })).toBeUndefined()
  expect(bodyOf({ data: 'x' })).toBeUndefined()
})

test('a message of FCM v1 is sent as it is, to the endpoint, with the TTL of its attribute', () => {
  const message = { token: 'another', notification: { title: 'T' }, android: { priority: 'high', ttl: '1s' } }
  const wrapped = { fcmV1Message: { validate_only: true, message } }
  expect(bodyOf(wrapped, { seconds: 50, untilMs: 1 })).toEqual({
    validate_only: true,
    message: { ...message, token: 't', android: { priority: 'high', ttl: '50s' } },
  })
  expect(bodyOf({ fcmV1Message: { message: {} } })).toEqual({ message: { token: 't' } })
  const wrong = [
    1,
    null,
    {},
    { message: 'x' },
    { message: { android: 1 } },
    { message: {}, validate_only: 1 },
  ]
  for (const fcmV1Message of wrong)
    expect(bodyOf({ fcmV1Message }), JSON.stringify(fcmV1Message)).toBeUndefined()
})
