import type { IncomingMessage, ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { bodyOf } from './destination-world.ts'

/*
 * The other side of AWS's contract for HTTP endpoints, as strict as the page says: docs.aws.amazon.com/firehose/latest/dev/
 * httpdeliveryrequestresponse.html.
 */

interface ContractRequest {
  readonly requestId: string
  readonly attributes: unknown
  readonly texts: string[]
}

/** What one service expects of requests to it. */
export interface ContractExpectations {
  readonly path: string
  readonly accessKey: string | undefined
  readonly gzip: boolean
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export class ContractEndpoint {
  readonly requests: ContractRequest[] = []
  /** Breaches of the contract: none, it is hoped. */
  readonly breaches: string[] = []
  readonly #expected: ContractExpectations

  constructor(expected: ContractExpectations) {
    this.#expected = expected
  }

  readonly handle = async (request: IncomingMessage, response: ServerResponse) => {
    const sent = await bodyOf(request)
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
    const { requestId, timestamp, records } = JSON.parse(body.toString())
    this.#check(request, sent, { requestId, timestamp, records })
    const attributes = request.headers['x-amz-firehose-common-attributes']
    this.requests.push({
      requestId,
      attributes: attributes === undefined ? undefined : JSON.parse(String(attributes)),
      texts: records.map(({ data }: { data: string }) => Buffer.from(data, 'base64').toString()),
    })
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ requestId, timestamp: Date.UTC(2026, 0, 1) }))
  }

  #check(
    { method, url, headers }: IncomingMessage,
    sent: Buffer,
    {
      requestId,
      timestamp,
      records,
    }: { requestId: unknown; timestamp: unknown; records: { data: unknown }[] },
  ): void {
    const { path, accessKey, gzip } = this.#expected
    const facts: Record<string, boolean> = {
      method: method === 'POST',
      path: url === path,
      version: headers['x-amz-firehose-protocol-version'] === '1.0',
      'request id': uuid.test(String(requestId)) && headers['x-amz-firehose-request-id'] === requestId,
      'content type': headers['content-type'] === 'application/json',
      'content encoding': headers['content-encoding'] === (gzip ? 'gzip' : undefined),
      'content length': headers['content-length'] === String(sent.length),
      source: /^arn:aws:firehose:[^:]+:\d{12}:deliverystream\/\w+$/.test(
        String(headers['x-amz-firehose-source-arn']),
      ),
      'access key': headers['x-amz-firehose-access-key'] === accessKey,
      timestamp: Number.isSafeInteger(timestamp),
      records: records.length >= 1 && records.length <= 10_000,
      data: records.every(({ data }) => typeof data === 'string'),
    }
    this.breaches.push(...Object.keys(facts).filter((name) => !facts[name]))
  }
}
