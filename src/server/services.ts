import { createFirehoseService } from '../api/firehose/index.ts'
import type { Service } from '../api/index.ts'
import { CallThrottle, createKinesisService } from '../api/kinesis/index.ts'
import { createLeasesService } from '../api/leases/index.ts'
import { createSnsService } from '../api/sns/index.ts'
import { createSqsService } from '../api/sqs/index.ts'
import { Functions } from '../functions/index.ts'
import type { Metric, Page } from '../http/index.ts'
import { HttpClient } from '../http-client/index.ts'
import { Leases } from '../leases/index.ts'
import type { LogStore } from '../log/index.ts'
import { openStreams } from '../shards/index.ts'
import { openQueues } from '../sqs-layer/index.ts'
import { StreamQueues } from '../stream-queues/index.ts'
import { channelMetrics } from './channel-metrics.ts'
import { deliveryMetrics } from './delivery-metrics.ts'
import { openFirehose } from './firehose.ts'
import { firehoseMetrics } from './firehose-metrics.ts'
import { firehosePage } from './firehose-page.ts'
import { loadFunctions } from './functions-file.ts'
import { leaseMetrics } from './lease-metrics.ts'
import { openMessaging } from './messaging.ts'
import type { Options } from './option-table.ts'
import { queueMetrics } from './queue-metrics.ts'
import { loadQuotas } from './quota-file.ts'
import type { ServerPorts } from './server-ports.ts'
import { openSns, type SnsIdentity } from './sns.ts'
import { streamMetrics } from './stream-metrics.ts'
import { streamQueueMetrics } from './stream-queue-metrics.ts'
import { topicMetrics } from './topic-metrics.ts'
import { warnOfUnenforced, warnOfUnenforcedFirehose, warnOfUnenforcedQueues } from './unenforced-settings.ts'

export interface Services {
  readonly all: readonly Service[]
  /** What they have counted, for /metrics. */
  metrics(): Promise<Metric[]>
  /** What they show by paths of their own. */
  readonly pages: readonly Page[]
  /** To be called before the store is closed: lets nothing of theirs be on its way to it any more. */
  close(): Promise<void>
}

export interface ServiceParts {
  readonly store: LogStore
  /** The data folder. */
  readonly directory: string
  readonly identity: SnsIdentity
}

/** Every AWS service that this server is, and its own leases, on one log store. @throws CodedError SERVER_OPTION_INVALID as `loadQuotas` */
export async function startServices(
  options: Options,
  ports: ServerPorts,
  { store, directory, identity }: ServiceParts,
): Promise<Services> {
  const { limits, transitionMs } = options
  const { callsPerSecond, ...quotas } = loadQuotas(options.quotas)
  const streams = await openStreams({ ...ports, store, limits, quotas, transitionMs })
  const queues = await openQueues({ ...ports, store, limits })
  const streamQueues = new StreamQueues({ ...ports, streams, store, limits })
  const leases = await Leases.open({ ...ports, store })
  const http = new HttpClient({ ...ports, allowPrivateAddresses: options.reach === 'any' })
  const functions = new Functions(loadFunctions(options.functions), { ...ports, http })
  const firehose = await openFirehose(options, ports, { store, http, kinesis: streams, functions })
  const messaging = await openMessaging(options, ports, { store, directory })
  const sns = await openSns({ ...identity, options, ports, store, queues, functions, firehose, messaging })
  const throttle = limits === 'aws' ? new CallThrottle(ports.clock, callsPerSecond) : undefined
  warnOfUnenforced(streams, ports.logger)
  warnOfUnenforcedQueues(queues, ports.logger)
  warnOfUnenforcedFirehose(firehose, ports.logger)
  return {
    all: [
      createKinesisService({ streams, queues: streamQueues, channels: firehose.channels, throttle }),
      createSqsService(queues),
      createSnsService({ topics: sns.topics, messaging }),
      createLeasesService(leases),
      createFirehoseService(firehose),
    ],
    metrics: async () => [
      ...streamMetrics(streams),
      ...(await streamQueueMetrics(streams, streamQueues)),
      ...channelMetrics(streams, firehose),
      ...(await queueMetrics(queues)),
      ...topicMetrics(sns.topics),
      ...deliveryMetrics(sns.deliveries),
      ...leaseMetrics(leases),
      ...firehoseMetrics(firehose),
    ],
    pages: [firehosePage(firehose)],
    async close() {
      // Deliveries go by messaging, and messaging publishes its events to topics.
      await sns.stopDeliveries()
      await messaging.close()
      await sns.close()
      await firehose.close()
      http.close()
      await streamQueues.close()
      await streams.close()
      await queues.close()
      await leases.close()
      await functions.close()
    },
  }
}
