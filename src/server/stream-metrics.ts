import type { Metric } from '../http/index.ts'
import {
  type Counters,
  type ShardMetric,
  type StreamState,
  type Streams,
  shardIdOf,
} from '../shards/index.ts'

type Sample = Metric['samples'][number]

interface Counted {
  /** As CloudWatch names it. */
  readonly metric: ShardMetric
  /** What the metric is called behind `millrace_kinesis_stream_` and `millrace_kinesis_shard_`. */
  readonly name: string
  readonly help: string
  readonly kind: 'counter' | 'gauge'
  read(counters: Counters): number | undefined
}

const table: readonly Counted[] = [
  {
    metric: 'IncomingBytes',
    name: 'incoming_bytes_total',
    help: 'Keys and data of records put.',
    kind: 'counter',
    read: ({ incomingBytes }) => incomingBytes,
  },
  {
    metric: 'IncomingRecords',
    name: 'incoming_records_total',
    help: 'Records put.',
    kind: 'counter',
    read: ({ incomingRecords }) => incomingRecords,
  },
  {
    metric: 'OutgoingBytes',
    name: 'outgoing_bytes_total',
    help: 'Keys and data of records read.',
    kind: 'counter',
    read: ({ outgoingBytes }) => outgoingBytes,
  },
  {
    metric: 'OutgoingRecords',
    name: 'outgoing_records_total',
    help: 'Records read.',
    kind: 'counter',
    read: ({ outgoingRecords }) => outgoingRecords,
  },
  {
    metric: 'WriteProvisionedThroughputExceeded',
    name: 'write_provisioned_throughput_exceeded_total',
    help: 'Records refused as over the rate of their shard.',
    kind: 'counter',
    read: ({ writesThrottled }) => writesThrottled,
  },
  {
    metric: 'ReadProvisionedThroughputExceeded',
    name: 'read_provisioned_throughput_exceeded_total',
    help: 'Reads refused as over the rate of their shard.',
    kind: 'counter',
    read: ({ readsThrottled }) => readsThrottled,
  },
  {
    metric: 'IteratorAgeMilliseconds',
    name: 'iterator_age_milliseconds',
    help: 'Age of the last record of the last read; 0 at the end of the shard.',
    kind: 'gauge',
    read: ({ iteratorAgeMs }) => iteratorAgeMs,
  },
]

/**
 * What goes through the streams, for /metrics: of every stream in use, and of those of its shards in use for which
 * EnableEnhancedMonitoring has turned the metric on. See docs/metrics.md.
 */
export function streamMetrics(streams: Streams): Metric[] {
  const all = [...streams.control.all()]
  return [
    ...table.map((row) => metricOf('stream', row, streamSamples(streams, all, row))),
    ...table.map((row) => metricOf('shard', row, shardSamples(streams, all, row))),
  ].filter(({ samples }) => samples.length > 0)
}

function metricOf(level: 'stream' | 'shard', { name, help, kind }: Counted, samples: Sample[]): Metric {
  return { name: `millrace_kinesis_${level}_${name}`, help, kind, samples }
}

function streamSamples(streams: Streams, all: readonly StreamState[], row: Counted): Sample[] {
  return all.flatMap((stream) => sampleOf(row, streams.inUse.countersOf(stream), labelsOf(stream)))
}

function shardSamples(streams: Streams, all: readonly StreamState[], row: Counted): Sample[] {
  return all
    .filter(({ shardMetrics = [] }) => shardMetrics.includes(row.metric))
    .flatMap((stream) =>
      stream.shards.flatMap((shard) =>
        sampleOf(row, streams.inUse.shardCountersOf(shard.log), {
          ...labelsOf(stream),
          shard: shardIdOf(shard.index),
        }),
      ),
    )
}

function sampleOf(
  { read }: Counted,
  counters: Counters | undefined,
  labels: NonNullable<Sample['labels']>,
): Sample[] {
  const value = counters && read(counters)
  return value === undefined ? [] : [{ labels, value }]
}

function labelsOf({ account, region, name }: StreamState) {
  return { account, region, stream: name }
}
