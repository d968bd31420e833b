import { readFile } from 'node:fs/promises'
import type { FileSystem, Logger } from '../base/index.ts'
import type { TlsCertificate } from '../http/index.ts'
import { tlsUnusable } from './errors.ts'
import { keptCertificate } from './kept-certificate.ts'

/**
 * Reads the certificate and the key that the operator has given. Once, so that a bad path is told at the start.
 * Not by `FileSystem`: that one may be in memory, as the data is, and it opens files to write them, which few may.
 */
export async function loadCertificate({
  certFile,
  keyFile,
}: {
  certFile: string
  keyFile: string
}): Promise<TlsCertificate> {
  try {
    const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)])
    const { createSecureContext } = await import('node:tls')
    createSecureContext({ cert, key })
    return { cert, key }
  } catch (error) {
    throw tlsUnusable(`the certificate ${certFile} with the key ${keyFile} cannot be used`, error as Error)
  }
}

/** Chrome and macOS refuse certificates that are valid for longer than 825 days. */
const validDays = 820
const dayMs = 24 * 3600 * 1000

/** The server's own certificate for this machine's loopback names, signed by itself. Kept in `directory`: see `keptCertificate`. */
export async function ownCertificate(
  files: FileSystem,
  directory: string,
  { nowMs, logger }: { nowMs: number; logger: Logger },
): Promise<TlsCertificate> {
  return await keptCertificate(files, directory, {
    nowMs,
    async make(certFile) {
      const made = await makeCertificate(nowMs)
      logger.info(
        { certFile },
        'made a self-signed certificate for localhost; give --tls-cert and --tls-key to use another',
      )
      return made
    },
  })
}

async function makeCertificate(nowMs: number): Promise<{ cert: string; key: string }> {
  /* Only here: it takes longer to load than the whole of an ordinary start. */
  const { generate } = await import('selfsigned')
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    notBeforeDate: new Date(nowMs - dayMs),
    notAfterDate: new Date(nowMs + validDays * dayMs),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  return { cert, key }
}
