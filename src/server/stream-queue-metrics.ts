import { hasCode } from '../base/index.ts'
import type { Metric } from '../http/index.ts'
import type { StreamQueueState, Streams } from '../shards/index.ts'
import type { QueueCounters, QueueCounts, StreamQueues } from '../stream-queues/index.ts'

type Sample = Metric['samples'][number]

interface Counted {
  /** What the metric is called behind `millrace_kinesis_queue_`: CloudWatch's name in Prometheus' spelling. */
  readonly name: string
  readonly help: string
  readonly kind: Metric['kind']
  read(counts: QueueCounts, counters: QueueCounters): number
}

const table: readonly Counted[] = [
  {
    name: 'received_queue_records_total',
    help: 'Records given to consumers, dead letters among them.',
    kind: 'counter',
    read: (_, { received }) => received,
  },
  {
    name: 'acknowledged_queue_records_total',
    help: 'Records that consumers have acknowledged, dead letters among them.',
    kind: 'counter',
    read: (_, { acknowledged }) => acknowledged,
  },
  {
    name: 'empty_receives_total',
    help: 'Receives that were answered with nothing.',
    kind: 'counter',
    read: (_, { emptyReceives }) => emptyReceives,
  },
  {
    name: 'visible_queue_records',
    help: 'Records that can be received now.',
    kind: 'gauge',
    read: ({ visible }) => visible,
  },
  {
    name: 'in_flight_queue_records',
    help: 'Records that were received, and neither acknowledged nor visible again.',
    kind: 'gauge',
    read: ({ inFlight }) => inFlight,
  },
  {
    name: 'visible_dead_letter_queue_records',
    help: 'Dead letters that can be received now.',
    kind: 'gauge',
    read: ({ visibleDead }) => visibleDead,
  },
  {
    name: 'in_flight_dead_letter_queue_records',
    help: 'Dead letters that were received, and neither acknowledged, restored nor visible again.',
    kind: 'gauge',
    read: ({ inFlightDead }) => inFlightDead,
  },
]

interface CountedQueue {
  readonly labels: NonNullable<Sample['labels']>
  readonly counts: QueueCounts
  readonly counters: QueueCounters
}

/** How many records each queue over a stream has, and what consumers have done with them, for /metrics. See docs/metrics.md. */
export async function streamQueueMetrics(streams: Streams, queues: StreamQueues): Promise<Metric[]> {
  const counted: CountedQueue[] = []
  for (const queue of streams.queues.all()) {
    const one = await countedQueue(queues, queue)
    if (one !== undefined) counted.push(one)
  }
  if (counted.length === 0) return []
  return table.map(({ name, help, kind, read }) => ({
    name: `millrace_kinesis_queue_${name}`,
    help,
    kind,
    samples: counted.map(({ labels, counts, counters }) => ({ labels, value: read(counts, counters) })),
  }))
}

/** Undefined for a queue that does not serve now, or that cannot be read: its calls say what is wrong. */
async function countedQueue(
  queues: StreamQueues,
  state: StreamQueueState,
): Promise<CountedQueue | undefined> {
  try {
    const queue = await queues.open(state)
    const { account, region, stream, name } = state
    return {
      labels: { account, region, stream, queue: name },
      counts: queue.counts(),
      counters: queue.counters,
    }
  } catch (error) {
    if (hasCode(error, 'STREAM_QUEUE_NOT_FOUND') || hasCode(error, 'LOG_CORRUPT')) return undefined
    throw error
  }
}
