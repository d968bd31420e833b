import { nodeHttp } from '../base/index.ts'
import { AwsError, protocolOf } from '../wire/index.ts'

/**
 * An answer that HTTP gives before, or instead of, the API. The names and statuses are those of AWS's list of errors
 * common to all services: https://docs.aws.amazon.com/kinesis/latest/APIReference/CommonErrors.html
 */
export interface Refusal {
  readonly status: number
  /** In JSON. */
  readonly body: Buffer
  readonly cborBody: Buffer
}

const jsonType = 'application/x-amz-json-1.1'
const cborType = 'application/x-amz-cbor-1.1'

function refusal(status: number, code: string, message: string): Refusal {
  const error = new AwsError(code, message, { status })
  const bodyIn = (contentType: string) => protocolOf(contentType)!.encodeError(error)
  return { status, body: bodyIn(jsonType), cborBody: bodyIn(cborType) }
}

/** The body for a client that speaks `contentType`: a client of CBOR cannot read JSON, and any other gets JSON. */
export function refusalBody(
  { body, cborBody }: Refusal,
  contentType: string | undefined,
): { readonly contentType: string; readonly body: Buffer } {
  const isCbor = protocolOf(contentType)?.name === 'cbor'
  return isCbor ? { contentType: cborType, body: cborBody } : { contentType: jsonType, body }
}

export const refusals = {
  malformed: refusal(400, 'MalformedHttpRequestException', 'The request is not valid HTTP.'),
  headTooLarge: refusal(431, 'MalformedHttpRequestException', 'The headers of the request are too large.'),
  tooLarge: refusal(413, 'RequestEntityTooLargeException', 'The request entity is too large.'),
  tooSlow: refusal(408, 'RequestTimeoutException', 'The request did not arrive in time.'),
  foreignOrigin: refusal(403, 'AccessDeniedException', 'Pages of this origin may not call this server.'),
  busy: refusal(503, 'ServiceUnavailable', 'Too many requests are under way. Try again later.'),
  internal: refusal(500, 'InternalFailure', 'The request failed because of an internal error.'),
} as const satisfies Record<string, Refusal>

/** The whole of an HTTP/1.1 answer, for a connection on which no request could be read. */
export function rawRefusal({ status, body }: Refusal, requestId: string): Buffer {
  const head = [
    `HTTP/1.1 ${status} ${nodeHttp.STATUS_CODES[status]}`,
    'Connection: close',
    `Content-Type: ${jsonType}`,
    `Content-Length: ${body.length}`,
    `x-amzn-RequestId: ${requestId}`,
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body])
}
