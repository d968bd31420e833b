import type { DeliveryCounters, FirehoseSink } from '../firehose-sink/index.ts'
import type { Metric } from '../http/index.ts'
import type { Streams } from '../shards/index.ts'
import { bufferMetrics } from './buffer-metrics.ts'
import { labelledMetrics, type Told } from './labelled-metrics.ts'

interface Source {
  readonly counters: DeliveryCounters
  readonly nowMs: number
}

/** CloudWatch's names, without the `DeliveryToS3` that is before each: there are no others here. */
const table: readonly Told<Source>[] = [
  {
    name: 'data_freshness_seconds',
    help: 'Age of the oldest record that was read and is not delivered; 0 when there is none.',
    kind: 'gauge',
    read: ({ counters, nowMs }) => Math.max(0, nowMs - (counters.oldestMs ?? nowMs)) / 1000,
  },
  {
    name: 'bytes_in_total',
    help: 'Data of records read from the stream.',
    kind: 'counter',
    read: ({ counters }) => counters.readBytes,
  },
  {
    name: 'bytes_out_total',
    help: 'Data of records that the bucket has confirmed, before compression.',
    kind: 'counter',
    read: ({ counters }) => counters.deliveredBytes,
  },
  {
    name: 'records_total',
    help: 'Records read from the stream.',
    kind: 'counter',
    read: ({ counters }) => counters.readRecords,
  },
  {
    name: 'successful_records_total',
    help: 'Records that the bucket has confirmed.',
    kind: 'counter',
    read: ({ counters }) => counters.deliveredRecords,
  },
  {
    name: 'failed_records_total',
    help: 'Records written to the dead letters.',
    kind: 'counter',
    read: ({ counters }) => counters.failedRecords,
  },
  {
    name: 'expired_records_total',
    help: 'Records given up, as the stream does not keep them any more.',
    kind: 'counter',
    read: ({ counters }) => counters.expiredRecords,
  },
  {
    name: 'delivery_attempts_total',
    help: 'Attempts to store an object.',
    kind: 'counter',
    read: ({ counters }) => counters.attempts,
  },
  {
    name: 'delivery_attempts_failed_total',
    help: 'Attempts that failed.',
    kind: 'counter',
    read: ({ counters }) => counters.failedAttempts,
  },
  ...bufferMetrics,
]

/** What each channel does, for /metrics. See docs/metrics.md. */
export function channelMetrics(streams: Streams, { channels, clock }: FirehoseSink): Metric[] {
  const nowMs = clock.nowMs()
  const sources = [...streams.channels.all()].map((channel) => {
    const { account, region, stream, name, id } = channel
    const labels = { account, region, stream, channel: name, channel_id: id }
    return { labels, source: { counters: channels.metrics.of(channel.positions), nowMs } }
  })
  return labelledMetrics('millrace_kinesis_channel_', table, sources)
}
