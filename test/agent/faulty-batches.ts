import type { PutRecordBatchCommand, PutRecordBatchCommandOutput } from '@aws-sdk/client-firehose'
import type { BatchClient } from '../../src/agent/firehose/index.ts'

/**
 * What one request meets: the records whose turn is in `failed` (of each eight) are throttled; the request is refused before or, as with a
 * lost answer, after its records are durable; or the answer is too short.
 */
export type Fault =
  | { readonly kind: 'throttled'; readonly failed: readonly number[] }
  | { readonly kind: 'refused' | 'lost' | 'short' }

/** A delivery stream that meets one fault after the other, and then takes everything. */
export class FaultyBatches implements BatchClient {
  /** The records of each request, and of all of them those that are durable and those that were acknowledged. */
  readonly requests: string[][] = []
  readonly durable: string[] = []
  readonly acknowledged: string[] = []
  readonly #faults: Fault[]

  constructor(faults: readonly Fault[]) {
    this.#faults = [...faults]
  }

  async send({ input }: PutRecordBatchCommand): Promise<PutRecordBatchCommandOutput> {
    const texts = (input.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString())
    this.requests.push(texts)
    const fault = this.#faults.shift() ?? { kind: 'throttled', failed: [] }
    if (fault.kind === 'refused') throw named('ThrottlingException', 'Rate exceeded')
    const isFailed = (i: number) => fault.kind === 'throttled' && fault.failed.includes(i % 8)
    this.durable.push(...texts.filter((_, i) => !isFailed(i)))
    if (fault.kind === 'lost') throw named('TimeoutError', 'socket hang up')
    const answered = fault.kind === 'short' ? texts.slice(1) : texts
    this.acknowledged.push(...texts.filter((_, i) => i < answered.length && !isFailed(i)))
    const RequestResponses = answered.map((_, i) =>
      isFailed(i)
        ? { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' }
        : { RecordId: `${i}` },
    )
    const FailedPutCount = RequestResponses.filter(({ ErrorCode }) => ErrorCode !== undefined).length
    return { $metadata: {}, FailedPutCount, RequestResponses }
  }
}

const named = (name: string, message: string) => Object.assign(new Error(message), { name })
