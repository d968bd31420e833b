import { createSqsService } from '../api/sqs/index.ts'
import type { LogStore } from '../log/index.ts'
import { openQueues, type Queues } from '../sqs-layer/index.ts'
import type { OpenService } from './open-service.ts'
import type { Options } from './option-table.ts'
import { queueMetrics } from './queue-metrics.ts'
import type { ServerPorts } from './server-ports.ts'
import { warnOfUnenforcedQueues } from './unenforced-queue-settings.ts'

export interface OpenSqs extends OpenService {
  readonly queues: Queues
}

/** SQS. @throws as openQueues */
export async function openSqs({ limits }: Options, ports: ServerPorts, store: LogStore): Promise<OpenSqs> {
  const queues = await openQueues({ ...ports, store, limits })
  warnOfUnenforcedQueues(queues, ports.logger)
  return {
    queues,
    service: createSqsService(queues),
    metrics: () => queueMetrics(queues),
    close: () => queues.close(),
  }
}
