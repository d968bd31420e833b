import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { firehose } from '../../src/cli/firehose/firehose.ts'
import { type Status, statusTable } from '../../src/cli/firehose/status-table.ts'
import { createServer } from '../../src/index.ts'
import { bucket } from '../api/firehose/firehose-server.ts'
import { millrace } from './command.ts'

/** A server with a delivery stream that has a record in memory, in one region, and an empty one in another. */
async function startServer() {
  const server = await createServer()
  onTestFinished(() => server.close())
  const call = async (operation: string, input: object, region = 'us-east-1') => {
    const answer = await fetch(server.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `Firehose_20150804.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=key/20260102/${region}/firehose/aws4_request, SignedHeaders=host, Signature=00`,
      },
      body: JSON.stringify(input),
    })
    expect(answer.status, await answer.text()).toBe(200)
  }
  const create = (DeliveryStreamName: string, region?: string) =>
    call('CreateDeliveryStream', { DeliveryStreamName, ExtendedS3DestinationConfiguration: bucket }, region)
  await create('orders')
  await create('empty', 'eu-west-1')
  await call('PutRecord', { DeliveryStreamName: 'orders', Record: { Data: 'YWJj' } })
  await vi.waitFor(async () => {
    const status = await (await fetch(`${server.url}/_millrace/firehose`)).json()
    expect(status).toMatchObject({ deliveryStreams: [{ buffer: { records: 1 } }, {}] })
  })
  return server.url
}

test('millrace firehose status shows how far the delivery streams of a server have come', async () => {
  const url = await startServer()
  const absent = { message: 'there is no delivery stream absent on this server' }
  await expect(firehose(['status', '--endpoint', url, '--name', 'absent'])).rejects.toMatchObject(absent)
  const [table, json] = await Promise.all([
    millrace(['firehose', 'status', '--endpoint', url]),
    millrace(['firehose', 'status', '--endpoint', url, '--json', '--name', 'orders']),
  ])
  expect(table).toMatchObject({ status: 0, stderr: '' })
  expect(table.stdout.split('\n')).toEqual([
    expect.stringMatching(/^NAME +SOURCE +DESTINATION +POSITION +LAG +BUFFER +LAST ERROR$/),
    expect.stringMatching(
      /^000000000000\/eu-west-1\/empty +DirectPut +ExtendedS3 +- +0 records, 0 s +0 B of 5 MiB, 300 s +-$/,
    ),
    expect.stringMatching(
      /^000000000000\/us-east-1\/orders +DirectPut +ExtendedS3 +- +1 record, \d+ s +3 B of 5 MiB, 300 s +-$/,
    ),
    '',
  ])
  expect(JSON.parse(json.stdout)).toEqual({
    deliveryStreams: [
      {
        account: '000000000000',
        region: 'us-east-1',
        name: 'orders',
        status: 'ACTIVE',
        source: 'DirectPut',
        destination: 'ExtendedS3',
        positions: {},
        lag: { records: 1, seconds: expect.any(Number) },
        buffer: { records: 1, bytes: 3, sizeBytes: 5 * 1024 ** 2, intervalSeconds: 300 },
        deliveredRecords: 0,
        failedRecords: 0,
        lastDelivery: null,
        lastError: null,
      },
    ],
  })
})

test('millrace firehose status says why it cannot tell, in one line', async () => {
  const other = createHttpServer((_request, response) => response.end('<html></html>'))
  await once(other.listen(0, '127.0.0.1'), 'listening')
  const { port } = other.address() as AddressInfo
  const endpoint = ['--endpoint', `http://127.0.0.1:${port}`]
  const unlike = `what answers at http://127.0.0.1:${port} is no Millrace, or one too old to tell this`
  await expect(firehose(['status', ...endpoint])).rejects.toMatchObject({ message: unlike })
  other.closeAllConnections()
  await once(other.close(), 'close')
  const cases: [args: string[], message: string | RegExp][] = [
    [['status', ...endpoint], /^connect ECONNREFUSED 127\.0\.0\.1:\d+$/],
    [
      ['status', '--endpoint', 'aws'],
      '--endpoint: must be a Millrace: AWS does not tell how far its delivery streams have come',
    ],
    [['list'], 'firehose: takes a command: status; see millrace firehose status --help'],
    [[], 'firehose: takes a command: status; see millrace firehose status --help'],
    [['status', 'a'], 'firehose status: takes no operand; see millrace firehose status --help'],
  ]
  for (const [args, message] of cases) await expect(firehose(args)).rejects.toThrow(message)
})

const clicks: Status = {
  account: '000000000000',
  region: 'us-east-1',
  name: 'clicks',
  status: 'ACTIVE',
  source: 'KinesisStreamAsSource',
  destination: 'Splunk',
  positions: { 'shardId-000000000010': '7', 'shardId-000000000009': '12' },
  lag: { records: null, seconds: 61.4 },
  buffer: { records: 9, bytes: 1_600_000, sizeBytes: 1024 ** 2, intervalSeconds: 0 },
  deliveredRecords: 1,
  failedRecords: 0,
  lastDelivery: null,
  lastError: { at: '2026-01-02T03:04:05.000Z', code: 'C', message: 'a\u001b[31m\nb' },
}

test('statusTable has a line for each partition when asked to, and no control characters of others', () => {
  expect(statusTable([clicks], true).split('\n')).toEqual([
    'NAME    SOURCE                 DESTINATION  POSITION      LAG   BUFFER                 LAST ERROR',
    'clicks  KinesisStreamAsSource  Splunk       2 partitions  61 s  1.5 MiB of 1 MiB, 0 s  2026-01-02T03:04:05.000Z a [31m b',
    '  shardId-000000000009  12',
    '  shardId-000000000010  7',
  ])
  expect(statusTable([], false)).toBe('There are no delivery streams.')
})
