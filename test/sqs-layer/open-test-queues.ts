import { ManualClock, MemoryFileSystem, silentLogger, systemRandom } from '../../src/base/index.ts'
import type { LogStore } from '../../src/log/index.ts'
import {
  type OutgoingMessage,
  type Owner,
  openQueues,
  type Queue,
  type QueueSettings,
  type Queues,
  type QueuesOptions,
  type ReceivedMessage,
  type SentMessage,
} from '../../src/sqs-layer/index.ts'
import { openTestStore } from '../log/open-test-store.ts'
import { poisonAfterUse } from '../log/poison-after-use.ts'

/** 2026-01-02T03:04:05.678Z */
export const startMs = 1_767_323_045_678

export const owner: Owner = { account: '000000000000', region: 'us-east-1' }

export interface TestQueues {
  readonly queues: Queues
  readonly store: LogStore
  readonly clock: ManualClock
  /** Makes a queue, or finds it, and opens it. */
  queue(name: string, settings?: Partial<QueueSettings>): Promise<Queue>
  /** Moves the clock, and lets go on what can. */
  pass(seconds: number): Promise<void>
  /** Closes all, and opens it again over the same disk. */
  restart(): Promise<TestQueues>
}

/** Queues over a memory disk and a clock that stands still, with AWS's limits. */
export async function openTestQueues(
  options: Partial<QueuesOptions> = {},
  files = new MemoryFileSystem(),
  clock = new ManualClock(startMs),
): Promise<TestQueues> {
  const random = systemRandom
  const logger = silentLogger
  const store = poisonAfterUse(await openTestStore({ files, clock }))
  const queues = await openQueues({ store, clock, random, logger, limits: 'aws', ...options })
  return {
    queues,
    store,
    clock,
    async queue(name, settings) {
      await queues.control.create(owner, settings === undefined ? { name } : { name, settings })
      return queues.open(owner, name)
    },
    async pass(seconds) {
      clock.advance(seconds * 1000)
      await settle()
    },
    async restart() {
      await queues.close()
      await store.close()
      return openTestQueues(options, files, clock)
    },
  }
}

/** Lets everything go on that can: a memory disk is never far away. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
}

export function message(text: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return { body: Buffer.from(text), ...more }
}

/** Sends texts in one call; all must be accepted. */
export async function send(
  queue: Queue,
  texts: readonly string[],
  more: Partial<OutgoingMessage> = {},
): Promise<SentMessage[]> {
  const outcomes = await queue.send(
    texts.map((text) => message(text, more)),
    owner.account,
  )
  return outcomes.map((outcome) => {
    if (outcome.kind === 'refused') throw outcome.error
    return outcome
  })
}

export const textOf = ({ body }: ReceivedMessage) => body.toString()

/** The texts of one receive. */
export async function texts(queue: Queue, countMax = 10): Promise<string[]> {
  return (await queue.receive({ countMax })).map(textOf)
}
