import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { MemoryFileSystem, silentLogger } from '../../src/base/index.ts'
import { loadCertificate, ownCertificate } from '../../src/server/tls-certificate.ts'

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
  const files = new MemoryFileSystem()
  const paths = { certFile: '/tls/cert.pem', keyFile: '/tls/key.pem' }
  await expect(loadCertificate(files, paths)).rejects.toMatchObject({ code: 'SERVER_TLS_UNUSABLE' })
  await ownCertificate(files, '/tls', { nowMs, logger })
  expect((await loadCertificate(files, paths)).cert).toBeInstanceOf(Buffer)
  await ownCertificate(files, '/other', { nowMs, logger })
  await expect(loadCertificate(files, { ...paths, keyFile: '/other/key.pem' })).rejects.toMatchObject({
    code: 'SERVER_TLS_UNUSABLE',
  })
})
