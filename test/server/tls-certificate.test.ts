import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:tls'
import { expect, test } from 'vitest'
import { MemoryFileSystem, nodeFileSystem, silentLogger } from '../../src/base/index.ts'
import { createServer } from '../../src/index.ts'
import { loadCertificate, ownCertificate } from '../../src/server/tls-certificate.ts'
import { scratchFolder } from '../cli/command.ts'

const dayMs = 24 * 3600 * 1000
const nowMs = Date.UTC(2026, 10, 22)
const logger = silentLogger

test('the own certificate is for the loopback names, and the same one at the next start', async () => {
  const files = new MemoryFileSystem()
  const made = await ownCertificate(files, '/data/tls', { nowMs, logger })
  const certificate = new X509Certificate(made.cert)
  expect(certificate.checkHost('localhost')).toBe('localhost')
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(certificate.checkIP('::1')).toBe('::1')
  const kept = await ownCertificate(files, '/data/tls', { nowMs: nowMs + 700 * dayMs, logger })
  expect(kept.cert.toString()).toBe(made.cert.toString())
})

test('the own certificate is made anew before it ends, and when it cannot be read', async () => {
  const files = new MemoryFileSystem()
  const made = await ownCertificate(files, '/data/tls', { nowMs, logger })
  const later = nowMs + 800 * dayMs
  const renewed = await ownCertificate(files, '/data/tls', { nowMs: later, logger })
  expect(renewed.cert).not.toBe(made.cert.toString())
  expect(new X509Certificate(renewed.cert).validToDate.getTime()).toBeGreaterThan(later + 800 * dayMs)

  const file = await files.open('/data/tls/cert.pem')
  await file.truncate(0)
  const again = await ownCertificate(files, '/data/tls', { nowMs: later, logger })
  expect(new X509Certificate(again.cert).checkHost('localhost')).toBe('localhost')
})

test('a certificate of the operator that cannot be used is refused at the start', async () => {
  using folder = scratchFolder()
  const paths = { certFile: `${folder.path}/cert.pem`, keyFile: `${folder.path}/key.pem` }
  await expect(loadCertificate(paths)).rejects.toMatchObject({ code: 'SERVER_TLS_UNUSABLE' })
  await ownCertificate(nodeFileSystem, folder.path, { nowMs, logger })
  expect((await loadCertificate(paths)).cert).toBeInstanceOf(Buffer)
  await ownCertificate(nodeFileSystem, `${folder.path}/other`, { nowMs, logger })
  const keyFile = `${folder.path}/other/key.pem`
  await expect(loadCertificate({ ...paths, keyFile })).rejects.toMatchObject({ code: 'SERVER_TLS_UNUSABLE' })
})

test('the certificate of the operator is that of a server with its data in memory too', async () => {
  using folder = scratchFolder()
  const { cert } = await ownCertificate(nodeFileSystem, folder.path, { nowMs: Date.now(), logger })
  const server = await createServer({
    tlsCert: `${folder.path}/cert.pem`,
    tlsKey: `${folder.path}/key.pem`,
  })
  const socket = connect({ port: server.port, host: '127.0.0.1', servername: 'localhost', ca: cert })
  await once(socket, 'secureConnect')
  expect(socket.authorized).toBe(true)
  socket.destroy()
  await server.close()
})
