import type { ApiResponse } from '../api/index.ts'
import type { Clock } from '../base/index.ts'
import { crossOriginHeaders } from './cross-origin.ts'
import type { AnswerHead, HttpCall } from './http-call.ts'
import type { Counted } from './places.ts'
import { type Refusal, refusalBody } from './refusals.ts'
import { announcedSize, firstOf } from './request-headers.ts'
import type { RequestIds } from './request-ids.ts'
import type { RequestMetrics } from './request-metrics.ts'

export interface ExchangeParts {
  readonly clock: Clock
  readonly ids: RequestIds
  readonly metrics: RequestMetrics
}

/** An answer without its body. */
type AnsweredHead = Pick<ApiResponse, 'status' | 'headers' | 'target'>

/** What is left of a refused body is read and dropped up to this size, so that the client gets to read the answer. */
const droppedBodyMax = 64 * 1024 * 1024

/**
 * The head of a stream goes out this much later than it could. The SDK for Go closes a request's body when it sees the
 * head of the answer; where Go's transport is not yet through with that body, some 0.1 ms after its last byte, it takes
 * this for a failed request and closes the connection under the stream: seen in 2 of 100 subscriptions with smithy-go
 * 1.28.8. Other answers are at the client by then.
 */
export const streamHeadDelayMs = 10

/** One request and its answer, which is sent once. */
export class Exchange implements Counted {
  readonly call: HttpCall
  readonly requestId: string
  holdsStream = false
  waits = false
  readonly #parts: ExchangeParts
  readonly #startedMs: number
  readonly #stopping: AbortSignal
  #bytesIn = 0
  #releaseBody: (() => void) | undefined

  constructor(call: HttpCall, parts: ExchangeParts, stopping: AbortSignal) {
    this.#stopping = stopping
    this.call = call
    this.#parts = parts
    this.requestId = parts.ids.requestId()
    this.#startedMs = parts.clock.monotonicMs()
  }

  get origin(): string | undefined {
    return firstOf(this.call.headers.origin)
  }

  /** Takes the body, which is the exchange's until `releaseBody`. */
  holdBody(bytes: Buffer, release: () => void): void {
    this.#bytesIn = bytes.length
    this.#releaseBody = release
  }

  /** Nothing looks at the body any more. */
  releaseBody(): void {
    const release = this.#releaseBody
    this.#releaseBody = undefined
    release?.()
  }

  /**
   * @param isLast whether the connection is to end behind it
   * @returns undefined when the memory of the answer may be used again; else a promise that resolves then
   */
  send(
    { status, headers, target }: AnsweredHead,
    body: Buffer | string,
    isLast = false,
  ): Promise<void> | undefined {
    /* Before the write: behind it these are the headers of the next request. */
    const counted = target ?? this.call.headers['x-amz-target']
    const written = this.call.write(this.#headOf(status, headers, isLast), body)
    this.#measure(status, body.length, counted)
    return written
  }

  /** Measured when it begins: how long it lasts is no measure of this server. Resolves when it is over. */
  async stream(head: AnsweredHead, pieces: AsyncIterable<Buffer>): Promise<void> {
    const counted = this.#measureStream(head, pieces)
    await this.#parts.clock.sleep(streamHeadDelayMs, this.#stopping)
    await this.call.stream(this.#headOf(head.status, head.headers, false), counted)
  }

  /** As `stream`, of a body that is there as fast as the client takes it. */
  async sendParts(head: AnsweredHead, parts: AsyncIterable<Buffer>): Promise<void> {
    const counted = this.#measureStream(head, parts)
    await this.call.stream(this.#headOf(head.status, head.headers, false), counted)
  }

  #measureStream({ status, target }: AnsweredHead, pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    const counted = target ?? this.call.headers['x-amz-target']
    this.#measure(status, 0, counted)
    return this.#counted(counted, pieces)
  }

  async *#counted(
    target: string | string[] | undefined,
    pieces: AsyncIterable<Buffer>,
  ): AsyncIterable<Buffer> {
    for await (const piece of pieces) {
      this.#parts.metrics.addBytesOut(target, piece.length)
      yield piece
    }
  }

  /** @param hangUp when what follows on the connection cannot be trusted to be the next request soon */
  refuse(refusal: Refusal, { hangUp = false } = {}): void {
    const { contentType, body } = refusalBody(refusal, firstOf(this.call.headers['content-type']))
    const unread = announcedSize(this.call.headers) ?? 0
    this.call.leaveBody()
    const head = { status: refusal.status, headers: { 'Content-Type': contentType } }
    this.send(head, body, hangUp || unread > droppedBodyMax)
  }

  #headOf(status: number, headers: Readonly<Record<string, string>>, isLast: boolean): AnswerHead {
    return {
      status,
      requestId: this.requestId,
      extendedId: this.#parts.ids.extendedId(),
      headers: this.origin === undefined ? headers : { ...crossOriginHeaders, ...headers },
      isLast: isLast || this.#stopping.aborted,
    }
  }

  #measure(status: number, bytesOut: number, target: string | string[] | undefined): void {
    const durationMs = this.#parts.clock.monotonicMs() - this.#startedMs
    this.#parts.metrics.record(target, { status, durationMs, bytesIn: this.#bytesIn, bytesOut })
  }
}
