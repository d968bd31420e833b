/** Upper bounds of the latency buckets, in milliseconds: from one sync of a fast disk to a long poll. */
export const bucketBoundsMs: readonly number[] = [
  0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000,
]

/** An operation that requests are counted for. */
export interface CountedOperation {
  readonly service: string
  readonly operation: string
}

/** One request, when its answer has been handed to the socket, or has begun if it is a stream. */
export interface MeasuredRequest {
  readonly status: number
  readonly durationMs: number
  /** Of the bodies. The answer's is 0 for one that is streamed: see `addBytesOut`. */
  readonly bytesIn: number
  readonly bytesOut: number
}

/** What one operation has done since the start. */
export class OperationMetrics {
  readonly service: string
  readonly operation: string
  readonly byStatus = new Map<number, number>()
  /** One more than the bounds: the last counts what took longer than all of them. */
  readonly buckets = new Float64Array(bucketBoundsMs.length + 1)
  totalMs = 0
  count = 0
  bytesIn = 0
  bytesOut = 0

  constructor(service: string, operation: string) {
    this.service = service
    this.operation = operation
  }

  record({ status, durationMs, bytesIn, bytesOut }: MeasuredRequest): void {
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1)
    let bucket = 0
    while (bucket < bucketBoundsMs.length && durationMs > bucketBoundsMs[bucket]!) bucket++
    this.buckets[bucket]!++
    this.totalMs += durationMs
    this.count++
    this.bytesIn += bytesIn
    this.bytesOut += bytesOut
  }
}

/** What is counted for a target; undefined for one that no service has. */
export type OperationOf = (target: string) => CountedOperation | undefined

/**
 * Counts requests by operation. Own counters, as those of the usual client library cost more than the rest of what
 * HTTP does here. Targets that no service knows share one line, or a caller could fill the memory with names.
 */
export class RequestMetrics {
  /** Of operations that were called. */
  readonly #byTarget = new Map<string, OperationMetrics>()
  readonly #other = new OperationMetrics('none', 'other')
  readonly #operationOf: OperationOf

  constructor(operationOf: OperationOf) {
    this.#operationOf = operationOf
  }

  /** @param target the `X-Amz-Target` header as it came */
  record(target: string | string[] | undefined, measured: MeasuredRequest): void {
    this.#of(target).record(measured)
  }

  /** Counts a piece of an answer that is a stream. */
  addBytesOut(target: string | string[] | undefined, bytes: number): void {
    this.#of(target).bytesOut += bytes
  }

  #of(target: string | string[] | undefined): OperationMetrics {
    if (typeof target !== 'string') return this.#other
    return this.#byTarget.get(target) ?? this.#begin(target)
  }

  #begin(target: string): OperationMetrics {
    const found = this.#operationOf(target)
    if (found === undefined) return this.#other
    const metrics = new OperationMetrics(found.service, found.operation)
    this.#byTarget.set(target, metrics)
    return metrics
  }

  /** The operations that were called. */
  called(): OperationMetrics[] {
    return [...this.#byTarget.values(), this.#other].filter(({ count }) => count > 0)
  }
}
