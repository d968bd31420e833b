import { afterEach, expect, test } from 'vitest'
import { indexNameAt } from '../../../src/firehose-sink/destinations/opensearch/index-name.ts'
import { openSearch } from '../../../src/firehose-sink/destinations/opensearch/opensearch-kinds.ts'
import type { AmazonopensearchserviceDestinationConfiguration } from '../../../src/firehose-sink/shapes.ts'
import { BulkServer } from './bulk-server.ts'
import { DestinationWorld, deliveryOf, failureBucket, label, recordsOf } from './destination-world.ts'

let world = new DestinationWorld()
afterEach(async () => {
  await world.close()
  world = new DestinationWorld()
})

const domain = 'arn:aws:es:us-east-1:000000000000:domain/logs'

async function openAt(
  server: BulkServer,
  changes: Partial<AmazonopensearchserviceDestinationConfiguration> = {},
) {
  const url = await world.serve(server.handle)
  const config = openSearch.complete({
    RoleARN: failureBucket.RoleARN,
    DomainARN: domain,
    IndexName: 'orders',
    S3Configuration: failureBucket,
    ...changes,
  })
  return openSearch.open(config, label, world.ports({ [domain]: url.replace('//', '//me:secret@') }))
}

test('OpenSearch gets each record as a document of the day’s index, with the user of its endpoint', async () => {
  const server = new BulkServer()
  const destination = await openAt(server)
  const records = recordsOf('{"n":1}', '{\n  "n": 2,\r\n "text": "a\\nb"\n}\n')
  expect(await destination.deliver(deliveryOf(records))).toEqual([])
  expect(server.documents).toMatchObject([
    { index: 'orders-2023-11-14', source: { n: 1 } },
    { index: 'orders-2023-11-14', source: { n: 2, text: 'a\nb' } },
  ])
  expect(server.authorizations).toEqual([`Basic ${Buffer.from('me:secret').toString('base64')}`])
})

test('a record that is delivered again replaces itself, unless it has no id of its own', async () => {
  const server = new BulkServer()
  const destination = await openAt(server)
  const twins = [...recordsOf('{"n":1}'), ...recordsOf('{"n":1}')]
  for (let i = 0; i < 2; i++) await destination.deliver(deliveryOf(twins))
  for (let i = 0; i < 2; i++)
    await destination.deliver(deliveryOf([...recordsOf('{"n":1}'), ...recordsOf('{"n":1}')]))
  expect(server.documents).toHaveLength(2)
  await destination.deliver(deliveryOf(recordsOf('{"n":3}').map((record) => ({ ...record, arrivalMs: 5 }))))
  expect(server.documents).toHaveLength(3)

  const options = { DocumentIdOptions: { DefaultDocumentIdFormat: 'NO_DOCUMENT_ID' } } as const
  const without = new BulkServer()
  const plain = await openAt(without, options)
  for (let i = 0; i < 2; i++) await plain.deliver(deliveryOf(twins))
  expect(without.documents).toHaveLength(4)
})

test('what is left of equal records after an attempt keeps its id', async () => {
  const server = new BulkServer()
  const destination = await openAt(server)
  let seen = 0
  server.outcome = () => (++seen === 2 ? 429 : 201)
  const twins = [...recordsOf('{"n":1}'), ...recordsOf('{"n":1}')]
  const failed = await destination.deliver(deliveryOf(twins))
  expect(failed).toMatchObject([{ index: 1, retryable: true }])
  expect(await destination.deliver(deliveryOf([twins[1]!], { attempt: 2 }))).toEqual([])
  expect(server.documents).toHaveLength(2)
})

test('each document is confirmed, put off or refused by its own status', async () => {
  const server = new BulkServer()
  server.outcome = ({ n }) => [201, 429, 400, 503, 404][n ?? 0]!
  const destination = await openAt(server, { TypeName: 'row' })
  const records = recordsOf('{"n":0}', '{"n":1}', '{"n":2}', '{"n":3}', '{"n":4}', '', 'text', '{bad')
  const failed = await destination.deliver(deliveryOf(records))
  const outcomes = failed.map(({ index, code, retryable }) => `${index} ${code} ${retryable}`)
  expect(outcomes.sort()).toEqual([
    '1 429 true',
    '2 400 false',
    '3 503 true',
    '4 404 false',
    '5 400 false',
    '6 400 false',
    '7 400 false',
  ])
  expect(failed.find(({ index }) => index === 2)).toMatchObject({
    message: 'some_exception: no',
    details: { esIndexName: 'orders-2023-11-14', esTypeName: 'row', esDocumentId: expect.any(String) },
  })
})

test('a large buffer is several requests, and one that fails as a whole ends the attempt', async () => {
  const server = new BulkServer()
  const destination = await openAt(server)
  const large = `{"n":0,"text":"${'x'.repeat(1_000_000)}"}`
  const records = recordsOf(...Array.from({ length: 9 }, () => large))
  expect(await destination.deliver(deliveryOf(records))).toEqual([])
  expect([server.requests, server.documents.length]).toEqual([3, 9])
})

test.each([
  [503, true],
  [401, true],
  [413, false],
  [400, false],
  [200, true],
])('nothing is confirmed when a cluster answers %i and no outcomes', async (status, retryable) => {
  const url = await world.serve((_, response) => response.writeHead(status).end('{"items":[]}'))
  const config = openSearch.complete({
    RoleARN: failureBucket.RoleARN,
    ClusterEndpoint: 'https://cluster.example',
    IndexName: 'orders',
    S3Configuration: failureBucket,
  })
  const destination = openSearch.open(config, label, world.ports({ 'https://cluster.example': url }))
  const failed = await destination.deliver(deliveryOf(recordsOf('{}', '{}')))
  expect(failed).toMatchObject([{ index: 0, code: String(status), retryable }, { index: 1 }])
})

test.each([
  ['NoRotation', 'i', '2016-02-25T13:00:00Z', 'i'],
  ['OneHour', 'i', '2016-02-25T13:00:00Z', 'i-2016-02-25-13'],
  ['OneDay', 'i', '2016-02-25T13:00:00Z', 'i-2016-02-25'],
  ['OneWeek', 'i', '2016-02-25T13:00:00Z', 'i-2016-w08'],
  ['OneMonth', 'i', '2016-02-25T13:00:00Z', 'i-2016-02'],
  ['OneWeek', 'i', '2016-01-03T23:59:59Z', 'i-2015-w53'],
  ['OneWeek', 'i', '2016-01-04T00:00:00Z', 'i-2016-w01'],
  ['OneWeek', 'i', '2024-12-30T00:00:00Z', 'i-2025-w01'],
] as const)('indexNameAt: %s of %s at %s is %s', (period, name, time, expected) => {
  expect(indexNameAt(name, period, Date.parse(time))).toBe(expected)
})
