import type { ManualClock, MemoryFileSystem } from '../../src/base/index.ts'
import type {
  QueuePosition,
  StreamQueueSettings,
  StreamQueueState,
  Streams,
  StreamsOptions,
} from '../../src/shards/index.ts'
import type { ReceivedRecord, RecordKind, StreamQueue, StreamQueues } from '../../src/stream-queues/index.ts'
import { openTestStreams, owner, putAll, type TestStreams } from '../shards/open-test-streams.ts'
import { queuesOver } from './queues-over.ts'

export interface QueueOptions extends Partial<StreamsOptions> {
  readonly position?: QueuePosition
  readonly settings?: Partial<StreamQueueSettings>
  readonly files?: MemoryFileSystem
}

export interface TestQueue {
  readonly streams: Streams
  readonly queues: StreamQueues
  readonly clock: ManualClock
  readonly state: StreamQueueState
  readonly queue: StreamQueue
  /** Puts records with these texts, in one call, over all shards. */
  put(...texts: string[]): Promise<void>
  /** What one receive gives, which does not wait. */
  receive(kind?: RecordKind, countMax?: number): Promise<ReceivedRecord[]>
  /** Moves the clock, and lets go on what can. */
  pass(seconds: number): Promise<void>
  /** Closes all, and opens it again over the same disk. */
  restart(): Promise<TestQueue>
}

/** An on-demand stream `test` of 4 shards, and a queue `work` over it, from TRIM_HORIZON on unless said otherwise. */
export async function openTestQueue({
  position,
  settings = {},
  files,
  ...options
}: QueueOptions = {}): Promise<TestQueue> {
  const opened = await openTestStreams(options, files)
  const { streams } = opened
  await streams.control.create(owner, { name: 'test', mode: 'ON_DEMAND' })
  const request = {
    name: 'work',
    stream: 'test',
    position: position ?? ({ type: 'TRIM_HORIZON' } as const),
    settings,
  }
  return over(opened, await streams.queues.create(owner, request))
}

async function over(opened: TestStreams, state: StreamQueueState): Promise<TestQueue> {
  const { streams, clock } = opened
  const queues = queuesOver(opened, 'aws')
  const queue = await queues.open(state)
  return {
    streams,
    queues,
    clock,
    state,
    queue,
    async put(...texts) {
      await putAll(
        streams,
        'test',
        texts.map((text) => ({ key: text, data: Buffer.from(text) })),
      )
    },
    receive: (kind = 'live', countMax = 10) => queue.receive({ kind, countMax, waitTimeSeconds: 0 }),
    async pass(seconds) {
      clock.advance(seconds * 1000)
      await settle()
    },
    async restart() {
      await queues.close()
      return over(await opened.restart(), state)
    },
  }
}

/** Lets everything go on that can: a memory disk is never far away. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
}

export const textOf = ({ data }: ReceivedRecord) => data.toString()
export const textsOf = (records: readonly ReceivedRecord[]) => records.map(textOf).sort()
export const handlesOf = (records: readonly ReceivedRecord[]) =>
  records.map(({ receiptHandle }) => receiptHandle)
