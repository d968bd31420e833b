import { type Clock, CodedError, type Random } from '../../base/index.ts'
import { type Functions, requestSizeMax } from '../../functions/index.ts'
import type { SinkRecord } from '../destinations/destination.ts'
import type { Collected } from './each-record.ts'
import { type EventSource, lambdaEvent, sizeInEvent } from './lambda-event.ts'
import { applyResult } from './lambda-result.ts'
import type { Processed, RecordProcessor } from './processor.ts'

/** Source: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html ("up to 5 minutes") */
const timeoutMs = 5 * 60_000

/** Between two attempts. AWS documents how often it retries, and not when. */
const pauseMsMin = 250
const pauseMsMax = 10_000

export interface TransformationSettings {
  readonly functionArn: string
  /** How much data one call has. */
  readonly batchBytes: number
  /** For how long it is waited for so much, from the first record on. */
  readonly intervalMs: number
  readonly retries: number
}

export interface TransformationParts {
  readonly functions: Functions
  readonly source: EventSource
  readonly clock: Clock
  readonly random: Random
}

/** What AWS calls the failures of calls; with its texts where it publishes them. */
const problems: Readonly<Record<string, { code: string; message?: string }>> = {
  FUNCTION_UNKNOWN: {
    code: 'Lambda.ResourceNotFound',
    message: 'The specified Lambda function does not exist. Use a different function that does exist.',
  },
  FUNCTION_BUSY: {
    code: 'Lambda.InvokeLimitExceeded',
    message:
      'The Lambda concurrent execution limit is exceeded. Increase the concurrent execution limit, or retry the request later.',
  },
  FUNCTION_TIMED_OUT: { code: 'Lambda.FunctionTimedOut' },
  FUNCTION_FAILED: {
    code: 'Lambda.FunctionError',
    message: 'The Lambda function was successfully invoked but it returned an error result.',
  },
  FUNCTION_PAYLOAD_TOO_LARGE: { code: 'Lambda.PayloadTooLarge' },
  FUNCTION_NOT_INVOKED: { code: 'Lambda.InvokeFailed' },
}

/** Lambda: a function makes of each record what is delivered. */
export class LambdaTransformation implements RecordProcessor {
  readonly #settings: Omit<TransformationSettings, 'intervalMs'>
  readonly #parts: TransformationParts

  constructor(settings: Omit<TransformationSettings, 'intervalMs'>, parts: TransformationParts) {
    this.#settings = settings
    this.#parts = parts
  }

  async process(records: readonly SinkRecord[], signal: AbortSignal): Promise<Processed> {
    const into: Collected = { records: [], failed: [] }
    for (const batch of batchesOf(records, this.#settings.batchBytes))
      await this.#transform(batch, into, signal)
    return into
  }

  async #transform(batch: readonly SinkRecord[], into: Collected, signal: AbortSignal): Promise<void> {
    const { source, random } = this.#parts
    const event = lambdaEvent(source, random.uuid(), batch)
    for (let attempt = 1; ; attempt++) {
      const fail = (record: SinkRecord, { code, message }: { code: string; message: string }) => {
        const details = { lambdaArn: this.#settings.functionArn }
        into.failed.push({ record, code, message, attempts: attempt, details })
      }
      const answer = await this.#invoke(event, signal)
      if (Buffer.isBuffer(answer)) {
        applyResult(batch, answer, into.records, fail)
        return
      }
      if (!answer.retryable || attempt > this.#settings.retries) {
        const { code, message = answer.message } = problems[answer.code] ?? { code: answer.code }
        for (const record of batch) fail(record, { code, message })
        return
      }
      await this.#parts.clock.sleep(Math.min(pauseMsMin * 2 ** (attempt - 1), pauseMsMax), signal)
      signal.throwIfAborted()
    }
  }

  async #invoke(event: Buffer, signal: AbortSignal): Promise<Buffer | CodedError> {
    const { functions } = this.#parts
    try {
      return await functions.invoke(this.#settings.functionArn, event, { timeoutMs, signal })
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof CodedError) return error
      throw error
    }
  }
}

/** As many records as one call may have: of the size that was asked for, and no more than fits into an event. */
function* batchesOf(records: readonly SinkRecord[], batchBytes: number): Generator<readonly SinkRecord[]> {
  let [start, bytes, eventBytes] = [0, 0, headBytes]
  for (const [at, record] of records.entries()) {
    const size = sizeInEvent(record)
    if (at > start && (bytes >= batchBytes || eventBytes + size > requestSizeMax)) {
      yield records.slice(start, at)
      ;[start, bytes, eventBytes] = [at, 0, headBytes]
    }
    bytes += record.data.length
    eventBytes += size
  }
  if (start < records.length) yield records.slice(start)
}

/** Of an event, before its records: three names and ARNs. */
const headBytes = 2048
