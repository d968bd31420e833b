/* The leases of a whole server, over a socket and through a restart. */
import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis'
import { expect, onTestFinished, test } from 'vitest'
import { type Lease, ServerLeaseStore } from '../../src/consumers/index.ts'
import { createServer } from '../../src/index.ts'
import { scratchFolder } from '../cli/command.ts'
import { aLease } from '../consumers/leases/a-lease.ts'

async function start(data = ':memory:') {
  const server = await createServer({ data })
  const clients: KinesisClient[] = []
  const clientOf = (account: string, region: string) => {
    const credentials = { accessKeyId: account, secretAccessKey: 'any' }
    const client = new KinesisClient({ endpoint: server.url, region, credentials, maxAttempts: 1 })
    clients.push(client)
    return client
  }
  const stop = async () => {
    for (const client of clients) client.destroy()
    await server.close()
  }
  onTestFinished(stop)
  return { server, clientOf, stop }
}

const account = '000000000000'

test('leases are there after a restart, as they were answered', async () => {
  using folder = scratchFolder()
  const first = await start(folder.path)
  const store = new ServerLeaseStore(first.clientOf(account, 'us-east-1'), 'billing')
  for (let i = 0; i < 3; i++) await store.create(aLease({ key: `shardId-${i}` }))
  const taken = aLease({ key: 'shardId-1', counter: 1, owner: 'a' })
  expect(await store.replace(taken, aLease({ key: 'shardId-1' }))).toBe(true)
  expect(await store.remove('shardId-2', 0)).toBe(true)
  await first.stop()
  const second = await start(folder.path)
  const again = new ServerLeaseStore(second.clientOf(account, 'us-east-1'), 'billing')
  expect(await again.list()).toEqual([aLease({ key: 'shardId-0' }), taken])
  expect(await again.replace({ ...taken, counter: 2 }, taken)).toBe(true)
})

test('accounts, regions and applications have their own leases', async () => {
  const { clientOf } = await start()
  const stores = [
    new ServerLeaseStore(clientOf(account, 'us-east-1'), 'billing'),
    new ServerLeaseStore(clientOf(account, 'us-east-1'), 'shipping'),
    new ServerLeaseStore(clientOf('111111111111', 'us-east-1'), 'billing'),
    new ServerLeaseStore(clientOf(account, 'eu-west-1'), 'billing'),
  ]
  const leases: Lease[] = stores.map((_, i) => aLease({ owner: `worker-${i}` }))
  for (const [i, store] of stores.entries()) expect(await store.create(leases[i]!)).toBe(true)
  await stores[0]!.deleteAll()
  expect(await Promise.all(stores.map((store) => store.list()))).toEqual([
    [],
    ...leases.slice(1).map((lease) => [lease]),
  ])
})

test('a name that no application can have is refused with what is wrong', async () => {
  const { clientOf } = await start()
  const store = new ServerLeaseStore(clientOf(account, 'us-east-1'), 'billing/eu')
  await expect(store.list()).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining("'applicationName' failed to satisfy constraint"),
  })
})

test('a client that has asked for leases is used for streams as before', async () => {
  const { clientOf } = await start()
  const client = clientOf(account, 'us-east-1')
  await new ServerLeaseStore(client, 'billing').list()
  expect(await client.send(new ListStreamsCommand({}))).toMatchObject({ StreamNames: [] })
})

test('the leases of each application are on /metrics', async () => {
  const { server, clientOf } = await start()
  const store = new ServerLeaseStore(clientOf(account, 'us-east-1'), 'billing')
  await store.create(aLease({ owner: 'a' }))
  await store.create(aLease({ key: 'shardId-1' }))
  await store.create(aLease())
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const labels = `{account="${account}",region="us-east-1",application="billing"}`
  expect(text).toContain(`millrace_leases${labels} 2\n`)
  expect(text).toContain(`millrace_leases_owned${labels} 1\n`)
  expect(text).toContain('millrace_lease_writes_total 2\n')
  expect(text).toContain('millrace_lease_writes_refused_total 1\n')
})
