import { hasCode } from '../base/index.ts'
import type { Metric } from '../http/index.ts'
import type { QueueCounts, QueueState, Queues } from '../sqs-layer/index.ts'

type Sample = Metric['samples'][number]

interface Counted {
  /** What the metric is called behind `millrace_sqs_queue_`: CloudWatch's name in Prometheus' spelling, with its unit. */
  readonly name: string
  readonly help: string
  read(counts: QueueCounts): number
}

const table: readonly Counted[] = [
  {
    name: 'approximate_number_of_messages_visible',
    help: 'Messages that can be received now.',
    read: ({ visible }) => visible,
  },
  {
    name: 'approximate_number_of_messages_not_visible',
    help: 'Messages in flight: received, and neither deleted nor visible again.',
    read: ({ notVisible }) => notVisible,
  },
  {
    name: 'approximate_number_of_messages_delayed',
    help: 'Messages that cannot be received yet, as their delay is not over.',
    read: ({ delayed }) => delayed,
  },
  {
    name: 'approximate_age_of_oldest_message_seconds',
    help: 'Age of the oldest message that is not deleted; 0 when there is none.',
    read: ({ ageOfOldestMs = 0 }) => ageOfOldestMs / 1000,
  },
]

interface CountedQueue {
  readonly labels: NonNullable<Sample['labels']>
  readonly counts: QueueCounts
}

/** How many messages each queue has, of what kind, for /metrics. See docs/metrics.md. */
export async function queueMetrics(queues: Queues): Promise<Metric[]> {
  const counted: CountedQueue[] = []
  for (const queue of queues.control.all()) {
    const counts = await countsOf(queues, queue)
    if (counts !== undefined) counted.push({ labels: labelsOf(queue), counts })
  }
  if (counted.length === 0) return []
  return table.map(({ name, help, read }) => ({
    name: `millrace_sqs_queue_${name}`,
    help,
    kind: 'gauge',
    samples: counted.map(({ labels, counts }) => ({ labels, value: read(counts) })),
  }))
}

/** Undefined for a queue that was deleted meanwhile, or that cannot be read: its calls say what is wrong. */
async function countsOf(queues: Queues, queue: QueueState): Promise<QueueCounts | undefined> {
  try {
    const open = await queues.open(queue, queue.name)
    return await open.counts()
  } catch (error) {
    if (hasCode(error, 'QUEUE_NOT_FOUND') || hasCode(error, 'LOG_CORRUPT')) return undefined
    throw error
  }
}

function labelsOf({ account, region, name }: QueueState) {
  return { account, region, queue: name }
}
