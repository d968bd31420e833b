import type { Service } from '../api/index.ts'
import { createKinesisService } from '../api/kinesis/index.ts'
import type { LogStore } from '../log/index.ts'
import { openStreams } from '../shards/index.ts'
import type { Options } from './option-table.ts'
import type { ServerPorts } from './server-ports.ts'

export interface Services {
  readonly all: readonly Service[]
  /** To be called before the store is closed: lets nothing of theirs be on its way to it any more. */
  close(): Promise<void>
}

/** Every AWS service that this server is, on one log store. */
export async function startServices(
  options: Options,
  ports: ServerPorts,
  store: LogStore,
): Promise<Services> {
  const streams = await openStreams({
    ...ports,
    store,
    limits: options.limits,
    transitionMs: options.transitionMs,
  })
  return { all: [createKinesisService({ streams })], close: () => streams.close() }
}
