import { verify } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import {
  createServer as createHttp2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../../../src/base/index.ts'
import { HttpClient } from '../../../src/http-client/index.ts'
import { credentialsOf } from '../../../src/sns-layer/push/credentials.ts'
import { Adm, Apns, Fcm, type Platform } from '../../../src/sns-layer/push/index.ts'
import { apnsKeys, attributesOf, googleKeys, never } from './open-test-push.ts'

interface Call {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

interface Answer {
  status: number
  body?: object
}

const startMs = Date.UTC(2026, 0, 2)

function requestOf<P extends Platform>(platform: P, credentials: ReturnType<typeof credentialsOf>) {
  const notification = { payload: '{"data":{"default":"Hi"}}' }
  return { platform, credentials: credentials as never, token: 'ab12', messageId: 'm-1', notification }
}

async function bodyOf(request: AsyncIterable<unknown>): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

/** Of HTTP/1.1: one answer for tokens, one for messages. */
async function startService() {
  const calls: Call[] = []
  const answers: { token: Answer; message: Answer } = {
    token: { status: 200, body: { access_token: 'access-1', expires_in: 3600 } },
    message: { status: 200, body: {} },
  }
  const server = createServer(async (request: IncomingMessage, response) => {
    const path = request.url ?? ''
    calls.push({ path, headers: request.headers, body: await bodyOf(request) })
    const { status, body } = /token$/i.test(path) ? answers.token : answers.message
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const clock = new ManualClock(startMs)
  const requests = new HttpClient({ clock, allowPrivateAddresses: true })
  onTestFinished(() => {
    requests.close()
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { calls, answers, clock, requests, url, close: () => server.close() }
}

/** @returns the claims of a token that this key has signed */
function claimsOf(token: string, key: Parameters<typeof verify>[2]) {
  const [header = '', claims = '', signature = ''] = token.split('.')
  const signed = Buffer.from(`${header}.${claims}`)
  const options = { key: key as never, dsaEncoding: 'ieee-p1363' } as const
  expect(verify('sha256', signed, options, Buffer.from(signature, 'base64url'))).toBe(true)
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object
  return { ...read(header), ...read(claims) }
}

async function startFcm() {
  const service = await startService()
  const { requests, clock, url } = service
  const fcm = new Fcm({ requests, clock, url, tokenUrl: `${url}/token` })
  const request = requestOf('GCM', credentialsOf('GCM', attributesOf.GCM))
  return { ...service, send: () => fcm.send(request, never) }
}

test('FCM is called as a service account, with one access token until it is nearly over', async () => {
  const { send, calls, clock, url } = await startFcm()
  expect(await Promise.all([send(), send()])).toEqual([{ kind: 'sent' }, { kind: 'sent' }])
  expect(calls.map(({ path }) => path)).toEqual([
    '/token',
    ...Array(2).fill('/v1/projects/the-project/messages:send'),
  ])
  const form = new URLSearchParams(calls[0]?.body)
  expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
  const iat = startMs / 1000
  expect(claimsOf(form.get('assertion') ?? '', googleKeys.publicKey)).toEqual({
    ...{ alg: 'RS256', typ: 'JWT', kid: 'key-1', iss: 'sns@the-project.example', aud: `${url}/token` },
    ...{ scope: 'https://www.googleapis.com/auth/firebase.messaging', iat, exp: iat + 3600 },
  })
  expect(calls[1]?.headers.authorization).toBe('Bearer access-1')
  expect(JSON.parse(calls[1]?.body ?? '')).toEqual({ message: { token: 'ab12', data: { default: 'Hi' } } })
  clock.advance(3_540_000 - 1)
  await send()
  expect(calls).toHaveLength(4)
  clock.advance(1)
  await send()
  expect(calls.at(-2)?.path).toBe('/token')
})

test('what FCM says is about the token, the credentials, the message, or for later', async () => {
  const { send, answers } = await startFcm()
  const error = (status: string, errorCode?: string, message = '') => ({
    error: { status, message, details: errorCode === undefined ? [] : [{ errorCode }] },
  })
  const cases: [status: number, body: object, kind: string][] = [
    [404, error('NOT_FOUND', 'UNREGISTERED'), 'token-invalid'],
    [403, error('PERMISSION_DENIED', 'SENDER_ID_MISMATCH'), 'token-invalid'],
    [400, error('INVALID_ARGUMENT', 'INVALID_ARGUMENT'), 'refused'],
    [400, error('INVALID_ARGUMENT', undefined, 'The registration token is not valid'), 'token-invalid'],
    [403, error('PERMISSION_DENIED'), 'credentials-invalid'],
    [401, error('UNAUTHENTICATED', 'THIRD_PARTY_AUTH_ERROR'), 'refused'],
    [429, error('RESOURCE_EXHAUSTED', 'QUOTA_EXCEEDED'), 'retry'],
    [500, {}, 'retry'],
    [503, error('UNAVAILABLE'), 'retry'],
  ]
  for (const [status, body, kind] of cases) {
    answers.message = { status, body }
    expect(await send(), JSON.stringify(body)).toMatchObject({ kind })
  }
})

test('an access token that is not taken any more is asked for anew, and a new one that is not taken says it all', async () => {
  const { send, answers } = await startFcm()
  await send()
  answers.message = { status: 401, body: {} }
  expect(await send()).toMatchObject({ kind: 'retry' })
  expect(await send()).toMatchObject({ kind: 'credentials-invalid' })
  answers.token = { status: 400, body: { error: 'invalid_grant' } }
  expect(await send()).toEqual({
    kind: 'credentials-invalid',
    reason: 'the token endpoint answers 400 invalid_grant',
  })
  answers.token = { status: 503, body: {} }
  expect(await send()).toMatchObject({ kind: 'retry' })
})

test('ADM is called with its types, and may have a new token for the device', async () => {
  const { requests, clock, url, calls, answers } = await startService()
  const adm = new Adm({ requests, clock, url })
  const request = requestOf('ADM', credentialsOf('ADM', attributesOf.ADM))
  const notification = { ...request.notification, ttl: { seconds: 60, untilMs: 1 } }
  const send = () => adm.send({ ...request, notification }, never)
  answers.message = { status: 200, body: { registrationID: 'cd34' } }
  expect(await send()).toEqual({ kind: 'sent', newToken: 'cd34' })
  expect(calls.map(({ path }) => path)).toEqual(['/auth/O2/token', '/messaging/registrations/ab12/messages'])
  const form =
    'grant_type=client_credentials&scope=messaging%3Apush&client_id=client-1&client_secret=secret-1'
  expect(calls[0]?.body).toBe(form)
  expect(calls[1]?.headers).toMatchObject({
    authorization: 'Bearer access-1',
    'x-amzn-type-version': 'com.amazon.device.messaging.ADMMessage@1.0',
    'x-amzn-accept-type': 'com.amazon.device.messaging.ADMSendResult@1.0',
  })
  expect(JSON.parse(calls[1]?.body ?? '')).toEqual({ data: { default: 'Hi' }, expiresAfter: 60 })
  const cases: [status: number, reason: string, kind: string][] = [
    [400, 'Unregistered', 'token-invalid'],
    [400, 'InvalidRegistrationId', 'token-invalid'],
    [400, 'InvalidData', 'refused'],
    [413, 'MessageTooLarge', 'refused'],
    [429, 'MaxRateExceeded', 'retry'],
    [401, 'AccessTokenExpired', 'retry'],
    [401, 'AccessTokenExpired', 'credentials-invalid'],
    [503, '', 'retry'],
  ]
  for (const [status, reason, kind] of cases) {
    answers.message = { status, body: { reason } }
    expect(await send(), reason).toMatchObject({ kind })
  }
})

test('a push service that is not there may be there later', async () => {
  const { send, close } = await startFcm()
  close()
  expect(await send()).toMatchObject({ kind: 'retry' })
})

async function startApns() {
  const calls: Call[] = []
  const sessions: ServerHttp2Session[] = []
  const state: { answer: Answer | 'silence' } = { answer: { status: 200 } }
  let heard: () => void = () => undefined
  const server = createHttp2Server()
  server.on('session', (session) => sessions.push(session))
  server.on('stream', async (stream, headers) => {
    stream.on('error', () => undefined)
    calls.push({ path: headers[':path'] ?? '', headers, body: await bodyOf(stream) })
    heard()
    if (state.answer === 'silence') return
    stream.respond({ ':status': state.answer.status })
    stream.end(state.answer.body === undefined ? '' : JSON.stringify(state.answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const clock = new ManualClock(startMs)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const apns = new Apns({ clock, url, sandboxUrl: `${url}/sandbox-is-elsewhere` })
  onTestFinished(() => {
    apns.close()
    for (const session of sessions) session.destroy()
    server.close()
  })
  const request = {
    ...requestOf('APNS', credentialsOf('APNS', attributesOf.APNS)),
    notification: {
      payload: '{"aps":{"alert":"Hi"}}',
      pushType: 'alert',
      ttl: { seconds: 1, untilMs: 99_500 },
    },
  }
  return {
    calls,
    sessions,
    state,
    clock,
    send: (signal = never) => apns.send(request, signal),
    /** Resolves when a request has come. */
    nextCall: () =>
      new Promise<void>((resolve) => {
        heard = resolve
      }),
  }
}

test('APNs is called over one connection of HTTP/2, with a token that the key has signed', async () => {
  const { send, calls, sessions, clock } = await startApns()
  expect(await Promise.all([send(), send()])).toEqual([{ kind: 'sent' }, { kind: 'sent' }])
  expect(sessions).toHaveLength(1)
  expect(calls[0]).toMatchObject({
    path: '/3/device/ab12',
    headers: {
      ':method': 'POST',
      'apns-topic': 'org.example.app',
      'apns-push-type': 'alert',
      'apns-expiration': '99',
      'apns-id': 'm-1',
    },
    body: '{"aps":{"alert":"Hi"}}',
  })
  const tokenOf = (call: Call | undefined) => call?.headers.authorization?.replace('bearer ', '') ?? ''
  expect(claimsOf(tokenOf(calls[0]), apnsKeys.publicKey)).toEqual({
    alg: 'ES256',
    typ: 'JWT',
    kid: 'ABCDE12345',
    iss: 'TEAM123456',
    iat: startMs / 1000,
  })
  clock.advance(48 * 60_000)
  await send()
  expect(tokenOf(calls[2])).toBe(tokenOf(calls[0]))
  clock.advance(60_000)
  await send()
  expect(tokenOf(calls[3])).not.toBe(tokenOf(calls[0]))
})

test('what APNs says is about the token, the credentials, the message, or for later', async () => {
  const { send, state } = await startApns()
  const cases: [status: number, reason: string, kind: string][] = [
    [410, 'Unregistered', 'token-invalid'],
    [400, 'BadDeviceToken', 'token-invalid'],
    [400, 'DeviceTokenNotForTopic', 'token-invalid'],
    [400, 'BadTopic', 'refused'],
    [413, 'PayloadTooLarge', 'refused'],
    [403, 'ExpiredProviderToken', 'retry'],
    [403, 'InvalidProviderToken', 'credentials-invalid'],
    [429, 'TooManyRequests', 'retry'],
    [503, 'ServiceUnavailable', 'retry'],
  ]
  for (const [status, reason, kind] of cases) {
    state.answer = { status, body: { reason } }
    expect(await send(), reason).toMatchObject({ kind })
  }
})

test('a connection that APNs closes is opened anew, and one that says nothing is given up after 10 seconds', async () => {
  const { send, state, sessions, clock, nextCall } = await startApns()
  await send()
  state.answer = 'silence'
  const first = nextCall()
  const cut = send()
  await first
  sessions[0]!.destroy()
  expect(await cut).toMatchObject({ kind: 'retry' })
  const second = nextCall()
  const late = send()
  await second
  clock.advance(10_000)
  expect(await late).toEqual({ kind: 'retry', reason: 'no whole answer within 10000 ms' })
  const third = nextCall()
  const giveUp = new AbortController()
  const abandoned = send(giveUp.signal)
  await third
  giveUp.abort()
  expect(await abandoned).toEqual({ kind: 'retry', reason: 'the attempt was given up' })
  state.answer = { status: 200 }
  expect(await send()).toEqual({ kind: 'sent' })
})
