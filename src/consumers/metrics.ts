import { guarded, type Logger } from '../base/index.ts'

/*
 * Numbers have the names that the Kinesis Client Library gives its metrics, where it has them. Source:
 * https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-kcl.html
 */

/** One attempt to process a batch. The library's ProcessTask. */
export interface BatchMeasure {
  readonly stream: string
  readonly shardId: string
  /** User records. */
  readonly recordsProcessed: number
  /** Of their data. */
  readonly dataBytesProcessed: number
  readonly millisBehindLatest: number
  /** What the application took: the library's RecordProcessor.processRecords.Time. */
  readonly processRecordsMs: number
  /** False when the application failed: the batch comes again. */
  readonly success: boolean
}

/** One checkpoint. The library's UpdateLease. */
export interface CheckpointMeasure {
  readonly stream: string
  readonly shardId: string
  readonly durationMs: number
  /** False when the lease was lost, or the store failed. */
  readonly success: boolean
}

/** One round in which a worker renews all its leases. The library's RenewAllLeases. */
export interface RenewalMeasure {
  /** Shards that this worker processes, after the round. */
  readonly currentLeases: number
  /** Since the round before: taken by others, while this worker was silent or slow. */
  readonly lostLeases: number
  /** Renewals that the store refused with an error. */
  readonly failedRenewals: number
  readonly durationMs: number
}

/** One look at all leases of the application. The library's TakeLeases. */
export interface LookMeasure {
  /** Of shards that are not done. */
  readonly totalLeases: number
  /** That nobody keeps. */
  readonly expiredLeases: number
  /** By this worker, of nobody. */
  readonly takenLeases: number
  /** By this worker, of others. */
  readonly askedLeases: number
  readonly durationMs: number
}

/** Is told what a consumer does. Called in its turn: has to be quick. What it throws is logged. */
export interface ConsumerMetrics {
  batchEnded(batch: BatchMeasure): void
  checkpointEnded(checkpoint: CheckpointMeasure): void
  leasesRenewed(renewal: RenewalMeasure): void
  leasesLookedAt(look: LookMeasure): void
}

const ignore = () => undefined

export const noMetrics: ConsumerMetrics = {
  batchEnded: ignore,
  checkpointEnded: ignore,
  leasesRenewed: ignore,
  leasesLookedAt: ignore,
}

/** Metrics that fail keep no shard from being processed. */
export function guardedMetrics(metrics: ConsumerMetrics, logger: Logger): ConsumerMetrics {
  const message = 'the metrics of a consumer failed'
  return {
    batchEnded: guarded((batch) => metrics.batchEnded(batch), logger, message),
    checkpointEnded: guarded((checkpoint) => metrics.checkpointEnded(checkpoint), logger, message),
    leasesRenewed: guarded((renewal) => metrics.leasesRenewed(renewal), logger, message),
    leasesLookedAt: guarded((look) => metrics.leasesLookedAt(look), logger, message),
  }
}
