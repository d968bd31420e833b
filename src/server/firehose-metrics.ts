import type { DeliveryCounters, DeliveryStreamState, FirehoseSink } from '../firehose-sink/index.ts'
import type { Metric } from '../http/index.ts'
import { labelledMetrics, type Told } from './labelled-metrics.ts'

interface Source {
  readonly counters: DeliveryCounters
  readonly nowMs: number
}

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
    help: 'Attempts to deliver, to destination, backup or error output.',
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
    read: ({ counters, nowMs }) => Math.max(0, nowMs - (counters.oldestMs ?? nowMs)) / 1000,
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
    read: ({ counters }) => counters.backedUpBytes,
  },
  {
    name: 'backup_records_total',
    help: 'Records in the backup of every record.',
    kind: 'counter',
    read: ({ counters }) => counters.backedUpRecords,
  },
  {
    name: 'buffered_bytes',
    help: 'Data of records in memory: read, and not delivered yet.',
    kind: 'gauge',
    read: ({ counters }) => counters.bufferedBytes,
  },
  {
    name: 'buffered_records',
    help: 'Records in memory.',
    kind: 'gauge',
    read: ({ counters }) => counters.bufferedRecords,
  },
  {
    name: 'last_error_timestamp_seconds',
    help: 'When an attempt failed last; absent when none has since the start.',
    kind: 'gauge',
    read: ({ counters }) => counters.lastError && counters.lastError.atMs / 1000,
  },
]

/** What each delivery stream does, for /metrics. Without delivery streams there is nothing. See docs/metrics.md. */
export function firehoseMetrics({ streams, metrics, clock }: FirehoseSink): Metric[] {
  const nowMs = clock.nowMs()
  const sources = [...streams.all()].map((stream) => ({
    labels: labelsOf(stream),
    source: { counters: metrics.of(stream.log), nowMs },
  }))
  return labelledMetrics('millrace_firehose_', table, sources)
}

function labelsOf({ account, region, name, destination }: DeliveryStreamState) {
  return { account, region, delivery_stream: name, destination: destination.kind }
}
