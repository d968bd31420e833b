import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { Api } from '../../src/api/index.ts'
import { http2Request, http2Session } from './http2-client.ts'
import { RawClient } from './raw-client.ts'
import { echo, startTestServer } from './start.ts'

/** An API that answers when it is told to. */
function gate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  const api: Api = async (request) => {
    arrive()
    await opened
    return await echo(request)
  }
  return { api, arrived, open }
}

test('close ends idle connections of every kind at once', async () => {
  await using server = await startTestServer()
  using silent = await RawClient.connect(server.port)
  using idle = await RawClient.connect(server.port)
  await idle.send('GET /idle HTTP/1.1\r\nHost: x\r\n\r\n').until('/idle')
  await using session = await http2Session(`http://127.0.0.1:${server.port}`)
  await using secure = await http2Session(`https://127.0.0.1:${server.port}`, { rejectUnauthorized: false })
  await http2Request(session, {})
  await http2Request(secure, {})
  await server.close()
  await Promise.all([silent.untilClosed(), idle.untilClosed()])
  expect(session.closed && secure.closed).toBe(true)
})

test('close lets requests under way come to their end, over both protocols', async () => {
  const { api, arrived, open } = gate()
  await using server = await startTestServer({ api })
  using client = await RawClient.connect(server.port)
  client.send('GET /one HTTP/1.1\r\nHost: x\r\n\r\n')
  await arrived
  await using session = await http2Session(`http://127.0.0.1:${server.port}`)
  const two = http2Request(session, { ':path': '/two' })
  await new Promise((resolve) => session.ping(resolve))

  const closed = server.close()
  open()
  expect((await two).body).toContain('/two')
  expect(await client.untilClosed()).toMatch(/^HTTP\/1\.1 200 OK.*\/one/s)
  await closed
})

test('close takes no new connections', async () => {
  const { api, arrived, open } = gate()
  const paths: string[] = []
  const noting: Api = (request) => {
    paths.push(request.path)
    return api(request)
  }
  await using server = await startTestServer({ api: noting })
  const under = fetch(`http://127.0.0.1:${server.port}/before`)
  await arrived
  const closed = server.close()
  // Refused, but for a stranger who has got the port meanwhile: whoever answers, it is not this server.
  await fetch(`http://127.0.0.1:${server.port}/after`, { signal: AbortSignal.timeout(2_000) }).catch(
    () => undefined,
  )
  open()
  await under
  await closed
  expect(paths).toEqual(['/before'])
})

test('close cuts off what does not come to its end in time', async () => {
  const { api, arrived } = gate()
  await using server = await startTestServer({ api, limits: { drainMs: 30 } })
  using client = await RawClient.connect(server.port)
  client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await arrived
  await server.close()
  expect(await client.untilClosed()).toBe('')
})

test('close tells requests that wait, by their signal, to come to their end', async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  const api: Api = async ({ signal }) => {
    arrive()
    await once(signal, 'abort')
    return { status: 200, headers: {}, body: Buffer.from('enough waited') }
  }
  await using server = await startTestServer({ api })
  using client = await RawClient.connect(server.port)
  client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await arrived
  await server.close()
  expect(await client.untilClosed()).toContain('enough waited')
})

test('a port in use, and an address of nobody, are coded errors', async () => {
  await using server = await startTestServer()
  await expect(startTestServer({ port: server.port })).rejects.toMatchObject({ code: 'HTTP_PORT_IN_USE' })
  await expect(startTestServer({ host: '192.0.2.1' })).rejects.toMatchObject({
    code: 'HTTP_ADDRESS_UNAVAILABLE',
  })
})
