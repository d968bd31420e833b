import { createHash, createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import { type SignedMembers, stringToSign } from './string-to-sign.ts'

/** PEM. */
export interface SigningCertificate {
  readonly cert: string | Buffer
  readonly key: string | Buffer
}

/** What an envelope says of its signature. */
export interface Seal {
  readonly version: '1' | '2'
  /** Base64. */
  readonly signature: string
  readonly certificateUrl: string
}

export interface SignerParts {
  /** An RSA key and a certificate of it. Asked for at the first use, and after a failure again at the next. */
  readonly load: () => Promise<SigningCertificate>
  readonly certificateUrl: (id: string) => string
}

interface Identity {
  readonly id: string
  readonly cert: string
  readonly key: KeyObject
}

const algorithms = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' } as const

/* With the callback it is done on a thread of libuv's: 0.6 ms that no other request waits for. */
const signOffThread = promisify<string, Buffer, KeyObject, Buffer>(sign)

/** Signs what subscribers get. One signature does for all subscribers of a message, as nothing of a subscription is in it. */
export class Signer {
  readonly #parts: SignerParts
  #identity: Promise<Identity> | undefined

  constructor(parts: SignerParts) {
    this.#parts = parts
  }

  /** @throws what `load` throws */
  async seal(members: SignedMembers, version: '1' | '2'): Promise<Seal> {
    const { id, key } = await this.#load()
    const signature = await signOffThread(algorithms[version], Buffer.from(stringToSign(members)), key)
    return {
      version,
      signature: signature.toString('base64'),
      certificateUrl: this.#parts.certificateUrl(id),
    }
  }

  /** The certificate that messages point to, PEM; undefined for an id that is none of this server's. */
  async certificate(id: string): Promise<string | undefined> {
    const identity = await this.#load()
    return identity.id === id ? identity.cert : undefined
  }

  #load(): Promise<Identity> {
    this.#identity ??= this.#parts.load().then(identityOf)
    this.#identity.catch(() => {
      this.#identity = undefined
    })
    return this.#identity
  }
}

/** The id is the certificate's own, in AWS's form of 32 hexadecimal digits. */
function identityOf({ cert, key }: SigningCertificate): Identity {
  const { raw } = new X509Certificate(cert)
  const id = createHash('sha256').update(raw).digest('hex').slice(0, 32)
  return { id, cert: cert.toString(), key: createPrivateKey(key) }
}
