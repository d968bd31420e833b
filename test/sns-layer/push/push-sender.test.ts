import { expect, test } from 'vitest'
import type { PushOrder } from '../../../src/sns-layer/push/index.ts'
import { attributesOf, never, openTestPush, owner } from './open-test-push.ts'

const topic = 'arn:aws:sns:us-east-1:000000000000:failures'

async function start(platform: 'GCM' | 'APNS' | 'ADM' = 'GCM') {
  const push = await openTestPush()
  const arn = await push.create(platform, { EventDeliveryFailure: topic })
  const endpointArn = await push.applications.createEndpoint(owner, arn, { token: 'ab12', attributes: {} })
  const order: PushOrder = {
    endpointArn,
    messageId: 'm-1',
    attempt: 1,
    ownText: () => undefined,
    text: 'Hello',
    attribute: () => undefined,
    publishedMs: push.clock.nowMs(),
  }
  const send = (more: Partial<PushOrder> = {}) => push.sender.send({ ...order, ...more }, never)
  return { ...push, arn, endpointArn, send }
}

test('a message goes to the push service of the platform, as its own text if it has one', async () => {
  const { send, providers } = await start('APNS')
  expect(await send()).toEqual({ kind: 'delivered' })
  await send({ ownText: (platform) => (platform === 'APNS' ? '{"aps":{"badge":1}}' : undefined) })
  const credentials = { kind: 'apns', keyId: 'ABCDE12345' }
  expect(providers.requests).toMatchObject([
    { platform: 'APNS', token: 'ab12', credentials, notification: { payload: '{"aps":{"alert":"Hello"}}' } },
    { messageId: 'm-1', notification: { payload: '{"aps":{"badge":1}}' } },
  ])
})

test('an endpoint whose token is not known any more is disabled, and its failure told', async () => {
  const { send, sender, providers, applications, endpointArn, published, events, arn } = await start()
  providers.answer = { kind: 'token-invalid', reason: 'UNREGISTERED' }
  const reason = 'Platform token associated with the endpoint is not valid'
  expect(await send({ attempt: 3 })).toEqual({ kind: 'permanent', reason })
  expect(applications.getEndpoint(owner, endpointArn).endpoint.enabled).toBe(false)
  expect(() => sender.check(endpointArn)).toThrow('Endpoint is disabled')
  expect(await send()).toEqual({ kind: 'permanent', reason: 'Endpoint is disabled' })
  expect(providers.requests).toHaveLength(1)
  await events.settled()
  expect(published.map(({ event }) => event.FailureType)).toEqual([
    'InvalidPlatformToken',
    'EndpointDisabled',
  ])
  expect(published[0]).toEqual({
    topicArn: topic,
    subject: 'DeliveryFailure event for app app (GCM)',
    event: {
      EndpointArn: endpointArn,
      MessageId: 'm-1',
      DeliveryAttempts: 3,
      FailureType: 'InvalidPlatformToken',
      FailureMessage: reason,
      EventType: 'DeliveryFailure',
      Resource: arn,
      Service: 'SNS',
      Time: '2026-01-02T00:00:00.000Z',
    },
  })
})

test('an application whose credentials are refused is disabled until it has new ones', async () => {
  const { send, sender, providers, applications, endpointArn, arn } = await start('ADM')
  providers.answer = { kind: 'credentials-invalid', reason: 'invalid_client' }
  expect(await send()).toMatchObject({ kind: 'permanent' })
  expect(() => sender.check(endpointArn)).toThrow('Platform application is disabled')
  expect(await send()).toEqual({ kind: 'permanent', reason: 'Platform application is disabled' })
  await applications.setAttributes(owner, arn, { SuccessFeedbackSampleRate: '5' })
  expect(applications.get(owner, arn).state.enabled).toBe(false)
  await applications.setAttributes(owner, arn, { ...attributesOf.ADM, PlatformCredential: 'secret-2' })
  providers.answer = { kind: 'sent' }
  sender.check(endpointArn)
  expect(await send()).toEqual({ kind: 'delivered' })
  expect(providers.requests.at(-1)?.credentials).toMatchObject({ clientSecret: 'secret-2' })
})

test('a new token takes the place of the old one, unless another endpoint has it: then this one is disabled', async () => {
  const { send, providers, applications, endpointArn, arn } = await start('ADM')
  const endpoint = () => applications.getEndpoint(owner, endpointArn).endpoint
  providers.answer = { kind: 'sent', newToken: 'cd34' }
  expect(await send()).toEqual({ kind: 'delivered' })
  expect(endpoint()).toMatchObject({ token: 'cd34', enabled: true })
  await applications.createEndpoint(owner, arn, { token: 'ef56', attributes: {} })
  providers.answer = { kind: 'sent', newToken: 'ef56' }
  await send()
  expect(endpoint()).toMatchObject({ token: 'cd34', enabled: false })
})

test('what is refused is final and disables nobody, and what may be taken later is neither', async () => {
  const { send, sender, providers, endpointArn } = await start()
  providers.answer = { kind: 'refused', reason: 'too large' }
  expect(await send()).toEqual({ kind: 'permanent', reason: 'too large' })
  const noJson = { kind: 'permanent', reason: 'the payload is no JSON object' }
  expect(await send({ ownText: () => 'no JSON' })).toEqual(noJson)
  providers.answer = { kind: 'retry', reason: 'later' }
  expect(await send()).toEqual({ kind: 'retry', reason: 'later' })
  sender.check(endpointArn)
})

test('an endpoint that is not there is told so', async () => {
  const { send, sender, applications, endpointArn } = await start()
  await applications.removeEndpoint(owner, endpointArn)
  const text = 'Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified'
  expect(() => sender.check(endpointArn)).toThrow(text)
  expect(await send()).toEqual({ kind: 'permanent', reason: 'Endpoint was not found' })
})
