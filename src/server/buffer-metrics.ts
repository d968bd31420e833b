import type { DeliveryCounters } from '../firehose-sink/index.ts'
import type { Told } from './labelled-metrics.ts'

/** What whoever delivers buffers shows of them, after all else. */
export const bufferMetrics: readonly Told<{ readonly counters: DeliveryCounters }>[] = [
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
    help: 'When something failed last; absent when nothing has since the start.',
    kind: 'gauge',
    read: ({ counters }) => counters.lastError && counters.lastError.atMs / 1000,
  },
]
