import type { Clock } from '../../../base/index.ts'
import type { HttpAnswer, HttpClient } from '../../../http-client/index.ts'
import { deliveryFailed } from '../../errors.ts'
import type { Delivery, Destination, FailedRecord, SinkRecord } from '../destination.ts'
import { allFailed, type Failure } from '../failed-records.ts'
import { httpFailure } from '../http-failure.ts'
import { hecFailure } from './hec-failure.ts'

export interface SplunkParts {
  readonly http: HttpClient
  readonly clock: Clock
  /** Of the collector, without the path of its services. */
  readonly url: string
  readonly endpointType: 'Raw' | 'Event'
  readonly token: string
  readonly ackTimeoutMs: number
  /** A UUID: Splunk acknowledges within a channel. */
  readonly channel: string
}

/** AWS does not document its own. */
export const answerMs = 60_000
const answerBytesMax = 1024 * 1024
/** Between two questions for an acknowledgement, which Splunk gives when the data is indexed. */
const ackPollMs = 1000

const names = {
  timedOut: 'Splunk.ConnectionTimeout',
  answerTooLarge: 'Splunk.ServerError',
  unreachable: 'Splunk.ConnectionClosed',
}

/**
 * Events for Splunk's HTTP Event Collector, one request for each buffer. It is confirmed when Splunk acknowledges that it is indexed, so
 * the token must have acknowledgement enabled, as on AWS.
 * Source: https://docs.splunk.com/Documentation/Splunk/latest/Data/AboutHECIDXAck
 */
export class Splunk implements Destination {
  readonly #parts: SplunkParts

  constructor(parts: SplunkParts) {
    this.#parts = parts
  }

  async deliver({ records, signal }: Delivery): Promise<readonly FailedRecord[]> {
    const failure = await this.#send(records, signal)
    return failure === undefined ? [] : allFailed(records, failure)
  }

  async close(): Promise<void> {}

  async #send(records: readonly SinkRecord[], signal: AbortSignal): Promise<Failure | undefined> {
    const { endpointType } = this.#parts
    const body = Buffer.concat(records.map(({ data }) => data))
    try {
      const answer = await this.#post(endpointType === 'Raw' ? 'raw' : 'event', body, signal)
      const { code, ackId } = jsonOf(answer)
      if (answer.status !== 200 || code !== 0) return hecFailure(answer.status, answer.body, code)
      if (!Number.isSafeInteger(ackId)) return ackDisabled
      return await this.#acknowledged(ackId as number, signal)
    } catch (error) {
      return httpFailure(error, names)
    }
  }

  /** A question that fails is asked again: what counts is whether the data is acknowledged in time. */
  async #acknowledged(ackId: number, signal: AbortSignal): Promise<Failure | undefined> {
    const { clock, ackTimeoutMs } = this.#parts
    const endMs = clock.monotonicMs() + ackTimeoutMs
    while (clock.monotonicMs() < endMs) {
      if (await this.#isIndexed(ackId, signal)) return undefined
      await clock.sleep(ackPollMs, signal)
      if (signal.aborted) throw deliveryFailed('the attempt was given up', signal.reason)
    }
    return ackTimedOut(ackTimeoutMs)
  }

  async #isIndexed(ackId: number, signal: AbortSignal): Promise<boolean> {
    try {
      const answer = await this.#post('ack', Buffer.from(JSON.stringify({ acks: [ackId] })), signal)
      return answer.status === 200 && Object(jsonOf(answer).acks)[ackId] === true
    } catch (error) {
      httpFailure(error, names)
      return false
    }
  }

  #post(service: 'raw' | 'event' | 'ack', body: Buffer, signal: AbortSignal): Promise<HttpAnswer> {
    const { http, url, token, channel } = this.#parts
    return http.request({
      url: `${url}/services/collector/${service}?channel=${channel}`,
      method: 'POST',
      headers: { authorization: `Splunk ${token}`, 'x-splunk-request-channel': channel },
      body,
      timeoutMs: answerMs,
      answerBytesMax,
      signal,
    })
  }
}

function jsonOf({ body }: HttpAnswer): { code?: unknown; ackId?: unknown; acks?: unknown } {
  try {
    return Object(JSON.parse(body.toString()))
  } catch {
    return {}
  }
}

const ackDisabled: Failure = {
  code: 'Splunk.DisabledAck',
  message: 'The HEC token has no indexer acknowledgement, which is required: enable it in Splunk.',
  retryable: true,
}

const ackTimedOut = (timeoutMs: number): Failure => ({
  code: 'Splunk.AckTimeout',
  message: `Splunk did not acknowledge the data within ${timeoutMs / 1000} seconds.`,
  retryable: true,
})
