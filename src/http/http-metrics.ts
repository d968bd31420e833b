import type { Metric, Sample } from './prometheus-text.ts'
import { bucketBoundsMs, type OperationMetrics, type RequestMetrics } from './request-metrics.ts'

/** What HTTP itself has counted, for /metrics. */
export function httpMetrics(requests: RequestMetrics): Metric[] {
  const called = requests.called()
  return [
    {
      name: 'millrace_http_requests_total',
      help: 'Requests answered, by operation and HTTP status.',
      kind: 'counter',
      samples: called.flatMap(statusSamples),
    },
    {
      name: 'millrace_http_request_bytes_total',
      help: 'Bytes of request bodies.',
      kind: 'counter',
      samples: called.map((operation) => ({ labels: labelsOf(operation), value: operation.bytesIn })),
    },
    {
      name: 'millrace_http_response_bytes_total',
      help: 'Bytes of response bodies.',
      kind: 'counter',
      samples: called.map((operation) => ({ labels: labelsOf(operation), value: operation.bytesOut })),
    },
    {
      name: 'millrace_http_request_duration_seconds',
      help: 'Time from the head of a request to its answer.',
      kind: 'histogram',
      samples: called.flatMap(durationSamples),
    },
  ]
}

function labelsOf({ service, operation }: OperationMetrics): Record<string, string> {
  return { service, operation }
}

function statusSamples(operation: OperationMetrics): Sample[] {
  return [...operation.byStatus].map(([status, value]) => ({
    labels: { ...labelsOf(operation), status },
    value,
  }))
}

function durationSamples(operation: OperationMetrics): Sample[] {
  const labels = labelsOf(operation)
  let below = 0
  const buckets = [...operation.buckets].map((count, i) => {
    below += count
    const bound = bucketBoundsMs[i]
    return {
      labels: { ...labels, le: bound === undefined ? '+Inf' : bound / 1000 },
      value: below,
      suffix: '_bucket',
    }
  })
  return [
    ...buckets,
    { labels, value: operation.totalMs / 1000, suffix: '_sum' },
    { labels, value: operation.count, suffix: '_count' },
  ]
}
