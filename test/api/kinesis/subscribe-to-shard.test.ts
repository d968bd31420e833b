import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ApiRequest, type ApiResponse, createApi } from '../../../src/api/index.ts'
import { createKinesisService } from '../../../src/api/kinesis/index.ts'
import type { SubscribeToShardEvent } from '../../../src/api/kinesis/shapes.ts'
import { type Logger, silentLogger } from '../../../src/base/index.ts'
import { consumerArnOf, type StreamsOptions } from '../../../src/shards/index.ts'
import { AwsError } from '../../../src/wire/index.ts'
import { times } from '../../effort.ts'
import { openTestStreams, owner, putAll, startMs, type TestRecord } from '../../shards/open-test-streams.ts'
import { queuesOver } from '../../stream-queues/queues-over.ts'
import { cborClient } from '../../wire/cbor-client.ts'
import { requestOf, textOf } from '../kinesis-request.ts'
import { type EventMessage, messagesOf } from './event-messages.ts'

const shardId = 'shardId-000000000000'
const jsonType = 'application/x-amz-json-1.1'
const cborType = 'application/x-amz-cbor-1.1'

interface ApiOptions extends Partial<StreamsOptions> {
  readonly withoutMessages?: boolean
  readonly authorize?: (resource: string) => void
}

async function startWithConsumer({ withoutMessages, authorize, ...options }: ApiOptions = {}) {
  const logged: unknown[] = []
  const logger: Logger = { ...silentLogger, error: (fields: unknown) => void logged.push(fields) }
  const opened = await openTestStreams({ limits: 'off', ...options })
  const { streams } = opened
  const service = createKinesisService({ streams, queues: queuesOver(opened) })
  const plain = [...service.operations].map(([name, { runToMessages, ...operation }]) => {
    return [name, withoutMessages ? operation : { ...operation, runToMessages }] as const
  })
  const api = createApi({
    services: [{ ...service, operations: new Map(plain) } as typeof service],
    defaultAccount: owner.account,
    logger,
    authorize: (_caller, _action, resource) => authorize?.(resource),
  })
  await streams.control.create(owner, { name: 'orders', mode: 'PROVISIONED', shardCount: 1 })
  const consumer = await streams.consumers.register(owner, 'orders', 'reader')
  const arn = consumerArnOf(consumer)
  const subscribe = (input: object = {}, request: Partial<ApiRequest> = {}) => {
    const whole = { ConsumerARN: arn, ShardId: shardId, StartingPosition: { Type: 'TRIM_HORIZON' }, ...input }
    const isCbor = request.headers?.['content-type'] === cborType
    return api(
      requestOf(
        'SubscribeToShard',
        isCbor ? Buffer.from(cborClient.encode(whole)) : JSON.stringify(whole),
        request,
      ),
    )
  }
  return { ...opened, api, arn, logged, subscribe }
}

/** The messages of an answer that is a stream, by as many calls. */
function streamOf({ status, headers, body }: ApiResponse) {
  expect([status, headers['content-type']]).toEqual([200, 'application/vnd.amazon.eventstream'])
  if (typeof body === 'string' || Buffer.isBuffer(body) || 'parts' in body) throw new Error('no stream')
  const messages = messagesOf(body)
  return async (): Promise<EventMessage | undefined> => (await messages.next()).value ?? undefined
}

const jsonOf = ({ payload }: EventMessage) => JSON.parse(payload.toString())
const errorOf = (answer: ApiResponse) => ({ status: answer.status, ...JSON.parse(textOf(answer)) })

test('the stream begins with the initial response, and an event follows for what there is', async () => {
  const { streams, subscribe } = await startWithConsumer()
  const [answer] = await putAll(streams, 'orders', [{ key: 'k"ey', data: Buffer.from('data') }])
  const next = streamOf(await subscribe())
  expect(await next()).toEqual({
    headers: { 'message-type': 'event', 'event-type': 'initial-response', 'content-type': jsonType },
    payload: Buffer.from('{}'),
  })
  const event = (await next())!
  expect(event.headers).toEqual({
    'message-type': 'event',
    'event-type': 'SubscribeToShardEvent',
    'content-type': jsonType,
  })
  expect(jsonOf(event)).toEqual({
    Records: [
      {
        SequenceNumber: answer!.sequenceNumber,
        ApproximateArrivalTimestamp: startMs / 1000,
        Data: 'ZGF0YQ==',
        PartitionKey: 'k"ey',
      },
    ],
    ContinuationSequenceNumber: answer!.sequenceNumber,
    MillisBehindLatest: 0,
  })
})

test('a client of CBOR gets its events in CBOR', async () => {
  const { streams, subscribe } = await startWithConsumer()
  const [answer] = await putAll(streams, 'orders', [{ key: 'key', data: Buffer.from('data') }])
  const next = streamOf(await subscribe({}, { headers: { 'content-type': cborType } }))
  const first = (await next())!
  expect(first.headers['content-type']).toBe(cborType)
  expect(cborClient.decode(first.payload)).toEqual({})
  const event = (await next())!
  expect(event.headers['content-type']).toBe(cborType)
  const [record] = (cborClient.decode(event.payload) as SubscribeToShardEvent).Records
  expect(record).toMatchObject({
    SequenceNumber: answer!.sequenceNumber,
    ApproximateArrivalTimestamp: { ms: startMs },
    PartitionKey: 'key',
  })
  expect(Buffer.from(record!.Data).toString()).toBe('data')
})

test('what ends a subscription is the last message, an exception, and then the stream ends', async () => {
  const { streams, subscribe } = await startWithConsumer()
  for (const headers of [{}, { 'content-type': cborType }]) {
    const next = streamOf(await subscribe({}, { headers }))
    await next()
    const last = next()
    streamOf(await subscribe())
    const { headers: named, payload } = (await last)!
    expect(named).toMatchObject({ 'message-type': 'exception', 'exception-type': 'ResourceInUseException' })
    expect(
      named['content-type'] === cborType ? cborClient.decode(payload) : JSON.parse(String(payload)),
    ).toEqual({
      __type: 'ResourceInUseException',
      message: 'Another subscription of this consumer has taken over this shard.',
    })
    expect(await next()).toBeUndefined()
  }
  const next = streamOf(await subscribe())
  await next()
  const last = next()
  await streams.delete(owner, 'orders', { withConsumers: true })
  expect((await last)!.headers['exception-type']).toBe('ResourceNotFoundException')
})

test('a failure of the server is InternalFailureException, without what failed, which is logged', async () => {
  const { streams, store, subscribe, logged } = await startWithConsumer()
  await putAll(streams, 'orders', [{ key: 'key', data: Buffer.from('data') }])
  const next = streamOf(await subscribe())
  await next()
  store.readInPlace = () => Promise.reject(new Error('the disk is broken'))
  const { headers, payload } = (await next())!
  expect(headers['exception-type']).toBe('InternalFailureException')
  expect(payload.toString()).not.toContain('disk')
  expect(logged).toEqual([expect.objectContaining({ operation: 'SubscribeToShard', requestId: 'request-1' })])
  expect(await next()).toBeUndefined()
  expect(streams.subscriptions.activeCount).toBe(0)
})

test('the subscription ends when the caller goes, and when nobody takes its events any more', async () => {
  const { streams, subscribe } = await startWithConsumer()
  const gone = new AbortController()
  const next = streamOf(await subscribe({}, { signal: gone.signal }))
  await next()
  const waiting = next()
  gone.abort()
  expect(await waiting).toBeUndefined()
  expect(streams.subscriptions.activeCount).toBe(0)

  await putAll(streams, 'orders', [{ key: 'key', data: Buffer.from('data') }])
  const { body } = await subscribe()
  if (typeof body === 'string' || Buffer.isBuffer(body) || 'parts' in body) throw new Error('no stream')
  let seen = 0
  for await (const _ of body) if (++seen === 2) break
  expect(streams.subscriptions.activeCount).toBe(0)
})

test('what is refused is an ordinary answer, and begins no subscription', async () => {
  const { streams, subscribe, arn } = await startWithConsumer()
  const refused = async (input: object) => errorOf(await subscribe(input))
  const number = { Type: 'AT_SEQUENCE_NUMBER', SequenceNumber: '0' }
  expect(await refused({ StartingPosition: number })).toEqual({
    status: 400,
    __type: 'InvalidArgumentException',
    message:
      `StartingSequenceNumber 0 used in SubscribeToShard on shard ${shardId} in stream orders under account ` +
      '000000000000 is invalid because it did not come from this stream.',
  })
  const future = { Type: 'AT_TIMESTAMP', Timestamp: startMs / 1000 + 1 }
  expect(await refused({ StartingPosition: future })).toMatchObject({
    __type: 'InvalidArgumentException',
    message: expect.stringContaining('cannot be greater than the currentTimestampInMillis'),
  })
  expect(await refused({ StartingPosition: { Type: 'AFTER_SEQUENCE_NUMBER' } })).toMatchObject({
    message: expect.stringContaining(
      'Request specified AFTER_SEQUENCE_NUMBER and no StartingSequenceNumber.',
    ),
  })
  expect(await refused({ StartingPosition: { Type: 'AT_TIMESTAMP' } })).toMatchObject({
    message: expect.stringContaining('Request specified AT_TIMESTAMP and no Timestamp.'),
  })
  expect(await refused({ ShardId: 'shardId-000000000009' })).toEqual({
    status: 400,
    __type: 'ResourceNotFoundException',
    message: 'Shard shardId-000000000009 in stream orders under account 000000000000 does not exist',
  })
  expect(await refused({ ConsumerARN: `${arn}0` })).toMatchObject({ __type: 'ResourceNotFoundException' })
  expect(await refused({ DryRun: true })).toMatchObject({ __type: 'DryRunOperationException' })
  expect(streams.subscriptions.activeCount).toBe(0)
})

test('a second call within 5 seconds is refused, and one later is not', async () => {
  const { clock, subscribe } = await startWithConsumer({ limits: 'aws' })
  await subscribe()
  clock.advance(4999)
  expect(errorOf(await subscribe())).toEqual({
    status: 400,
    __type: 'ResourceInUseException',
    message: 'Another active subscription exists for this consumer.',
  })
  clock.advance(1)
  expect(errorOf(await subscribe({ DryRun: true })).__type).toBe('DryRunOperationException')
})

test('of two calls that come together one is refused', async () => {
  const { subscribe } = await startWithConsumer({ limits: 'aws' })
  const answers = await Promise.all([subscribe(), subscribe()])
  expect(answers.map(({ status }) => status)).toEqual([200, 400])
  expect(errorOf(answers[1])).toMatchObject({ __type: 'ResourceInUseException' })
})

test('access control is asked about the consumer before anything is done', async () => {
  const asked: string[] = []
  const { streams, subscribe, arn } = await startWithConsumer({
    authorize(resource) {
      asked.push(resource)
      throw new AwsError('AccessDeniedException', 'not you')
    },
  })
  expect(errorOf(await subscribe())).toMatchObject({ __type: 'AccessDeniedException' })
  expect(asked).toEqual([arn])
  expect(streams.subscriptions.activeCount).toBe(0)
})

const records: fc.Arbitrary<TestRecord[]> = fc.array(
  fc.record({
    key: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  }),
  { minLength: 1, maxLength: 8 },
)

test('both forms give the same messages, to the byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(records, { minLength: 1, maxLength: 4 }), async (batches) => {
      const servers = [await startWithConsumer(), await startWithConsumer({ withoutMessages: true })]
      const streamed = await Promise.all(
        servers.map(async ({ clock, streams, subscribe }) => {
          const next = streamOf(await subscribe())
          const messages = [await next()]
          for (const batch of batches) {
            await putAll(streams, 'orders', batch)
            messages.push(await next())
          }
          const heartbeat = next()
          clock.advance(5000)
          messages.push(await heartbeat)
          return messages.map((message) => [message!.headers, message!.payload.toString()])
        }),
      )
      expect(streamed[0]).toEqual(streamed[1])
    }),
    { numRuns: times(20) },
  )
})

test('where there is no room for one more stream the subscription before goes on', async () => {
  const { streams, subscribe } = await startWithConsumer()
  const next = streamOf(await subscribe())
  await next()
  const waiting = next()
  const refused = await subscribe({}, { holdStream: () => false })
  expect(errorOf(refused)).toMatchObject({ status: 503, __type: 'ServiceUnavailable' })
  expect(streams.subscriptions.activeCount).toBe(1)
  await putAll(streams, 'orders', [{ key: 'key', data: Buffer.from('data') }])
  expect(jsonOf((await waiting)!).Records).toHaveLength(1)
})

test.each([jsonType, cborType])('in %s records say that they came encrypted', async (contentType) => {
  const { streams, subscribe } = await startWithConsumer()
  await putAll(streams, 'orders', [{ key: 'key', data: Buffer.from('plain') }])
  await streams.control.change(owner, 'orders', () => ({ kmsKeyId: 'alias/key' }))
  await putAll(streams, 'orders', [{ key: 'key', data: Buffer.from('secret') }])
  const next = streamOf(await subscribe({}, { headers: { 'content-type': contentType } }))
  await next()
  const event = (await next())!
  const { Records } = contentType === cborType ? cborClient.decode(event.payload) : jsonOf(event)
  const types = Records.map(({ EncryptionType }: { EncryptionType?: string }) => EncryptionType)
  expect(types).toEqual([undefined, 'KMS'])
})
