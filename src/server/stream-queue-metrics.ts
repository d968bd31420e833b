import { hasCode } from '../base/index.ts'
import type { Metric } from '../http/index.ts'
import type { StreamQueueState, Streams } from '../shards/index.ts'
import type { QueueCounters, QueueCounts, StreamQueues } from '../stream-queues/index.ts'
import { type Labelled, labelledMetrics, type Told } from './labelled-metrics.ts'

interface Counted {
  readonly counts: QueueCounts
  readonly counters: QueueCounters
}

const table: readonly Told<Counted>[] = [
  {
    name: 'received_queue_records_total',
    help: 'Records given to consumers, dead letters among them.',
    kind: 'counter',
    read: ({ counters }) => counters.received,
  },
  {
    name: 'acknowledged_queue_records_total',
    help: 'Records that consumers have acknowledged, dead letters among them.',
    kind: 'counter',
    read: ({ counters }) => counters.acknowledged,
  },
  {
    name: 'empty_receives_total',
    help: 'Receives that were answered with nothing.',
    kind: 'counter',
    read: ({ counters }) => counters.emptyReceives,
  },
  {
    name: 'visible_queue_records',
    help: 'Records that can be received now.',
    kind: 'gauge',
    read: ({ counts }) => counts.visible,
  },
  {
    name: 'in_flight_queue_records',
    help: 'Records that were received, and neither acknowledged nor visible again.',
    kind: 'gauge',
    read: ({ counts }) => counts.inFlight,
  },
  {
    name: 'visible_dead_letter_queue_records',
    help: 'Dead letters that can be received now.',
    kind: 'gauge',
    read: ({ counts }) => counts.visibleDead,
  },
  {
    name: 'in_flight_dead_letter_queue_records',
    help: 'Dead letters that were received, and neither acknowledged, restored nor visible again.',
    kind: 'gauge',
    read: ({ counts }) => counts.inFlightDead,
  },
]

/** How many records each queue over a stream has, and what consumers have done with them, for /metrics. See docs/metrics.md. */
export async function streamQueueMetrics(streams: Streams, queues: StreamQueues): Promise<Metric[]> {
  const counted: Labelled<Counted>[] = []
  for (const state of streams.queues.all()) {
    const source = await countedQueue(queues, state)
    const { account, region, stream, name } = state
    if (source !== undefined) counted.push({ labels: { account, region, stream, queue: name }, source })
  }
  return labelledMetrics('millrace_kinesis_queue_', table, counted)
}

/** Undefined for a queue that does not serve now, or that cannot be read: its calls say what is wrong. */
async function countedQueue(queues: StreamQueues, state: StreamQueueState): Promise<Counted | undefined> {
  try {
    const queue = await queues.open(state)
    return { counts: queue.counts(), counters: queue.counters }
  } catch (error) {
    if (hasCode(error, 'STREAM_QUEUE_NOT_FOUND') || hasCode(error, 'LOG_CORRUPT')) return undefined
    throw error
  }
}
