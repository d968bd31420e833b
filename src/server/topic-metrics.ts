import type { Metric } from '../http/index.ts'
import type { TopicCounters, Topics } from '../sns-layer/index.ts'
import { type Labelled, labelledMetrics, type Told } from './labelled-metrics.ts'

type Reason = keyof TopicCounters['filteredOut']

const table: readonly Told<TopicCounters>[] = [
  counter('number_of_messages_published_total', 'Messages published.', ({ published }) => published),
  counter(
    'published_message_size_bytes_total',
    'Sizes of the messages published, messages and attributes.',
    ({ publishedBytes }) => publishedBytes,
  ),
  counter(
    'number_of_notifications_filtered_out_total',
    'Messages that filter policies have kept from subscriptions.',
    ({ filteredOut }) => Object.values(filteredOut).reduce((sum, count) => sum + count, 0),
  ),
  filteredOut('message_attributes', 'MessageAttributes', 'by their attributes'),
  filteredOut('no_message_attributes', 'NoMessageAttributes', 'as they have no attributes'),
  filteredOut('invalid_attributes', 'InvalidAttributes', 'as an attribute cannot be read'),
  filteredOut('message_body', 'MessageBody', 'by their bodies'),
  filteredOut('invalid_message_body', 'InvalidMessageBody', 'as their bodies are no JSON objects'),
]

function counter(name: string, help: string, read: (counters: TopicCounters) => number): Told<TopicCounters> {
  return { name, help, kind: 'counter', read }
}

function filteredOut(name: string, reason: Reason, why: string): Told<TopicCounters> {
  return counter(
    `number_of_notifications_filtered_out_${name}_total`,
    `Messages kept from subscriptions ${why}.`,
    (counters) => counters.filteredOut[reason],
  )
}

/** What was published to each topic since the start, and what filters have kept from its subscriptions, for /metrics. See docs/metrics.md. */
export function topicMetrics({ control, publisher }: Topics): Metric[] {
  const counted: Labelled<TopicCounters>[] = []
  for (const topic of control.all()) {
    const source = publisher.countersIfAny(topic)
    const { account, region, name } = topic
    if (source !== undefined) counted.push({ labels: { account, region, topic: name }, source })
  }
  return labelledMetrics('millrace_sns_topic_', table, counted)
}
