import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { MemoryFileSystem, readWhole, silentLogger, systemClock, systemRandom } from '../../src/base/index.ts'
import { fromFlags, readOptions, type Server, startServer } from '../../src/server/index.ts'
import { type SmtpReceiver, startSmtpReceiver } from '../sns-layer/mail/smtp-receiver.ts'
import { attributesOf } from '../sns-layer/push/open-test-push.ts'

/* Subscribers of a whole server that are people: by mail, by text message, by a push service that has a stand-in here. */

/** The first envelope waits for the key of its signature, which takes a busy machine a second or two. */
const patiently = { interval: 5, timeout: 10_000 }

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(flags: Record<string, string> = {}, files = new MemoryFileSystem()) {
  const options = readOptions([fromFlags({ port: '0', data: ':memory:', ...flags })])
  const ports = { files, clock: systemClock, random: systemRandom, logger: silentLogger }
  const server = await startServer(options, ports)
  closing.push(() => server.close())
  return { server, files, call: caller(server) }
}

function caller(server: Server) {
  return async (action: string, parameters: Record<string, string>): Promise<string> => {
    const body = new URLSearchParams({ Action: action, Version: '2010-03-31', ...parameters })
    const answer = await fetch(server.url, { method: 'POST', body })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(text)
    return text
  }
}

const between = (text: string, tag: string) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? ''

const makeTopic = async (call: ReturnType<typeof caller>, name = 'orders') =>
  between(await call('CreateTopic', { Name: name }), 'TopicArn')

/** A mail server, and this server in front of it. */
async function startWithMail() {
  const receiver = await startSmtpReceiver()
  closing.push(() => receiver.close())
  const started = await start({ smtp: receiver.url, 'mail-from': 'topics@example.com' })
  return { ...started, receiver, TopicArn: await makeTopic(started.call) }
}

const mailOf = (receiver: SmtpReceiver, index: number) =>
  expect.poll(() => receiver.mails[index]?.text, patiently)

test('a mailbox is asked, confirms by the link, gets what is published, and hears of the end', async () => {
  const { call, receiver, TopicArn } = await startWithMail()
  const request = { TopicArn, Protocol: 'email', Endpoint: 'reader@example.org' }
  const pending = between(await call('Subscribe', request), 'SubscriptionArn')
  expect(pending).toBe('pending confirmation')
  await mailOf(receiver, 0).toContain(TopicArn)
  expect(receiver.mails[0]).toMatchObject({ from: 'topics@example.com', to: ['reader@example.org'] })
  const link = /^http:.*Action=ConfirmSubscription.*$/m.exec(receiver.mails[0]!.text)![0]
  const SubscriptionArn = between(await (await fetch(link)).text(), 'SubscriptionArn')
  await call('Publish', { TopicArn, Subject: 'Order 7', Message: 'is on its way' })
  await mailOf(receiver, 1).toMatch(/^is on its way\n/)
  expect(receiver.mails[1]!.headers.get('subject')).toBe('Order 7')
  const leave = /^http:.*Action=Unsubscribe.*$/m.exec(receiver.mails[1]!.text)![0]
  expect(leave).toContain(SubscriptionArn)
  expect((await fetch(leave)).status).toBe(200)
  await mailOf(receiver, 2).toContain('has ended')
  expect(await call('ListSubscriptionsByTopic', { TopicArn })).not.toContain(SubscriptionArn)
})

test('a program that reads mails gets the JSON that it would get by HTTP', async () => {
  const { call, receiver, TopicArn } = await startWithMail()
  await call('Subscribe', { TopicArn, Protocol: 'email-json', Endpoint: 'program@example.org' })
  await mailOf(receiver, 0).toContain('"SubscriptionConfirmation"')
  const { SubscribeURL } = JSON.parse(receiver.mails[0]!.text) as { SubscribeURL: string }
  await fetch(SubscribeURL)
  await call('Publish', { TopicArn, Message: 'hello' })
  await mailOf(receiver, 1).toContain('"Notification"')
  expect(JSON.parse(receiver.mails[1]!.text)).toMatchObject({ TopicArn, Message: 'hello' })
})

test('without a mail server a mailbox cannot be subscribed, and the refusal names the option', async () => {
  const { call } = await start()
  const TopicArn = await makeTopic(call)
  for (const Protocol of ['email', 'email-json']) {
    const request = { TopicArn, Protocol, Endpoint: 'reader@example.org' }
    await expect(call('Subscribe', request)).rejects.toThrow(/<Code>InvalidParameter<[\s\S]*--smtp/)
  }
  expect(await call('ListSubscriptions', {})).not.toContain('reader@example.org')
})

test('a phone gets what is published to its topic as a text message', async () => {
  const { call, server, files } = await start()
  const TopicArn = await makeTopic(call)
  const request = { TopicArn, Protocol: 'sms', Endpoint: '+12065550100' }
  expect(between(await call('Subscribe', request), 'SubscriptionArn')).toContain(TopicArn)
  const published = await call('Publish', { TopicArn, Message: 'hello' })
  const delivered = async () => (await fetch(`${server.url}/metrics`)).text()
  await expect.poll(delivered, patiently).toMatch(/notifications_delivered\S* 1\n/i)
  expect(await outboxOf(files)).toMatchObject([
    {
      topicArn: TopicArn,
      messageId: between(published, 'MessageId'),
      phoneNumber: '+12065550100',
      message: 'hello',
    },
  ])
})

test('an endpoint of an application gets what is published to its topic', async () => {
  const service = await startPushService()
  const { call } = await start({ 'fcm-url': service.url, 'fcm-token-url': `${service.url}/token` })
  const TopicArn = await makeTopic(call)
  const EndpointArn = await makeEndpoint(call, {})
  const request = { TopicArn, Protocol: 'application', Endpoint: EndpointArn }
  expect(between(await call('Subscribe', request), 'SubscriptionArn')).toContain(TopicArn)
  await call('Publish', { TopicArn, Message: 'hello' })
  await expect.poll(service.messages, patiently).toHaveLength(1)
  expect(JSON.parse(service.messages()[0]!)).toMatchObject({ message: { token: 'token-1' } })
  expect(service.messages()[0]).toContain('hello')
})

test('what a push service says while the server closes is kept, and its event published', async () => {
  const service = await startPushService()
  const flags = { 'fcm-url': service.url, 'fcm-token-url': `${service.url}/token` }
  const { call, server, files } = await start(flags)
  const TopicArn = await makeTopic(call)
  const events = await makeTopic(call, 'events')
  await call('CreateQueue', { QueueName: 'events', Version: '2012-11-05' })
  await call('Subscribe', {
    TopicArn: events,
    Protocol: 'sqs',
    Endpoint: 'arn:aws:sqs:us-east-1:000000000000:events',
  })
  const EndpointArn = await makeEndpoint(call, { EventDeliveryFailure: events })
  await call('Subscribe', { TopicArn, Protocol: 'application', Endpoint: EndpointArn })
  const answer = service.hold('{"error":{"details":[{"errorCode":"UNREGISTERED"}]}}', 404)
  await call('Publish', { TopicArn, Message: 'hello' })
  await expect.poll(service.messages, patiently).toHaveLength(1)
  const closed = server.close()
  // What is behind HTTP closes now.
  const answers = () => fetch(server.url).then(Boolean, () => false)
  await expect.poll(answers, patiently).toBe(false)
  answer()
  await closed
  const again = await start(flags, files)
  expect(await again.call('GetEndpointAttributes', { EndpointArn })).toContain('<value>false</value>')
  const QueueUrl = `${again.server.url}/000000000000/events`
  const received = await again.call('ReceiveMessage', { QueueUrl, Version: '2012-11-05' })
  expect(received).toContain('InvalidPlatformToken')
})

/** A platform application with one endpoint. @returns the endpoint's ARN */
async function makeEndpoint(call: ReturnType<typeof caller>, events: Record<string, string>) {
  const attributes = { PlatformCredential: attributesOf.GCM.PlatformCredential, ...events }
  const made = await call('CreatePlatformApplication', {
    Name: 'app',
    Platform: 'GCM',
    ...entriesOf(attributes),
  })
  const PlatformApplicationArn = between(made, 'PlatformApplicationArn')
  return between(
    await call('CreatePlatformEndpoint', { PlatformApplicationArn, Token: 'token-1' }),
    'EndpointArn',
  )
}

/** Attributes as parameters. */
function entriesOf(attributes: Record<string, string>): Record<string, string> {
  const entries = Object.entries(attributes).flatMap(([name, value], i) => [
    [`Attributes.entry.${i + 1}.key`, name],
    [`Attributes.entry.${i + 1}.value`, value],
  ])
  return Object.fromEntries(entries)
}

async function outboxOf(files: MemoryFileSystem): Promise<object[]> {
  const text = (await readWhole(files, '/memory/sms/outbox.jsonl')).toString()
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
}

/** Google's access tokens and messages. */
async function startPushService() {
  const messages: string[] = []
  let answer = { status: 200, body: '{"name":"1"}', held: Promise.resolve() }
  const server = createHttp(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    if (request.url === '/token') {
      response.writeHead(200).end('{"access_token":"access-1","expires_in":3600}')
      return
    }
    messages.push(body)
    await answer.held
    response.writeHead(answer.status).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages: () => messages,
    /** @returns what lets the answers go */
    hold(body: string, status: number): () => void {
      const { promise: held, resolve } = Promise.withResolvers<void>()
      answer = { status, body, held }
      return resolve
    },
  }
}
