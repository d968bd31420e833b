import { cborOf, cborOfError } from './cbor-output.ts'
import { readCbor } from './cbor-reader.ts'
import { type Dialect, readInput, refuse } from './input-reader.ts'
import type { Protocol } from './protocol.ts'

/**
 * The CBOR that the Java SDKs speak with Kinesis: the members of AWS JSON in a binary form. It is older than Smithy's
 * RPC v2 CBOR and differs from it and from RFC 8949 in one thing: tag 1 counts milliseconds, not seconds.
 * Source: https://github.com/aws/aws-sdk-java-v2/issues/4661 and SdkCborGenerator of that repository.
 */
export const cborProtocol: Protocol = {
  name: 'cbor',
  contentType: 'application/x-amz-cbor-1.1',
  decode: (body, shape) => {
    const value = readCbor(body)
    return shape === undefined ? {} : readInput(value, shape, cborDialect)
  },
  encode: (output, shape) =>
    shape === undefined || output === undefined ? Buffer.alloc(0) : cborOf(output, shape),
  encodeError: (error) => cborOfError(error.body()),
}

const cborDialect: Dialect = {
  readBlob: (value) => (value instanceof Uint8Array ? value : refuse(value, 'a Blob')),
  readTimestamp(value) {
    if (typeof value !== 'number' || Number.isNaN(value)) return refuse(value, 'milliseconds since epoch')
    return Math.min(Math.max(Math.round(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
  },
}
