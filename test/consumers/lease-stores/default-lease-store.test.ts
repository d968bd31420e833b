import { createServer as createHttpServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { expect, onTestFinished, test, vi } from 'vitest'
import { DynamoLeaseStore } from '../../../src/consumers/dynamodb/index.ts'
import { ServerLeaseStore } from '../../../src/consumers/index.ts'
import { defaultLeaseStore } from '../../../src/consumers/lease-stores/default-lease-store.ts'
import { createServer } from '../../../src/index.ts'
import { startDynamo } from '../dynamodb/start-dynamo.ts'
import { aLease } from '../leases/a-lease.ts'

const common = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }

function clientOf(config: KinesisClientConfig): KinesisClient {
  const client = new KinesisClient({ ...common, ...config })
  onTestFinished(() => client.destroy())
  return client
}

async function isDynamo(client: KinesisClient): Promise<boolean> {
  const { store, close } = await defaultLeaseStore(client, 'billing')
  close()
  return store instanceof DynamoLeaseStore
}

/** Another server of the protocol, which answers so. @returns its address */
async function otherServer(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const overHttp1 = new NodeHttpHandler()

test('this server keeps the leases itself', async () => {
  const server = await createServer()
  onTestFinished(() => server.close())
  const { store } = await defaultLeaseStore(clientOf({ endpoint: server.url }), 'billing')
  expect(store).toBeInstanceOf(ServerLeaseStore)
  expect(await store.list()).toEqual([])
})

test('the environment may say where this server is', async () => {
  const server = await createServer()
  onTestFinished(() => server.close())
  vi.stubEnv('AWS_ENDPOINT_URL_KINESIS', server.url)
  onTestFinished(() => void vi.unstubAllEnvs())
  const { store } = await defaultLeaseStore(clientOf({}), 'billing')
  expect(store).toBeInstanceOf(ServerLeaseStore)
})

test.each([
  ['AWS’s endpoint by default', {}],
  ['an endpoint of AWS that was set', { endpoint: 'https://vpce-1.kinesis.us-east-1.vpce.amazonaws.com' }],
  ['a dual-stack endpoint of AWS', { endpoint: 'https://kinesis.us-east-1.api.aws' }],
])('%s is not asked', async (_, config) => {
  let asked = 0
  const requestHandler = {
    handle: async () => {
      asked++
      throw new Error('nothing may be sent')
    },
  }
  const client = clientOf({ ...config, requestHandler: requestHandler as never })
  expect(await isDynamo(client)).toBe(true)
  expect(asked).toBe(0)
})

test.each([
  ['an unknown operation', 400, '{"__type":"UnknownOperationException"}'],
  ['an unknown operation, in XML', 404, '<UnknownOperationException/>\n'],
  ['an operation that it does not have', 501, '{"__type":"InternalFailure"}'],
  ['a page', 200, '<html></html>'],
  ['the answer to something else', 200, '{}'],
])('a server that answers with %s keeps no leases', async (_, status, body) => {
  const endpoint = await otherServer((_request, response) => response.writeHead(status).end(body))
  const client = clientOf({ endpoint, requestHandler: overHttp1 })
  expect(await isDynamo(client)).toBe(true)
})

test.each([403, 503])(
  'a server that answers %i may keep leases: nothing else is taken for them',
  async (status) => {
    const endpoint = await otherServer((_request, response) =>
      response.writeHead(status).end('{"__type":"AccessDeniedException","message":"not now"}'),
    )
    const client = clientOf({ endpoint, requestHandler: overHttp1, maxAttempts: 1 })
    const asked = defaultLeaseStore(client, 'billing')
    await expect(asked).rejects.toMatchObject({ $metadata: { httpStatusCode: status } })
  },
)

test('a consumer on another server has its leases in DynamoDB, in the region and by the credentials of its client', async () => {
  const dynamo = await startDynamo()
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', dynamo.endpoint)
  onTestFinished(() => void vi.unstubAllEnvs())
  const endpoint = await otherServer((_request, response) => response.writeHead(404).end())
  const client = clientOf({ endpoint, requestHandler: overHttp1 })
  const { store, close } = await defaultLeaseStore(client, 'billing')
  onTestFinished(close)
  await store.open()
  expect(await store.create(aLease())).toBe(true)
  const same = new DynamoLeaseStore({ client: dynamo.client(), table: 'billing' })
  expect(await same.list()).toEqual([aLease()])
})
