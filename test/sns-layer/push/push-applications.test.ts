import { expect, test } from 'vitest'
import { shownApplicationAttributes } from '../../../src/sns-layer/push/index.ts'
import { attributesOf, openTestPush, owner, serviceAccount } from './open-test-push.ts'

const invalid = { code: 'PUSH_PARAMETER_INVALID' }
const topic = 'arn:aws:sns:us-east-1:000000000000:events'

test('an application is found again by its name and attributes, and shows no credentials', async () => {
  const { create, restart } = await openTestPush()
  const arn = await create('APNS', { EventEndpointCreated: topic })
  expect(arn).toBe('arn:aws:sns:us-east-1:000000000000:app/APNS/app')
  expect(await create('APNS', { EventEndpointCreated: topic })).toBe(arn)
  await expect(create('APNS')).rejects.toMatchObject(invalid)
  await create('GCM')
  const { applications } = await restart()
  expect(applications.list(owner).map((application) => application.arn)).toEqual([
    arn,
    arn.replace('APNS', 'GCM'),
  ])
  const stranger = { ...owner, account: '111111111111' }
  expect(applications.list(stranger)).toEqual([])
  expect(() => applications.get(stranger, arn)).toThrow('PlatformApplicationArn')
  const { platform, enabled, attributes } = applications.get(owner, arn).state
  expect(shownApplicationAttributes(platform, enabled, attributes)).toEqual({
    Enabled: 'true',
    AuthenticationMethod: 'Token',
    ApplePlatformTeamID: 'TEAM123456',
    ApplePlatformBundleID: 'org.example.app',
    EventEndpointCreated: topic,
  })
})

test('platforms that are not reached, names and attributes that are none, and bad credentials are refused', async () => {
  const { applications } = await openTestPush()
  const { GCM, APNS, ADM } = attributesOf
  const json = (change: object) => ({ PlatformCredential: JSON.stringify({ ...serviceAccount, ...change }) })
  const cases: [platform: string, name: string, attributes: Record<string, string>, text: string][] = [
    ['BAIDU', 'app', {}, 'does not reach BAIDU'],
    ['NOKIA', 'app', {}, 'Invalid parameter: Platform Reason: must be one of'],
    ['GCM', '', GCM, 'Invalid parameter: Name'],
    ['GCM', 'a/b', GCM, 'Invalid parameter: Name'],
    ['GCM', 'app', {}, 'Platform credentials are invalid: PlatformCredential is missing'],
    ['GCM', 'app', { PlatformCredential: 'AAAA-api-key' }, 'does not take API keys'],
    ['GCM', 'app', json({ private_key: 'x' }), 'private_key must be a private key'],
    ['GCM', 'app', json({ private_key: APNS.PlatformCredential }), 'private_key must be one of RSA'],
    ['GCM', 'app', json({ project_id: '../x' }), 'no project_id'],
    ['GCM', 'app', json({ client_email: 1 }), 'no client_email'],
    ['APNS', 'app', { ...APNS, PlatformPrincipal: '-----BEGIN CERTIFICATE-----' }, 'not use certificates'],
    ['APNS', 'app', { ...APNS, PlatformPrincipal: 'short' }, 'the id of a signing key'],
    ['APNS', 'app', { ...APNS, ApplePlatformTeamID: '' }, 'ApplePlatformTeamID is missing'],
    ['APNS', 'app', { ...APNS, PlatformCredential: serviceAccount.private_key }, 'a signing key of APNs'],
    ['APNS', 'app', { ...APNS, AuthenticationMethod: 'Certificate' }, 'AuthenticationMethod must be Token'],
    ['ADM', 'app', { ...ADM, PlatformPrincipal: '' }, 'PlatformPrincipal is missing'],
    ['ADM', 'app', { ...ADM, Other: 'x' }, 'Invalid attribute name: Other'],
    ['ADM', 'app', { ...ADM, EventDeliveryFailure: 'x' }, 'must be the ARN of a topic'],
    ['ADM', 'app', { ...ADM, SuccessFeedbackSampleRate: '101' }, 'whole number from 0 to 100'],
  ]
  for (const [platform, name, attributes, text] of cases) {
    const created = applications.create(owner, { platform, name, attributes })
    await expect(created, text).rejects.toMatchObject({ ...invalid, message: expect.stringContaining(text) })
  }
  expect(applications.list(owner)).toEqual([])
  const PlatformCredential = APNS.PlatformCredential.replaceAll(/-----.*-----|\n/g, '')
  const attributes = { ...APNS, PlatformCredential }
  await applications.create(owner, { platform: 'APNS', name: 'bare', attributes })
})

test('an endpoint is found again by its token, unless it was asked to be different', async () => {
  const { applications, create, restart } = await openTestPush()
  const arn = await create('GCM')
  const make = (more: { userData?: string; attributes?: Record<string, string> } = {}, token = 'token-1') =>
    applications.createEndpoint(owner, arn, { token, attributes: {}, ...more })
  const endpoint = await make({ userData: 'user 1' })
  expect(endpoint).toMatch(/^arn:aws:sns:us-east-1:000000000000:endpoint\/GCM\/app\/[0-9a-f-]{36}$/)
  expect(await make()).toBe(endpoint)
  expect(await make({ attributes: { CustomUserData: 'user 1', Enabled: 'true' } })).toBe(endpoint)
  const message = `Invalid parameter: Token Reason: Endpoint ${endpoint} already exists with the same Token, but different attributes.`
  await expect(make({ userData: 'user 2' })).rejects.toMatchObject({ ...invalid, message })
  await expect(make({ attributes: { Enabled: 'false' } })).rejects.toMatchObject({ message })
  await applications.setEndpointAttributes(owner, endpoint, { Enabled: 'false' })
  expect(await make()).toBe(endpoint)
  const other = await make({}, 'token-2')
  const taken = applications.setEndpointAttributes(owner, other, { Token: 'token-1' })
  await expect(taken).rejects.toMatchObject({ message })
  await applications.setEndpointAttributes(owner, endpoint, { Token: 'token-3' })
  await applications.setEndpointAttributes(owner, other, { Token: 'token-1' })
  const again = (await restart()).applications
  const { endpoint: restored } = again.getEndpoint(owner, endpoint)
  expect(restored).toMatchObject({ token: 'token-3', enabled: false, userData: 'user 1' })
  expect(again.getEndpoint(owner, other).endpoint).toMatchObject({ token: 'token-1', enabled: true })
})

test('tokens, user data and attributes of endpoints are checked', async () => {
  const { applications, create } = await openTestPush()
  const gcm = await create('GCM')
  const apns = await create('APNS')
  const refused: [arn: string, token: string, attributes: Record<string, string>, text: string][] = [
    [apns, 'not hexadecimal', {}, 'iOS device tokens must be no more than 400 hexadecimal characters'],
    [apns, 'ab'.repeat(201), {}, 'iOS device tokens'],
    [gcm, '', {}, 'Invalid parameter: Token'],
    [gcm, 'a b', {}, 'Invalid parameter: Token'],
    [gcm, 'a'.repeat(4097), {}, 'Invalid parameter: Token'],
    [gcm, 'a', { Enabled: 'yes' }, 'Enabled must be true or false'],
    [gcm, 'a', { CustomUserData: 'ä'.repeat(1025) }, 'at most 2048 bytes'],
    [gcm, 'a', { Colour: 'red' }, 'Invalid attribute name: Colour'],
    [`${gcm}x`, 'a', {}, 'PlatformApplication does not exist'],
    ['arn', 'a', {}, 'Invalid parameter: PlatformApplicationArn'],
  ]
  for (const [arn, token, attributes, text] of refused)
    await expect(applications.createEndpoint(owner, arn, { token, attributes }), text).rejects.toThrow(text)
})

test('what is deleted is gone, an application with its endpoints, and can be deleted again', async () => {
  const { applications, create } = await openTestPush()
  const arn = await create('GCM')
  const make = (token: string) => applications.createEndpoint(owner, arn, { token, attributes: {} })
  const [one, two] = [await make('1'), await make('2')]
  await applications.removeEndpoint(owner, one)
  await applications.removeEndpoint(owner, one)
  expect(() => applications.getEndpoint(owner, one)).toThrow('Endpoint does not exist')
  expect(await make('1')).not.toBe(one)
  await applications.remove(owner, arn)
  await applications.remove(owner, arn)
  expect(applications.find(two)).toBeUndefined()
  expect(() => applications.get(owner, arn)).toThrow('PlatformApplication does not exist')
  await expect(applications.remove(owner, 'arn')).rejects.toMatchObject(invalid)
  await expect(applications.removeEndpoint(owner, 'arn')).rejects.toMatchObject(invalid)
})

test('pages of endpoints follow their ids, also behind one that is gone', async () => {
  const { applications, create } = await openTestPush()
  const arn = await create('GCM')
  const made: string[] = []
  for (const token of ['1', '2', '3', '4', '5'])
    made.push(await applications.createEndpoint(owner, arn, { token, attributes: {} }))
  made.sort()
  const ids = made.map((endpoint) => endpoint.slice(-36))
  const page = (after: string) =>
    applications
      .get(owner, arn)
      .page(after, 2)
      .map(({ id }) => id)
  expect(page('')).toEqual(ids.slice(0, 2))
  await applications.removeEndpoint(owner, made[1]!)
  expect(page(ids[1]!)).toEqual(ids.slice(2, 4))
  expect(page(ids[3]!)).toEqual(ids.slice(4))
})

test('what happens to endpoints is told to the topics that the application names, and to no other', async () => {
  const { applications, create, published, events } = await openTestPush()
  const arn = await create('GCM', { EventEndpointCreated: topic, EventEndpointUpdated: `${topic}-gone` })
  const request = { token: '1', userData: 'u', attributes: {} }
  const endpoint = await applications.createEndpoint(owner, arn, request)
  await applications.createEndpoint(owner, arn, request)
  await applications.setEndpointAttributes(owner, endpoint, { Enabled: 'false' })
  await applications.removeEndpoint(owner, endpoint)
  await events.settled()
  const common = { EndpointArn: endpoint, Resource: arn, Service: 'SNS', Time: '2026-01-02T00:00:00.000Z' }
  const attributes = { Token: '1', CustomUserData: 'u' }
  expect(published).toEqual([
    {
      topicArn: topic,
      subject: 'EndpointCreated event for app app (GCM)',
      event: { ...common, EventType: 'EndpointCreated', Attributes: { ...attributes, Enabled: 'true' } },
    },
    {
      topicArn: `${topic}-gone`,
      subject: 'EndpointUpdated event for app app (GCM)',
      event: { ...common, EventType: 'EndpointUpdated', Attributes: { ...attributes, Enabled: 'false' } },
    },
  ])
})
