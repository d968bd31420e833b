import type { Service } from '../api/index.ts'
import { CallThrottle, createKinesisService } from '../api/kinesis/index.ts'
import type { LogStore } from '../log/index.ts'
import { openStreams } from '../shards/index.ts'
import type { Options } from './option-table.ts'
import { loadQuotas } from './quota-file.ts'
import type { ServerPorts } from './server-ports.ts'

export interface Services {
  readonly all: readonly Service[]
  /** To be called before the store is closed: lets nothing of theirs be on its way to it any more. */
  close(): Promise<void>
}

/** Every AWS service that this server is, on one log store. @throws CodedError SERVER_OPTION_INVALID as `loadQuotas` */
export async function startServices(
  options: Options,
  ports: ServerPorts,
  store: LogStore,
): Promise<Services> {
  const { limits, transitionMs } = options
  const { callsPerSecond, ...quotas } = loadQuotas(options.quotas)
  const streams = await openStreams({ ...ports, store, limits, quotas, transitionMs })
  const throttle = limits === 'aws' ? new CallThrottle(ports.clock, callsPerSecond) : undefined
  return { all: [createKinesisService({ streams, throttle })], close: () => streams.close() }
}
