import { createServer } from 'node:https'
import { expect, test } from 'vitest'
import { MemoryFileSystem, silentLogger } from '../../src/base/index.ts'
import { ownCertificate } from '../../src/server/tls-certificate.ts'
import { ClientWorld } from './client-world.ts'

test('HttpClient asks for a certificate that it trusts', async () => {
  const world = new ClientWorld()
  const { cert, key } = await ownCertificate(new MemoryFileSystem(), '/tls', {
    nowMs: Date.now(),
    logger: silentLogger,
  })
  const url = await world.listen(
    createServer({ cert, key }, (_, response) => response.end('ok')),
    'https',
  )
  await expect(world.request(url)).rejects.toMatchObject({ code: 'HTTP_CLIENT_UNREACHABLE' })
  world.limit({ authorities: cert.toString() })
  expect((await world.request(url)).status).toBe(200)
  expect((await world.request(url.replace('127.0.0.1', 'localhost'))).status).toBe(200)
  await world.close()
})
