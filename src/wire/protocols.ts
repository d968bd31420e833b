import { cborProtocol } from './cbor-protocol.ts'
import { jsonProtocol } from './json-protocol.ts'
import type { Protocol } from './protocol.ts'

const protocols: readonly Protocol[] = [
  jsonProtocol('application/x-amz-json-1.1'),
  jsonProtocol('application/x-amz-json-1.0'),
  cborProtocol,
]

const protocolsByType = new Map(protocols.map((protocol) => [protocol.contentType, protocol]))

/** The protocol of a content type, whose parameters (`; charset=utf-8`) do not matter. Undefined for any other type. */
export function protocolOf(contentType: string | undefined): Protocol | undefined {
  if (contentType === undefined) return undefined
  return protocolsByType.get(contentType) ?? protocolsByType.get(mediaTypeOf(contentType))
}

/** A content type, or an item of Accept, without its parameters. */
export function mediaTypeOf(contentType: string): string {
  return contentType.split(';', 1)[0]!.trim().toLowerCase()
}
