import { hasCode } from '../base/index.ts'
import type { Metric } from '../http/index.ts'
import type { QueueCounters, QueueCounts, QueueState, Queues } from '../sqs-layer/index.ts'
import { type Labelled, labelledMetrics, type Told } from './labelled-metrics.ts'

/** The first scrape after a start reads from the disk what queues hold that nobody uses. */
const countedAtOnce = 16

interface Counted {
  readonly counts: QueueCounts
  /** Undefined if nothing has gone through the queue since the start. */
  readonly counters: QueueCounters | undefined
}

const table: readonly Told<Counted>[] = [
  {
    name: 'approximate_number_of_messages_visible',
    help: 'Messages that can be received now.',
    kind: 'gauge',
    read: ({ counts }) => counts.visible,
  },
  {
    name: 'approximate_number_of_messages_not_visible',
    help: 'Messages in flight: received, and neither deleted nor visible again.',
    kind: 'gauge',
    read: ({ counts }) => counts.notVisible,
  },
  {
    name: 'approximate_number_of_messages_delayed',
    help: 'Messages that cannot be received yet, as their delay is not over.',
    kind: 'gauge',
    read: ({ counts }) => counts.delayed,
  },
  {
    name: 'approximate_age_of_oldest_message_seconds',
    help: 'Age of the oldest message that is not deleted, without those of a standard queue received three times or more; 0 when there is none.',
    kind: 'gauge',
    read: ({ counts }) => (counts.ageOfOldestMs ?? 0) / 1000,
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

function counter(name: string, help: string, read: (counters: QueueCounters) => number): Told<Counted> {
  return { name, help, kind: 'counter', read: ({ counters }) => counters && read(counters) }
}

/**
 * How many messages each queue has, of what kind, and what went through it, for /metrics. A queue that is not in use stays closed.
 * See docs/metrics.md.
 */
export async function queueMetrics(queues: Queues): Promise<Metric[]> {
  const states = [...queues.control.all()]
  const counted: Labelled<Counted>[] = []
  for (let first = 0; first < states.length; first += countedAtOnce) {
    const some = states.slice(first, first + countedAtOnce)
    const sources = await Promise.all(some.map((state) => countedQueue(queues, state)))
    sources.forEach((source, i) => {
      const { account, region, name } = some[i]!
      if (source !== undefined) counted.push({ labels: { account, region, queue: name }, source })
    })
  }
  return labelledMetrics('millrace_sqs_queue_', table, counted)
}

/** Undefined for a queue that was deleted meanwhile, or that cannot be read: its calls say what is wrong. */
async function countedQueue(queues: Queues, state: QueueState): Promise<Counted | undefined> {
  try {
    return await queues.counts(state)
  } catch (error) {
    if (hasCode(error, 'QUEUE_NOT_FOUND') || hasCode(error, 'LOG_CORRUPT')) return undefined
    throw error
  }
}
