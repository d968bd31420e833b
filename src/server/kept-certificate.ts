import { type FileSystem, readWhole, replaceWhole } from '../base/index.ts'

/** PEM. */
interface Certificate {
  readonly cert: string | Buffer
  readonly key: string | Buffer
}

const renewBeforeMs = 30 * 24 * 3600 * 1000
const certName = 'cert.pem'
const keyName = 'key.pem'

/**
 * A certificate that is kept in `directory` between starts, so that a client which was told to trust it need not be told again, and
 * made anew a month before it ends.
 */
export async function keptCertificate(
  files: FileSystem,
  directory: string,
  { nowMs, make }: { nowMs: number; make: (certFile: string) => Promise<Certificate> },
): Promise<Certificate> {
  const kept = await readKept(files, directory)
  if (kept !== undefined && (await endsAtMs(kept)) > nowMs + renewBeforeMs) return kept

  const made = await make(`${directory}/${certName}`)
  await files.makeDirectory(directory)
  // The key first: a crash in between leaves a certificate that is absent, or due to be made anew.
  await replaceWhole(files, directory, keyName, Buffer.from(made.key))
  await replaceWhole(files, directory, certName, Buffer.from(made.cert))
  return made
}

async function readKept(files: FileSystem, directory: string): Promise<Certificate | undefined> {
  try {
    const cert = await readWhole(files, `${directory}/${certName}`)
    return { cert, key: await readWhole(files, `${directory}/${keyName}`) }
  } catch {
    return undefined
  }
}

/** 0 for what is no certificate. */
async function endsAtMs({ cert }: Certificate): Promise<number> {
  const { X509Certificate } = await import('node:crypto')
  try {
    return new X509Certificate(cert).validToDate.getTime()
  } catch {
    return 0
  }
}
