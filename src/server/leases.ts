import { createLeasesService } from '../api/leases/index.ts'
import { Leases } from '../leases/index.ts'
import type { LogStore } from '../log/index.ts'
import { leaseMetrics } from './lease-metrics.ts'
import type { OpenService } from './open-service.ts'
import type { ServerPorts } from './server-ports.ts'

/** The leases of the workers of `millrace/consumers`. @throws as Leases.open */
export async function openLeases(ports: ServerPorts, store: LogStore): Promise<OpenService> {
  const leases = await Leases.open({ ...ports, store })
  return {
    service: createLeasesService(leases),
    metrics: async () => leaseMetrics(leases),
    close: () => leases.close(),
  }
}
