import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Clock, inSlices } from '../../../base/index.ts'
import type { HttpAnswer, HttpClient } from '../../../http-client/index.ts'
import type { HttpEndpointDestinationConfiguration } from '../../shapes.ts'
import type { Delivery, Destination, FailedRecord, SinkRecord } from '../destination.ts'
import type { DeliveryStreamLabel } from '../destination-kind.ts'
import { allFailed, type Failure } from '../failed-records.ts'
import { httpFailure } from '../http-failure.ts'
import { requestBody } from './request-body.ts'
import { requestIdOf } from './request-id.ts'

export interface HttpEndpointParts {
  readonly config: HttpEndpointDestinationConfiguration
  /** Where the configuration's endpoint is. */
  readonly url: string
  readonly stream: DeliveryStreamLabel
  readonly http: HttpClient
  readonly clock: Clock
}

/* Source of all limits: https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html */
export const answerMs = 3 * 60_000
const answerBytesMax = 1024 * 1024
const recordsMax = 10_000

/** AWS's names. Source: https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html */
const names = {
  timedOut: 'HttpEndpoint.RequestTimeout',
  answerTooLarge: 'HttpEndpoint.ResponseTooLarge',
  unreachable: 'HttpEndpoint.ConnectionFailed',
}

const compressed = promisify(gzip)

/**
 * An endpoint that takes records by AWS's contract, as those of Datadog, Dynatrace, MongoDB, New Relic, Sumo Logic and
 * others do. A request is confirmed as a whole, by status 200 and its own id.
 */
export class HttpEndpoint implements Destination {
  readonly #parts: HttpEndpointParts
  readonly #headers: Readonly<Record<string, string>>

  constructor(parts: HttpEndpointParts) {
    this.#parts = parts
    this.#headers = headersOf(parts)
  }

  /** Requests follow one another, and what is behind one that fails is not sent: so the order is kept. */
  async deliver({ id, records, signal }: Delivery): Promise<readonly FailedRecord[]> {
    for (let first = 0; first < records.length; first += recordsMax) {
      const some = records.slice(first, first + recordsMax)
      const failure = await this.#send(requestIdOf(id, some[0]!.position), some, signal)
      if (failure !== undefined) return allFailed(records, failure, first)
    }
    return []
  }

  async close(): Promise<void> {}

  async #send(
    requestId: string,
    records: readonly SinkRecord[],
    signal: AbortSignal,
  ): Promise<Failure | undefined> {
    const { config, url, http, clock } = this.#parts
    const plain = await inSlices(requestBody(requestId, clock.nowMs(), records))
    const body = config.RequestConfiguration?.ContentEncoding === 'GZIP' ? await compressed(plain) : plain
    const headers = { ...this.#headers, 'X-Amz-Firehose-Request-Id': requestId }
    try {
      const request = {
        url,
        method: 'POST',
        headers,
        body,
        timeoutMs: answerMs,
        answerBytesMax,
        signal,
      } as const
      return failureIn(await http.request(request), requestId)
    } catch (error) {
      return httpFailure(error, names)
    }
  }
}

function headersOf({ config, stream }: HttpEndpointParts): Record<string, string> {
  const { ContentEncoding, CommonAttributes = [] } = config.RequestConfiguration ?? {}
  const { AccessKey } = config.EndpointConfiguration
  const attributes = Object.fromEntries(
    CommonAttributes.map(({ AttributeName, AttributeValue }) => [AttributeName, AttributeValue]),
  )
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Amazon Kinesis Data Firehose Agent/1.0',
    'X-Amz-Firehose-Protocol-Version': '1.0',
    'X-Amz-Firehose-Source-Arn': stream.arn,
    ...(AccessKey !== undefined && { 'X-Amz-Firehose-Access-Key': AccessKey }),
    ...(CommonAttributes.length > 0 && {
      'X-Amz-Firehose-Common-Attributes': asciiJson({ commonAttributes: attributes }),
    }),
    ...(ContentEncoding === 'GZIP' && { 'Content-Encoding': 'gzip' }),
  }
}

/** Headers carry no other characters safely. */
const asciiJson = (value: object) =>
  JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Text after AWS's, as users have published it; a whole answer may be long. */
const answerTextMax = 1000

/**
 * Only 200 with the request's own id is a confirmation. AWS drops a batch that is answered by 413 (too large) without a
 * trace; here it goes to the error output at once.
 */
function failureIn({ status, body }: HttpAnswer, requestId: string): Failure | undefined {
  if (status === 200 && answeredId(body) === requestId) return undefined
  const text = body.subarray(0, answerTextMax).toString()
  if (status === 200)
    return {
      code: 'HttpEndpoint.InvalidResponseFromDestination',
      message: `The response received from the specified endpoint is invalid. It must have the requestId ${requestId}. ${text}`,
      retryable: true,
    }
  return {
    code: 'HttpEndpoint.DestinationException',
    message: `The following response was received from the endpoint destination. ${status}: ${text}`,
    retryable: status !== 413,
  }
}

function answeredId(body: Buffer): unknown {
  try {
    const answer: unknown = JSON.parse(body.toString())
    return typeof answer === 'object' && answer !== null && 'requestId' in answer
      ? answer.requestId
      : undefined
  } catch {
    return undefined
  }
}
