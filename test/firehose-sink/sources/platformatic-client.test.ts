import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../../../src/base/index.ts'
import { PlatformaticClient } from '../../../src/firehose-sink/sources/kafka/platformatic-client.ts'

/* What a real Kafka answers is tested with one: `npm run test:clients -- --only kafka`. Here is what answers and is none. */

async function openAt(onConnection: (socket: Socket) => void) {
  const clock = new ManualClock()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    onConnection(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const bootstrap = { brokers: [{ host: '127.0.0.1', port }], tls: false, login: undefined }
  const client = await PlatformaticClient.open({ bootstrap, topic: 'orders' }, clock)
  onTestFinished(async () => {
    await client.close()
    for (const socket of sockets) socket.destroy()
    await once(server.close(), 'close')
  })
  return { client, clock, server }
}

test('a cluster that does not answer is given up after half a minute', async () => {
  const { client, clock, server } = await openAt(() => undefined)
  const connected = once(server, 'connection')
  const asked = client.topic()
  asked.catch(() => undefined)
  await connected
  clock.advance(30_000)
  await expect(asked).rejects.toThrow('The cluster did not answer within 30 seconds.')
})

test('what closes the connection is an error, and so is a port that nobody listens on', async () => {
  const { client } = await openAt((socket) => socket.end())
  await expect(client.topic()).rejects.toThrow('Connection closed')
  const bootstrap = { brokers: [{ host: '127.0.0.1', port: 1 }], tls: false, login: undefined }
  const absent = await PlatformaticClient.open({ bootstrap, topic: 'orders' }, new ManualClock())
  onTestFinished(() => absent.close())
  await expect(absent.offsets('latest')).rejects.toThrow('Cannot connect to any broker')
})
