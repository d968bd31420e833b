import type { FileSystem } from '../base/index.ts'
import type { SigningCertificate } from '../sns-layer/signing/index.ts'
import { keptCertificate } from './kept-certificate.ts'

const dayMs = 24 * 3600 * 1000
/** Long: messages wait in queues and are validated later, and those before a change of the certificate could not be any more. */
const validDays = 20 * 365

/**
 * The key and the certificate that SNS signs messages with. Files of the data folder and not a part of the control log, like the certificate for
 * TLS: an operator can put his own there, and they are no state that events lead to.
 */
export function signingCertificate(
  files: FileSystem,
  directory: string,
  nowMs: number,
): Promise<SigningCertificate> {
  return keptCertificate(files, directory, { nowMs, make: () => makeCertificate(nowMs) })
}

async function makeCertificate(nowMs: number): Promise<SigningCertificate> {
  /* Only here: it takes longer to load than the whole of an ordinary start. */
  const { generate } = await import('selfsigned')
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Millrace SNS' }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - dayMs),
    notAfterDate: new Date(nowMs + validDays * dayMs),
  })
  return { cert, key }
}
