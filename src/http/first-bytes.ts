/** What a connection speaks, as its first bytes tell. `undecided`: so far it could be more than one. */
export type Protocol = 'tls' | 'http2' | 'http1' | 'undecided'

/** The record type that opens every TLS connection (RFC 8446, 5.1: handshake). */
const tlsHandshake = 0x16

/** HTTP/2 with prior knowledge opens with `PRI * HTTP/2.0` (RFC 9113, 3.4); no other method begins so. */
const http2Preface = Buffer.from('PRI')

/** Decides after three bytes at the latest. */
export function protocolOf(firstBytes: Buffer): Protocol {
  if (firstBytes.length === 0) return 'undecided'
  if (firstBytes[0] === tlsHandshake) return 'tls'
  const seen = firstBytes.subarray(0, http2Preface.length)
  if (!http2Preface.subarray(0, seen.length).equals(seen)) return 'http1'
  return seen.length === http2Preface.length ? 'http2' : 'undecided'
}
