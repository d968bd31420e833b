import { CallThrottle, createKinesisService, type KinesisContext } from '../api/kinesis/index.ts'
import type { LogStore } from '../log/index.ts'
import { openStreams, type Streams } from '../shards/index.ts'
import { StreamQueues } from '../stream-queues/index.ts'
import type { OpenService } from './open-service.ts'
import type { Options } from './option-table.ts'
import { loadQuotas } from './quota-file.ts'
import type { ServerPorts } from './server-ports.ts'
import { streamMetrics } from './stream-metrics.ts'
import { streamQueueMetrics } from './stream-queue-metrics.ts'
import { warnOfUnenforced } from './unenforced-settings.ts'

export interface OpenKinesis extends OpenService {
  readonly streams: Streams
}

/** Kinesis Data Streams, with the queues over streams. @throws SERVER_OPTION_INVALID as `loadQuotas`, what openStreams throws */
export async function openKinesis(
  options: Options,
  ports: ServerPorts,
  { store, channels }: { store: LogStore; channels: KinesisContext['channels'] },
): Promise<OpenKinesis> {
  const { limits, transitionMs } = options
  const { callsPerSecond, ...quotas } = loadQuotas(options.quotas)
  const streams = await openStreams({ ...ports, store, limits, quotas, transitionMs })
  const queues = new StreamQueues({ ...ports, streams, store, limits })
  const throttle = limits === 'aws' ? new CallThrottle(ports.clock, callsPerSecond) : undefined
  warnOfUnenforced(streams, ports.logger)
  return {
    streams,
    service: createKinesisService({ streams, queues, channels, throttle }),
    metrics: async () => [...streamMetrics(streams), ...(await streamQueueMetrics(streams, queues))],
    async close() {
      await queues.close()
      await streams.close()
    },
  }
}
