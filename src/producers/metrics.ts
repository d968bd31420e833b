import { guarded, type Logger } from '../base/index.ts'

/** One PutRecords request that has ended. */
export interface RequestMeasure {
  /** Records of the stream, each of one user record or of many. */
  readonly entries: number
  readonly records: number
  readonly bytes: number
  /** Of the entries; all of them when the request as a whole has failed. */
  readonly failed: number
  /** Of those: refused for their shard's rate. */
  readonly throttled: number
  readonly durationMs: number
}

/** One user record that has its result. */
export interface RecordMeasure {
  readonly outcome: 'put' | 'expired' | 'refused' | 'closed'
  readonly attempts: number
  /** From the put on. */
  readonly durationMs: number
}

/** Is told what a producer does. Called in its turn: has to be quick. What it throws is logged. */
export interface ProducerMetrics {
  requestEnded(request: RequestMeasure): void
  recordEnded(record: RecordMeasure): void
}

export const noMetrics: ProducerMetrics = { requestEnded: () => undefined, recordEnded: () => undefined }

/** Metrics that fail keep no record from its result. */
export function guardedMetrics(metrics: ProducerMetrics, logger: Logger): ProducerMetrics {
  const message = 'the metrics of a producer failed'
  return {
    requestEnded: guarded((request) => metrics.requestEnded(request), logger, message),
    recordEnded: guarded((record) => metrics.recordEnded(record), logger, message),
  }
}
