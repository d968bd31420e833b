import { hasCode } from '../base/index.ts'
import type { Metric } from '../http/index.ts'
import type { QueueCounters, QueueCounts, QueueState, Queues } from '../sqs-layer/index.ts'

type Sample = Metric['samples'][number]

interface Counted {
  /** What the metric is called behind `millrace_sqs_queue_`: CloudWatch's name in Prometheus' spelling, with its unit. */
  readonly name: string
  readonly help: string
  readonly kind: 'counter' | 'gauge'
  read(counts: QueueCounts, counters: QueueCounters): number
}

const table: readonly Counted[] = [
  {
    name: 'approximate_number_of_messages_visible',
    help: 'Messages that can be received now.',
    kind: 'gauge',
    read: ({ visible }) => visible,
  },
  {
    name: 'approximate_number_of_messages_not_visible',
    help: 'Messages in flight: received, and neither deleted nor visible again.',
    kind: 'gauge',
    read: ({ notVisible }) => notVisible,
  },
  {
    name: 'approximate_number_of_messages_delayed',
    help: 'Messages that cannot be received yet, as their delay is not over.',
    kind: 'gauge',
    read: ({ delayed }) => delayed,
  },
  {
    name: 'approximate_age_of_oldest_message_seconds',
    help: 'Age of the oldest message that is not deleted, without those of a standard queue received three times or more; 0 when there is none.',
    kind: 'gauge',
    read: ({ ageOfOldestMs = 0 }) => ageOfOldestMs / 1000,
  },
  counter('number_of_messages_sent_total', 'Messages sent.', ({ sent }) => sent),
  counter(
    'sent_message_size_bytes_total',
    'Sizes of the messages sent, bodies and attributes.',
    ({ sentBytes }) => sentBytes,
  ),
  counter(
    'number_of_deduplicated_sent_messages_total',
    'Messages sent to a FIFO queue that repeat another.',
    ({ duplicates }) => duplicates,
  ),
  counter('number_of_messages_received_total', 'Messages received.', ({ received }) => received),
  counter(
    'number_of_empty_receives_total',
    'Receives without a message.',
    ({ emptyReceives }) => emptyReceives,
  ),
  counter('number_of_messages_deleted_total', 'Deletes with a good handle.', ({ deleted }) => deleted),
]

function counter(name: string, help: string, read: (counters: QueueCounters) => number): Counted {
  return { name, help, kind: 'counter', read: (_, counters) => read(counters) }
}

interface CountedQueue {
  readonly labels: NonNullable<Sample['labels']>
  readonly counts: QueueCounts
  readonly counters: QueueCounters
}

/** How many messages each queue has, of what kind, and what went through it, for /metrics. See docs/metrics.md. */
export async function queueMetrics(queues: Queues): Promise<Metric[]> {
  const counted: CountedQueue[] = []
  for (const state of queues.control.all()) {
    const queue = await countedQueue(queues, state)
    if (queue !== undefined) counted.push(queue)
  }
  if (counted.length === 0) return []
  return table.map(({ name, help, kind, read }) => ({
    name: `millrace_sqs_queue_${name}`,
    help,
    kind,
    samples: counted.map(({ labels, counts, counters }) => ({ labels, value: read(counts, counters) })),
  }))
}

/** Undefined for a queue that was deleted meanwhile, or that cannot be read: its calls say what is wrong. */
async function countedQueue(queues: Queues, state: QueueState): Promise<CountedQueue | undefined> {
  try {
    const queue = await queues.open(state, state.name)
    return { labels: labelsOf(state), counts: await queue.counts(), counters: queue.counters }
  } catch (error) {
    if (hasCode(error, 'QUEUE_NOT_FOUND') || hasCode(error, 'LOG_CORRUPT')) return undefined
    throw error
  }
}

function labelsOf({ account, region, name }: QueueState) {
  return { account, region, queue: name }
}
