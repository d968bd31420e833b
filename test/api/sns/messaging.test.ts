import { expect, test } from 'vitest'
import { attributesOf } from '../../sns-layer/push/open-test-push.ts'
import { startSns, topicArn } from './sns-server.ts'

const phone = '+12065550100'

test('an application and its endpoints are made, shown, listed, changed and deleted', async () => {
  const { call, answer } = await startSns()
  const made = await call('CreatePlatformApplication', {
    Name: 'app',
    Platform: 'APNS',
    Attributes: attributesOf.APNS,
  })
  const arn = made.PlatformApplicationArn!
  const { Attributes: shown } = await call('GetPlatformApplicationAttributes', {
    PlatformApplicationArn: arn,
  })
  expect(shown).toEqual({
    Enabled: 'true',
    AuthenticationMethod: 'Token',
    ApplePlatformTeamID: 'TEAM123456',
    ApplePlatformBundleID: 'org.example.app',
  })
  expect((await call('ListPlatformApplications', {})).PlatformApplications).toEqual([
    { PlatformApplicationArn: arn, Attributes: shown },
  ])
  const request = { PlatformApplicationArn: arn, Token: 'ab12', CustomUserData: 'user' }
  const { EndpointArn } = await call('CreatePlatformEndpoint', request)
  const again = await answer('CreatePlatformEndpoint', { ...request, CustomUserData: 'another' })
  expect(again).toMatchObject({
    status: 400,
    code: 'InvalidParameter',
    message: `Invalid parameter: Token Reason: Endpoint ${EndpointArn} already exists with the same Token, but different attributes.`,
  })
  await call('SetEndpointAttributes', { EndpointArn, Attributes: { Enabled: 'false' } })
  const attributes = { Enabled: 'false', Token: 'ab12', CustomUserData: 'user' }
  expect(await call('GetEndpointAttributes', { EndpointArn })).toEqual({ Attributes: attributes })
  const listed = await call('ListEndpointsByPlatformApplication', { PlatformApplicationArn: arn })
  expect(listed.Endpoints).toEqual([{ EndpointArn, Attributes: attributes }])
  await call('SetPlatformApplicationAttributes', {
    PlatformApplicationArn: arn,
    Attributes: { EventEndpointCreated: topicArn('events') },
  })
  await call('DeleteEndpoint', { EndpointArn })
  const gone = { status: 404, code: 'NotFound', message: 'Endpoint does not exist' }
  expect(await answer('GetEndpointAttributes', { EndpointArn })).toMatchObject(gone)
  await call('DeletePlatformApplication', { PlatformApplicationArn: arn })
  expect(await answer('GetPlatformApplicationAttributes', { PlatformApplicationArn: arn })).toMatchObject({
    status: 404,
    code: 'NotFound',
    message: 'PlatformApplication does not exist',
  })
})

test('endpoints are listed a hundred at a time', async () => {
  const { call, messaging } = await startSns()
  const owner = { account: '000000000000', region: 'us-east-1' }
  const request = { name: 'app', platform: 'GCM', attributes: attributesOf.GCM }
  const arn = await messaging.applications.create(owner, request)
  for (let i = 0; i < 101; i++)
    await messaging.applications.createEndpoint(owner, arn, { token: `${i}`, attributes: {} })
  const first = await call('ListEndpointsByPlatformApplication', { PlatformApplicationArn: arn })
  const second = await call('ListEndpointsByPlatformApplication', {
    PlatformApplicationArn: arn,
    NextToken: first.NextToken,
  })
  const arns = [...(first.Endpoints ?? []), ...(second.Endpoints ?? [])].map(({ EndpointArn }) => EndpointArn)
  expect([first.Endpoints?.length, new Set(arns).size, second.NextToken]).toEqual([100, 101, undefined])
})

test('a message is published to one endpoint, as the text of its platform', async () => {
  const { call, answer, messaging } = await startSns()
  const { PlatformApplicationArn } = await call('CreatePlatformApplication', {
    Name: 'app',
    Platform: 'GCM',
    Attributes: attributesOf.GCM,
  })
  const { EndpointArn } = await call('CreatePlatformEndpoint', { PlatformApplicationArn, Token: 't' })
  const Message = JSON.stringify({ default: 'Hello', GCM: '{"data":{"a":"b"}}', APNS: '{}' })
  const MessageAttributes = { 'AWS.SNS.MOBILE.FCM.TTL': { DataType: 'String', StringValue: '60' } }
  const request = { TargetArn: EndpointArn, Message, MessageStructure: 'json', MessageAttributes }
  const { MessageId } = await call('Publish', request)
  expect(messaging.providers.requests).toMatchObject([
    { messageId: MessageId, notification: { payload: '{"data":{"a":"b"}}', ttl: { seconds: 60 } } },
  ])
  const publish = () => answer('Publish', { TargetArn: EndpointArn, Message: 'Hello' })
  messaging.providers.answer = { kind: 'retry', reason: 'busy' }
  expect(await publish()).toMatchObject({ status: 500, code: 'InternalError' })
  messaging.providers.answer = { kind: 'token-invalid', reason: 'UNREGISTERED' }
  expect(await publish()).toMatchObject({ status: 200 })
  expect(await publish()).toMatchObject({
    status: 400,
    code: 'EndpointDisabled',
    message: 'Endpoint is disabled',
  })
  await call('SetEndpointAttributes', { EndpointArn, Attributes: { Enabled: 'true' } })
  messaging.providers.answer = { kind: 'credentials-invalid', reason: 'no' }
  await publish()
  expect(await publish()).toMatchObject({ status: 400, code: 'PlatformApplicationDisabled' })
  await call('DeleteEndpoint', { EndpointArn })
  expect(await publish()).toMatchObject({
    status: 400,
    code: 'InvalidParameter',
    message: 'Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified',
  })
})

test('events of an application are messages of its topic', async () => {
  const { call, queue, messaging } = await startSns()
  await call('CreateTopic', { Name: 'events' })
  const events = await queue('events')
  await call('Subscribe', {
    TopicArn: topicArn('events'),
    Protocol: 'sqs',
    Endpoint: 'arn:aws:sqs:us-east-1:000000000000:events',
    Attributes: { RawMessageDelivery: 'true' },
  })
  const { PlatformApplicationArn } = await call('CreatePlatformApplication', {
    Name: 'app',
    Platform: 'ADM',
    Attributes: { ...attributesOf.ADM, EventEndpointCreated: topicArn('events') },
  })
  const { EndpointArn } = await call('CreatePlatformEndpoint', { PlatformApplicationArn, Token: 't' })
  await messaging.events.settled()
  const [message] = await events.receive({ countMax: 10 })
  expect(JSON.parse(String(message?.body))).toMatchObject({ EventType: 'EndpointCreated', EndpointArn })
})

test('a message is published to a phone number, with what it says of itself', async () => {
  const { call, answer, messaging } = await startSns()
  const MessageAttributes = {
    'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
    'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: '0.5' },
  }
  const { MessageId } = await call('Publish', { PhoneNumber: phone, Message: 'Hello', MessageAttributes })
  expect(messaging.transport.messages).toEqual([
    {
      messageId: MessageId,
      account: '000000000000',
      region: 'us-east-1',
      phoneNumber: phone,
      message: 'Hello',
      type: 'Transactional',
      maxPriceUsd: 0.5,
    },
  ])
  const refused: [input: object, message: string][] = [
    [{ PhoneNumber: 'me' }, 'Invalid parameter: PhoneNumber Reason: me is not valid to publish to'],
    [
      { Message: 'x'.repeat(1601) },
      'Invalid parameter: Message Reason: a text message has at most 1600 characters',
    ],
    [
      { TopicArn: topicArn('t') },
      'Invalid parameter: TopicArn, TargetArn and PhoneNumber Reason: only one of them can be given',
    ],
    [
      { MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'x' } } },
      'Invalid parameter: AWS.SNS.SMS.SMSType Reason: must be Promotional or Transactional',
    ],
  ]
  for (const [input, message] of refused) {
    const refusal = { status: 400, code: 'InvalidParameter', message }
    expect(await answer('Publish', { PhoneNumber: phone, Message: 'Hello', ...input })).toMatchObject(refusal)
  }
  const reserved = { 'AWS.Other': { DataType: 'String', StringValue: 'x' } }
  const named = { PhoneNumber: phone, Message: 'Hello', MessageAttributes: reserved }
  expect(await answer('Publish', named)).toMatchObject({ code: 'ParameterValueInvalid' })
  messaging.transport.answer = { kind: 'retry', reason: 'busy' }
  expect(await answer('Publish', { PhoneNumber: phone, Message: 'Hello' })).toMatchObject({
    status: 500,
    code: 'InternalError',
  })
})

test('SMS attributes, opt-outs and origination numbers', async () => {
  const { call, answer, messaging } = await startSns()
  await call('SetSMSAttributes', { attributes: { DefaultSenderID: 'Shop', MonthlySpendLimit: '5' } })
  const all = { DefaultSenderID: 'Shop', MonthlySpendLimit: '5' }
  expect(await call('GetSMSAttributes', {})).toEqual({ attributes: all })
  const one = await call('GetSMSAttributes', { attributes: ['DefaultSenderID', 'DefaultSMSType'] })
  expect(one).toEqual({ attributes: { DefaultSenderID: 'Shop' } })
  const unknown = await answer('SetSMSAttributes', { attributes: { Colour: 'red' } })
  expect(unknown).toMatchObject({ status: 400, code: 'InvalidParameter' })
  messaging.transport.answer = { kind: 'opted-out' }
  await call('Publish', { PhoneNumber: phone, Message: 'Hello' })
  expect(await call('CheckIfPhoneNumberIsOptedOut', { phoneNumber: phone })).toEqual({ isOptedOut: true })
  expect(await call('ListPhoneNumbersOptedOut', {})).toEqual({ phoneNumbers: [phone] })
  await call('OptInPhoneNumber', { phoneNumber: phone })
  expect(await call('CheckIfPhoneNumberIsOptedOut', { phoneNumber: phone })).toEqual({ isOptedOut: false })
  await call('Publish', { PhoneNumber: phone, Message: 'Hello' })
  expect(await answer('OptInPhoneNumber', { phoneNumber: phone })).toMatchObject({ code: 'InvalidParameter' })
  expect(await call('ListOriginationNumbers', {})).toEqual({
    PhoneNumbers: [{ PhoneNumber: '+12065550111', Status: 'ACTIVE', NumberCapabilities: ['SMS'] }],
  })
})

test('numbers of the SMS sandbox', async () => {
  const { call, answer, messaging } = await startSns()
  expect(await call('GetSMSSandboxAccountStatus', {})).toEqual({ IsInSandbox: false })
  await call('CreateSMSSandboxPhoneNumber', { PhoneNumber: phone })
  const numbers = () => call('ListSMSSandboxPhoneNumbers', {})
  expect(await numbers()).toEqual({ PhoneNumbers: [{ PhoneNumber: phone, Status: 'Pending' }] })
  const { code } = messaging.transport
  const verify = (OneTimePassword: string) =>
    answer('VerifySMSSandboxPhoneNumber', { PhoneNumber: phone, OneTimePassword })
  expect(await verify('00000000')).toMatchObject({ status: 400, code: 'VerificationException' })
  expect(await verify('12')).toMatchObject({ status: 400, code: 'ValidationError' })
  expect(await verify(code)).toMatchObject({ status: 200 })
  expect(await numbers()).toEqual({ PhoneNumbers: [{ PhoneNumber: phone, Status: 'Verified' }] })
  const remove = () => answer('DeleteSMSSandboxPhoneNumber', { PhoneNumber: phone })
  expect(await remove()).toMatchObject({ status: 400, code: 'UserError' })
  expect(await answer('DeleteSMSSandboxPhoneNumber', { PhoneNumber: '+12065550101' })).toMatchObject({
    status: 404,
    code: 'ResourceNotFound',
  })
  expect(await answer('ListSMSSandboxPhoneNumbers', { MaxResults: 101 })).toMatchObject({
    code: 'ValidationError',
  })
})
