/** Source: the model's MetricsName, without ALL, which stands for all of them. */
export const shardMetrics = [
  'IncomingBytes',
  'IncomingRecords',
  'OutgoingBytes',
  'OutgoingRecords',
  'WriteProvisionedThroughputExceeded',
  'ReadProvisionedThroughputExceeded',
  'IteratorAgeMilliseconds',
] as const

export type ShardMetric = (typeof shardMetrics)[number]

/** The metrics that are on when `named` have been turned on beside those that were. */
export function withShardMetrics(
  current: readonly ShardMetric[],
  named: readonly (ShardMetric | 'ALL')[],
): ShardMetric[] {
  return shardMetrics.filter((metric) => current.includes(metric) || isNamed(metric, named))
}

export function withoutShardMetrics(
  current: readonly ShardMetric[],
  named: readonly (ShardMetric | 'ALL')[],
): ShardMetric[] {
  return current.filter((metric) => !isNamed(metric, named))
}

function isNamed(metric: ShardMetric, named: readonly (ShardMetric | 'ALL')[]): boolean {
  return named.includes('ALL') || named.includes(metric)
}
