import { SQS } from '@aws-sdk/client-sqs'
import { afterAll, expect, test } from 'vitest'
import { createServer, ManualClock } from '../../src/index.ts'
import { type QueueClient, Requester, respond } from '../../src/request-reply/index.ts'

/* Over a socket, with the AWS SDK as the client; time-outs by a clock that is moved by hand. */
const server = await createServer()
const sqs = new SQS({
  endpoint: server.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const client: QueueClient = sqs

afterAll(async () => {
  sqs.destroy()
  await server.close()
})

let worlds = 0

/** A queue for requests, with responders that serve it until the end of the test. */
async function world(handle?: (body: string) => Promise<string> | string, clock = new ManualClock()) {
  const name = `world-${worlds++}`
  const { QueueUrl: queueUrl = '' } = await sqs.createQueue({
    QueueName: name,
    Attributes: { VisibilityTimeout: '1' },
  })
  const stop = new AbortController()
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  const responding = handle && respond({ client, queueUrl, signal: stop.signal, handle, onError })
  const prefix = `${name}-replies-`
  const requester = new Requester({ client, queueUrl, replyQueuePrefix: prefix, clock, idleMs: 60_000 })
  return {
    name,
    queueUrl,
    clock,
    requester,
    errors,
    prefix,
    replyQueues: async () => (await sqs.listQueues({ QueueNamePrefix: prefix })).QueueUrls ?? [],
    async [Symbol.asyncDispose]() {
      stop.abort()
      await responding
      await requester.close()
    },
  }
}

const until = async (isTrue: () => Promise<boolean> | boolean) => {
  while (!(await isTrue())) await new Promise((resolve) => setImmediate(resolve))
}

test('each request gets its own reply, of whichever requester it is, in whatever order they come', async () => {
  await using served = await world((body) => `re: ${body}`)
  const other = new Requester({ client, queueUrl: served.queueUrl, replyQueuePrefix: served.prefix })
  const bodies = Array.from({ length: 25 }, (_, i) => `question ${i}`)
  const ask = (requester: Requester) => Promise.all(bodies.map((body) => requester.request(body)))
  const [first, second] = await Promise.all([ask(served.requester), ask(other)])
  expect(first).toEqual(bodies.map((body) => `re: ${body}`))
  expect(second).toEqual(first)
  expect(await served.replyQueues()).toHaveLength(2)
  await other.close()
  expect(await served.replyQueues()).toHaveLength(1)
})

test('an idle requester has no queue, and gets another with its next request', async () => {
  await using served = await world((body) => body)
  const { requester, clock, replyQueues } = served
  expect(await requester.request('a')).toBe('a')
  const [before] = await replyQueues()
  clock.advance(59_000)
  expect(await requester.request('b')).toBe('b')
  clock.advance(59_000)
  expect(await replyQueues()).toEqual([before])
  await until(async () => {
    clock.advance(60_000)
    return (await replyQueues()).length === 0
  })
  expect(await requester.request('c')).toBe('c')
  expect(await replyQueues()).not.toEqual([before])
})

test('a request without a reply fails in time, and what comes later is dropped', async () => {
  await using served = await world()
  const { requester, clock, queueUrl } = served
  const late = requester.request('late')
  late.catch(() => undefined)
  const { Messages = [] } = await sqs.receiveMessage({
    QueueUrl: queueUrl,
    WaitTimeSeconds: 5,
    MessageAttributeNames: ['All'],
  })
  clock.advance(30_000)
  await expect(late).rejects.toMatchObject({ code: 'REPLY_TIMED_OUT' })
  const { ReplyTo, CorrelationId } = Messages[0]?.MessageAttributes ?? {}
  const replyUrl = ReplyTo?.StringValue ?? ''
  await sqs.sendMessage({
    QueueUrl: replyUrl,
    MessageBody: 'x',
    MessageAttributes: { CorrelationId: CorrelationId! },
  })
  const next = requester.request('next')
  const answer = await sqs.receiveMessage({
    QueueUrl: queueUrl,
    WaitTimeSeconds: 5,
    MessageAttributeNames: ['All'],
  })
  const id = answer.Messages?.[0]?.MessageAttributes?.CorrelationId
  await sqs.sendMessage({ QueueUrl: replyUrl, MessageBody: 'y', MessageAttributes: { CorrelationId: id! } })
  expect(await next).toBe('y')
})

test('a request whose handler fails is served again', async () => {
  let calls = 0
  await using served = await world((body) => {
    if (++calls === 1) throw new Error('not yet')
    return `${body} at call ${calls}`
  })
  expect(await served.requester.request('done')).toBe('done at call 2')
  expect(served.errors).toEqual([new Error('not yet')])
})

test('a message that asks for no reply, or whose requester is gone, is served and deleted', async () => {
  const bodies: string[] = []
  await using served = await world((body) => {
    bodies.push(body)
    return 'served'
  })
  const { queueUrl } = served
  const gone = { ReplyTo: `${server.url}/000000000000/gone`, CorrelationId: 'a' }
  const attributes = Object.fromEntries(
    Object.entries(gone).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  )
  await sqs.sendMessage({ QueueUrl: queueUrl, MessageBody: 'no reply' })
  await sqs.sendMessage({ QueueUrl: queueUrl, MessageBody: 'gone', MessageAttributes: attributes })
  const left = async () => {
    const { Attributes } = await sqs.getQueueAttributes({ QueueUrl: queueUrl, AttributeNames: ['All'] })
    return (
      Number(Attributes?.ApproximateNumberOfMessages) +
      Number(Attributes?.ApproximateNumberOfMessagesNotVisible)
    )
  }
  await until(async () => bodies.length === 2 && (await left()) === 0)
  expect(served.errors).toEqual([])
})

test('a closed requester, and one with too many requests, refuse', async () => {
  await using served = await world()
  const { requester, queueUrl, replyQueues } = served
  const small = new Requester({ client, queueUrl, replyQueuePrefix: served.prefix, pendingMax: 1 })
  const waiting = small.request('a')
  await expect(small.request('b')).rejects.toMatchObject({ code: 'REQUESTS_OVER_LIMIT' })
  await Promise.all([small.close(), expect(waiting).rejects.toMatchObject({ code: 'REQUESTER_CLOSED' })])
  await expect(small.request('c')).rejects.toMatchObject({ code: 'REQUESTER_CLOSED' })
  await requester.close()
  expect(await replyQueues()).toEqual([])
})

test('when the reply queue is deleted by another, what waits fails, and the next request has a new one', async () => {
  await using served = await world()
  const { requester, queueUrl, replyQueues } = served
  const lost = requester.request('lost')
  lost.catch(() => undefined)
  await until(async () => (await replyQueues()).length === 1)
  await sqs.deleteQueue({ QueueUrl: (await replyQueues())[0] })
  await expect(lost).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
  await sqs.receiveMessage({ QueueUrl: queueUrl, WaitTimeSeconds: 1 })
  const next = requester.request('next')
  next.catch(() => undefined)
  await until(async () => (await replyQueues()).length === 1)
})
