import type { ApiRequest, ApiResponse } from '../../src/api/index.ts'

/** A call of a Kinesis operation in JSON as HTTP hands it over, unsigned unless `headers` say otherwise. */
export function requestOf(
  operation: string,
  body: string | Buffer,
  { headers = {}, ...rest }: Partial<ApiRequest> = {},
): ApiRequest {
  const target = `Kinesis_20131202.${operation}`
  return {
    method: 'POST',
    scheme: 'http',
    path: '/',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target, ...headers },
    body: Buffer.from(body),
    requestId: 'request-1',
    signal: new AbortController().signal,
    ...rest,
  }
}

export function textOf({ body }: ApiResponse): string {
  if (!Buffer.isBuffer(body)) throw new Error('a stream')
  return body.toString()
}
