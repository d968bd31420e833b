import { silentLogger } from '../../src/base/index.ts'
import { StreamQueues, type StreamQueuesOptions } from '../../src/stream-queues/index.ts'
import type { TestStreams } from '../shards/open-test-streams.ts'

/** The queues over these streams. To be closed before them. No limits unless asked for. */
export function queuesOver(
  { streams, store, clock }: Pick<TestStreams, 'streams' | 'store' | 'clock'>,
  limits: StreamQueuesOptions['limits'] = 'off',
): StreamQueues {
  return new StreamQueues({ streams, store, clock, logger: silentLogger, limits })
}
