import type { Metric } from '../http/index.ts'
import type { Deliveries, DeliveryCounters } from '../sns-layer/delivery/index.ts'
import { parseTopicArn } from '../sns-layer/index.ts'
import { labelledMetrics, type Told } from './labelled-metrics.ts'

const table: readonly Told<DeliveryCounters>[] = [
  {
    name: 'number_of_notifications_delivered_total',
    help: 'Messages delivered, to everything but queues.',
    kind: 'counter',
    read: ({ notificationsDelivered }) => notificationsDelivered,
  },
  {
    name: 'number_of_notifications_failed_total',
    help: 'Failed attempts to deliver by HTTP, and deliveries given up to everything else.',
    kind: 'counter',
    read: ({ notificationsFailed }) => notificationsFailed,
  },
  {
    name: 'number_of_notifications_redriven_to_dlq_total',
    help: 'Messages that could not be delivered and went to a dead-letter queue.',
    kind: 'counter',
    read: ({ notificationsRedrivenToDlq }) => notificationsRedrivenToDlq,
  },
  {
    name: 'number_of_notifications_failed_to_redrive_to_dlq_total',
    help: 'Messages that could not be delivered, whose dead-letter queue is gone.',
    kind: 'counter',
    read: ({ notificationsFailedToRedriveToDlq }) => notificationsFailedToRedriveToDlq,
  },
]

/** What has been delivered of each topic since the start, and what waits of all of them now. */
export function deliveryMetrics(deliveries: Deliveries): Metric[] {
  const topics = [...deliveries.counters()].map(([arn, source]) => {
    const { account = '', region = '', name = '' } = parseTopicArn(arn) ?? {}
    return { labels: { account, region, topic: name }, source }
  })
  const { laneCount, openCount, underWayCount } = deliveries.lanes
  return [
    ...labelledMetrics('millrace_sns_', table, topics),
    gauge('subscriptions_with_backlog', 'Subscriptions with deliveries that are not made.', laneCount),
    gauge('delivery_queues_open', 'Those of them whose backlog is in memory.', openCount),
    gauge('deliveries_under_way', 'Deliveries that are being made.', underWayCount),
  ]
}

function gauge(name: string, help: string, value: number): Metric {
  return { name: `millrace_sns_${name}`, help, kind: 'gauge', samples: [{ value }] }
}
