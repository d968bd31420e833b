import { type KeyObject, sign } from 'node:crypto'

/** A signed token of RFC 7519. ES256 (RFC 7518) wants the two numbers of a signature as they are, and not DER. */
export function jsonWebToken(
  { key, keyId }: { key: KeyObject; keyId?: string | undefined },
  claims: Readonly<Record<string, unknown>>,
): string {
  const alg = key.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256'
  const header = { alg, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) }
  const content = `${encoded(header)}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' })
  return `${content}.${signature.toString('base64url')}`
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
