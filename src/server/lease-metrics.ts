import { counter, type Metric } from '../http/index.ts'
import type { Leases } from '../leases/index.ts'

/** The leases of each application, for /metrics. Without leases there are none. See docs/metrics.md. */
export function leaseMetrics(leases: Leases): Metric[] {
  const applications = [...leases.applications()].map(({ application, leases: all, count }) => {
    const { name, ...owner } = application
    const owned = [...all].reduce((sum, lease) => sum + (lease.owner === undefined ? 0 : 1), 0)
    return { labels: { ...owner, application: name }, count, owned }
  })
  if (applications.length === 0) return []
  return [
    {
      name: 'millrace_leases',
      help: 'Leases of an application: its shards, and those done whose records are still there.',
      kind: 'gauge',
      samples: applications.map(({ labels, count }) => ({ labels, value: count })),
    },
    {
      name: 'millrace_leases_owned',
      help: 'Leases that a worker has.',
      kind: 'gauge',
      samples: applications.map(({ labels, owned }) => ({ labels, value: owned })),
    },
    counter('millrace_lease_writes_total', 'Writes of leases that were done.', leases.written),
    counter(
      'millrace_lease_writes_refused_total',
      'Writes of leases that expected the lease to be another: another worker was first.',
      leases.refused,
    ),
  ]
}
