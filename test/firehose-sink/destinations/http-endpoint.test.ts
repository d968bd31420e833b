import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { httpEndpoint } from '../../../src/firehose-sink/destinations/http-endpoint/http-endpoint-kind.ts'
import type { HttpEndpointDestinationConfiguration } from '../../../src/firehose-sink/shapes.ts'
import { ContractEndpoint } from './contract-endpoint.ts'
import { bodyOf, DestinationWorld, deliveryOf, failureBucket, label, recordsOf } from './destination-world.ts'

let world = new DestinationWorld()
afterEach(async () => {
  await world.close()
  world = new DestinationWorld()
})

const configOf = (url: string, changes: Partial<HttpEndpointDestinationConfiguration> = {}) =>
  httpEndpoint.complete({ EndpointConfiguration: { Url: url }, S3Configuration: failureBucket, ...changes })

/** The destination with its endpoint at a server of the test's. */
async function openAt(url: string, changes: Partial<HttpEndpointDestinationConfiguration> = {}) {
  const config = configOf('https://endpoint.example/path', changes)
  return httpEndpoint.open(config, label, world.ports({ 'https://endpoint.example': url }))
}

/** Endpoints and keys as the services publish them. */
const services = [
  ['Datadog', 'https://aws-kinesis-http-intake.logs.datadoghq.com/v1/input', 'api-key', true],
  ['New Relic', 'https://aws-api.newrelic.com/firehose/v1', 'license-key', true],
  [
    'MongoDB',
    'https://webhooks.mongodb-realm.com/api/client/v2.0/app/a/service/b/incoming_webhook/c',
    'k',
    false,
  ],
  ['Dynatrace', 'https://abc.live.dynatrace.com/api/v2/logs/ingest/aws_firehose', 'dt0c01.token', true],
  [
    'Sumo Logic',
    'https://endpoint4.collection.sumologic.com/receiver/v1/kinesis/log/ZaVnC4dhaV',
    undefined,
    false,
  ],
  ['Splunk', 'https://prd-p-abc.splunkcloud.com/services/collector?source=firehose', 'hec-token', true],
] as const

test.each(services)('HttpEndpoint keeps the contract of %s', async (_, url, accessKey, gzip) => {
  const { origin, pathname, search } = new URL(url)
  const endpoint = new ContractEndpoint({ path: pathname + search, accessKey, gzip })
  const config = configOf(url, {
    EndpointConfiguration: { Url: url, ...(accessKey !== undefined && { AccessKey: accessKey }) },
    RequestConfiguration: {
      ContentEncoding: gzip ? 'GZIP' : 'NONE',
      CommonAttributes: [
        { AttributeName: 'stage', AttributeValue: 'prod' },
        { AttributeName: 'größe', AttributeValue: '' },
      ],
    },
  })
  const ports = world.ports({ [origin]: await world.serve(endpoint.handle) })
  const destination = httpEndpoint.open(config, label, ports)
  const records = recordsOf('hello', '', '{"a":"ü"}', 'x'.repeat(100_000))
  expect(await destination.deliver(deliveryOf(records))).toEqual([])
  expect(endpoint.breaches).toEqual([])
  expect(endpoint.requests).toMatchObject([
    {
      texts: records.map(({ data }) => data.toString()),
      attributes: { commonAttributes: { stage: 'prod', größe: '' } },
    },
  ])
})

test('HttpEndpoint sends a delivery by the same id on every attempt, and another delivery by another', async () => {
  const endpoint = new ContractEndpoint({ path: '/path', accessKey: undefined, gzip: false })
  const destination = await openAt(await world.serve(endpoint.handle))
  const records = recordsOf('a', 'b')
  await destination.deliver(deliveryOf(records))
  await destination.deliver(deliveryOf(records, { attempt: 2 }))
  await destination.deliver(deliveryOf(records, { id: 'another' }))
  const [first, second, third] = endpoint.requests.map(({ requestId }) => requestId)
  expect(second).toBe(first)
  expect(third).not.toBe(first)
})

test('HttpEndpoint sends more than 10,000 records in several requests, in order, and stops at one that fails', async () => {
  const seen: string[] = []
  let failing = true
  const url = await world.serve(async (request, response) => {
    const { requestId, records } = JSON.parse((await bodyOf(request)).toString())
    seen.push(`${requestId} ${records.length}`)
    if (failing && seen.length === 2) response.statusCode = 500
    response.end(JSON.stringify({ requestId, timestamp: 1 }))
  })
  const destination = await openAt(url)
  const records = recordsOf(...Array.from({ length: 20_001 }, (_, i) => String(i)))
  const failed = await destination.deliver(deliveryOf(records))
  expect(failed).toHaveLength(10_001)
  expect(failed[0]).toMatchObject({
    index: 10_000,
    code: 'HttpEndpoint.DestinationException',
    retryable: true,
  })
  failing = false
  const left = failed.map(({ index }) => records[index]!)
  expect(await destination.deliver(deliveryOf(left, { attempt: 2 }))).toEqual([])
  expect(seen.map((line) => line.split(' ')[1])).toEqual(['10000', '10000', '10000', '1'])
  expect(seen[2]).toBe(seen[1])
})

const answers: [string, (response: ServerResponse, requestId: string) => void, string, boolean][] = [
  ['500', (response) => response.writeHead(500).end('no'), 'HttpEndpoint.DestinationException', true],
  ['403', (response) => response.writeHead(403).end('no'), 'HttpEndpoint.DestinationException', true],
  ['413', (response) => response.writeHead(413).end('no'), 'HttpEndpoint.DestinationException', false],
  [
    '202 with its id',
    (response, id) => response.writeHead(202).end(`{"requestId":"${id}"}`),
    'HttpEndpoint.DestinationException',
    true,
  ],
  [
    'a redirect',
    (response) => response.writeHead(307, { location: '/' }).end(),
    'HttpEndpoint.DestinationException',
    true,
  ],
  [
    '200 with another id',
    (response) => response.end('{"requestId":"x"}'),
    'HttpEndpoint.InvalidResponseFromDestination',
    true,
  ],
  ['200 with null', (response) => response.end('null'), 'HttpEndpoint.InvalidResponseFromDestination', true],
  [
    '200 without JSON',
    (response) => response.end('<ok>'),
    'HttpEndpoint.InvalidResponseFromDestination',
    true,
  ],
  [
    '2 MiB',
    (response) => response.end(Buffer.alloc(2 * 1024 * 1024)),
    'HttpEndpoint.ResponseTooLarge',
    false,
  ],
  ['nothing, and closes', (response) => response.destroy(), 'HttpEndpoint.ConnectionFailed', true],
]

test.each(answers)(
  'HttpEndpoint confirms no record when the answer is %s',
  async (_, answer, code, retryable) => {
    const url = await world.serve(async (request, response) => {
      await bodyOf(request)
      answer(response, String(request.headers['x-amz-firehose-request-id']))
    })
    const failed = await (await openAt(url)).deliver(deliveryOf(recordsOf('a', 'b')))
    expect(failed).toMatchObject([
      { index: 0, code, retryable },
      { index: 1, code, retryable },
    ])
  },
)

test('HttpEndpoint waits three minutes for an answer, and gives up at once when the attempt is over', async () => {
  let arrive: () => void = () => undefined
  const url = await world.serve(() => arrive())
  const destination = await openAt(url)
  const arrival = () => new Promise<void>((resolve) => (arrive = resolve))
  let arrived = arrival()
  const slow = destination.deliver(deliveryOf(recordsOf('a')))
  await arrived
  world.httpClock.advance(180_000)
  expect(await slow).toMatchObject([{ code: 'HttpEndpoint.RequestTimeout', retryable: true }])

  arrived = arrival()
  const stop = new AbortController()
  const stopped = destination.deliver(deliveryOf(recordsOf('a'), { signal: stop.signal }))
  await arrived
  stop.abort()
  await expect(stopped).rejects.toMatchObject({ code: 'FIREHOSE_DELIVERY_FAILED' })
})
