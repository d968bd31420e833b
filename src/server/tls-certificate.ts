import { readFile } from 'node:fs/promises'
import { type FileSystem, type Logger, readWhole, replaceWhole } from '../base/index.ts'
import type { TlsCertificate } from '../http/index.ts'
import { tlsUnusable } from './errors.ts'

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
const renewBeforeMs = 30 * dayMs

const certName = 'cert.pem'
const keyName = 'key.pem'

/**
 * The server's own certificate for this machine's loopback names, signed by itself. Kept in `directory` between
 * starts, so that a client which was told to trust it need not be told again, and made anew a month before it ends.
 */
export async function ownCertificate(
  files: FileSystem,
  directory: string,
  { nowMs, logger }: { nowMs: number; logger: Logger },
): Promise<TlsCertificate> {
  const kept = await readKept(files, directory)
  if (kept !== undefined && (await endsAtMs(kept)) > nowMs + renewBeforeMs) return kept

  const made = await makeCertificate(nowMs)
  await files.makeDirectory(directory)
  // The key first: a crash in between leaves a certificate that is absent, or due to be made anew.
  await replaceWhole(files, directory, keyName, Buffer.from(made.key))
  await replaceWhole(files, directory, certName, Buffer.from(made.cert))
  logger.info(
    { certFile: `${directory}/${certName}` },
    'made a self-signed certificate for localhost; give --tls-cert and --tls-key to use another',
  )
  return made
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

async function readKept(files: FileSystem, directory: string): Promise<TlsCertificate | undefined> {
  try {
    const cert = await readWhole(files, `${directory}/${certName}`)
    return { cert, key: await readWhole(files, `${directory}/${keyName}`) }
  } catch {
    return undefined
  }
}

/** 0 for what is no certificate. */
async function endsAtMs({ cert }: TlsCertificate): Promise<number> {
  const { X509Certificate } = await import('node:crypto')
  try {
    return new X509Certificate(cert).validToDate.getTime()
  } catch {
    return 0
  }
}
