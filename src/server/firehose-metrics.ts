import type { DeliveryCounters, DeliveryStreamState, FirehoseSink } from '../firehose-sink/index.ts'
import type { Metric } from '../http/index.ts'
import { bufferMetrics } from './buffer-metrics.ts'
import { labelledMetrics, type Told } from './labelled-metrics.ts'

interface Source {
  readonly stream: DeliveryStreamState
  readonly counters: DeliveryCounters
  readonly firehose: FirehoseSink
}

/** Of delivery streams with direct puts, what came is counted as that. */
const isRead = ({ stream }: Source) => stream.type !== 'DirectPut'

const ageSeconds = ({ firehose }: Source, sinceMs: number | undefined) => {
  const nowMs = firehose.clock.nowMs()
  return Math.max(0, nowMs - (sinceMs ?? nowMs)) / 1000
}

const backlogOf = ({ firehose, stream }: Source) => firehose.backlogOf(stream)
const limitsOf = ({ firehose, stream }: Source) => firehose.puts.limitsOf(stream)

/** CloudWatch's names of what is the same for every destination; `DeliveryTo*` and `BackupToS3` without what they deliver to. */
const table: readonly Told<Source>[] = [
  {
    name: 'incoming_bytes_total',
    help: 'Data of records put.',
    kind: 'counter',
    read: ({ counters }) => counters.incomingBytes,
  },
  {
    name: 'incoming_records_total',
    help: 'Records put.',
    kind: 'counter',
    read: ({ counters }) => counters.incomingRecords,
  },
  {
    name: 'incoming_put_requests_total',
    help: 'Calls of PutRecord and PutRecordBatch that were taken.',
    kind: 'counter',
    read: ({ counters }) => counters.incomingPutRequests,
  },
  {
    name: 'throttled_records_total',
    help: 'Records refused as over the limits of their delivery stream.',
    kind: 'counter',
    read: ({ counters }) => counters.throttledRecords,
  },
  {
    name: 'put_requests_per_second_limit',
    help: 'Calls that are taken in a second.',
    kind: 'gauge',
    read: (source) => limitsOf(source)?.calls,
  },
  {
    name: 'records_per_second_limit',
    help: 'Records that are taken in a second.',
    kind: 'gauge',
    read: (source) => limitsOf(source)?.records,
  },
  {
    name: 'bytes_per_second_limit',
    help: 'Data that is taken in a second.',
    kind: 'gauge',
    read: (source) => limitsOf(source)?.bytes,
  },
  {
    name: 'data_read_from_source_bytes_total',
    help: 'Data of records read from the stream that is the source; after a failure some again.',
    kind: 'counter',
    read: (source) => (isRead(source) ? source.counters.readBytes : undefined),
  },
  {
    name: 'data_read_from_source_records_total',
    help: 'Records read from the stream that is the source.',
    kind: 'counter',
    read: (source) => (isRead(source) ? source.counters.readRecords : undefined),
  },
  {
    name: 'source_behind_latest_seconds',
    help: 'By how much reading is behind the newest record of the source; absent where that is not known.',
    kind: 'gauge',
    read: (source) => {
      const behindMs = backlogOf(source)?.behindMs
      return behindMs === undefined ? undefined : behindMs / 1000
    },
  },
  {
    name: 'source_backlog_records',
    help: 'Records of the source that were not read yet; absent where they are not counted.',
    kind: 'gauge',
    read: (source) => backlogOf(source)?.records,
  },
  {
    name: 'failed_validation_records_total',
    help: 'Records of a topic of Kafka that are too large.',
    kind: 'counter',
    read: ({ stream, counters }) =>
      stream.type === 'MSKAsSource' ? counters.failedValidationRecords : undefined,
  },
  {
    name: 'failed_validation_bytes_total',
    help: 'Data of records that are too large.',
    kind: 'counter',
    read: ({ stream, counters }) =>
      stream.type === 'MSKAsSource' ? counters.failedValidationBytes : undefined,
  },
  {
    name: 'succeed_processing_records_total',
    help: 'Records that processing has made.',
    kind: 'counter',
    read: ({ counters }) => counters.processedRecords,
  },
  {
    name: 'succeed_processing_bytes_total',
    help: 'Data of records that processing has made.',
    kind: 'counter',
    read: ({ counters }) => counters.processedBytes,
  },
  {
    name: 'delivery_bytes_total',
    help: 'Data of records that the destination has confirmed.',
    kind: 'counter',
    read: ({ counters }) => counters.deliveredBytes,
  },
  {
    name: 'delivery_records_total',
    help: 'Records that the destination has confirmed.',
    kind: 'counter',
    read: ({ counters }) => counters.deliveredRecords,
  },
  {
    name: 'delivery_attempts_total',
    help: 'Attempts to deliver to the destination.',
    kind: 'counter',
    read: ({ counters }) => counters.attempts,
  },
  {
    name: 'delivery_attempts_failed_total',
    help: 'Attempts of which something is left.',
    kind: 'counter',
    read: ({ counters }) => counters.failedAttempts,
  },
  {
    name: 'delivery_data_freshness_seconds',
    help: 'Age of the oldest record that was read and is not delivered; 0 when there is none.',
    kind: 'gauge',
    read: (source) => ageSeconds(source, source.counters.oldestMs),
  },
  {
    name: 'failed_records_total',
    help: 'Records written to the error output.',
    kind: 'counter',
    read: ({ counters }) => counters.failedRecords,
  },
  {
    name: 'expired_records_total',
    help: 'Records given up, as their source does not keep them any more.',
    kind: 'counter',
    read: ({ counters }) => counters.expiredRecords,
  },
  {
    name: 'backup_bytes_total',
    help: 'Data of records in the backup of every record.',
    kind: 'counter',
    read: ({ counters }) => counters.backup.deliveredBytes,
  },
  {
    name: 'backup_records_total',
    help: 'Records in the backup of every record.',
    kind: 'counter',
    read: ({ counters }) => counters.backup.deliveredRecords,
  },
  {
    name: 'backup_attempts_total',
    help: 'Attempts to write to the backup of every record.',
    kind: 'counter',
    read: ({ counters }) => counters.backup.attempts,
  },
  {
    name: 'backup_attempts_failed_total',
    help: 'Attempts of which something is left.',
    kind: 'counter',
    read: ({ counters }) => counters.backup.failedAttempts,
  },
  ...bufferMetrics,
]

/** What each delivery stream does, for /metrics. Without delivery streams there is nothing. See docs/metrics.md. */
export function firehoseMetrics(firehose: FirehoseSink): Metric[] {
  const { streams, metrics } = firehose
  const sources = [...streams.all()].map((stream) => ({
    labels: labelsOf(stream),
    source: { stream, counters: metrics.of(stream.log), firehose },
  }))
  return labelledMetrics('millrace_firehose_', table, sources)
}

function labelsOf({ account, region, name, destination }: DeliveryStreamState) {
  return { account, region, delivery_stream: name, destination: destination.kind }
}
