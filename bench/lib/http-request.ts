/*
 * Requests as bytes, made once and sent many times. The headers are those of an AWS SDK, SigV4 ones included (the
 * signature is made up), since parsing them is a part of what each request costs.
 */

interface CalledService {
  /** As the scope of the signature names it. */
  readonly name: string
  readonly targetPrefix: string
  readonly contentType: string
}

const kinesis: CalledService = {
  name: 'kinesis',
  targetPrefix: 'Kinesis_20131202',
  contentType: 'application/x-amz-json-1.1',
}
const sqs: CalledService = {
  name: 'sqs',
  targetPrefix: 'AmazonSQS',
  contentType: 'application/x-amz-json-1.0',
}

/** One HTTP/1.1 request for an operation of Kinesis, JSON 1.1. */
export function kinesisRequest(operation: string, input: object): Buffer {
  return requestOf(kinesis, operation, Buffer.from(JSON.stringify(input)))
}

/** The same with a body in another protocol. */
export function kinesisBytesRequest(operation: string, contentType: string, body: Buffer): Buffer {
  return requestOf({ ...kinesis, contentType }, operation, body)
}

/** One for an operation of SQS, JSON 1.0. */
export function sqsRequest(operation: string, input: object): Buffer {
  return requestOf(sqs, operation, Buffer.from(JSON.stringify(input)))
}

function requestOf(
  { name, targetPrefix, contentType }: CalledService,
  operation: string,
  body: Buffer,
): Buffer {
  const head = [
    'POST / HTTP/1.1',
    'Host: 127.0.0.1',
    `X-Amz-Target: ${targetPrefix}.${operation}`,
    `Content-Type: ${contentType}`,
    'User-Agent: millrace-bench/1',
    'X-Amz-Date: 20240101T000000Z',
    `Authorization: ${authorizationFor(name)}`,
    `Content-Length: ${body.length}`,
  ].join('\r\n')
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body])
}

/** The header of a request to a service, signed in form only. */
export function authorizationFor(service: string): string {
  return (
    `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20240101/us-east-1/${service}/aws4_request, ` +
    'SignedHeaders=content-type;host;x-amz-date;x-amz-target, ' +
    `Signature=${'0123456789abcdef'.repeat(4)}`
  )
}

/** Many requests in one file: each behind its length (u32, little-endian). */
export function packRequests(requests: readonly Buffer[]): Buffer {
  return Buffer.concat(
    requests.flatMap((request) => {
      const length = Buffer.alloc(4)
      length.writeUInt32LE(request.length)
      return [length, request]
    }),
  )
}

export function unpackRequests(packed: Buffer): Buffer[] {
  const requests: Buffer[] = []
  for (let at = 0; at < packed.length; ) {
    const end = at + 4 + packed.readUInt32LE(at)
    requests.push(packed.subarray(at + 4, end))
    at = end
  }
  return requests
}
