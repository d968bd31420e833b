import { ManualClock, MemoryFileSystem, silentLogger } from '../../../../src/base/index.ts'
import type { LogStore } from '../../../../src/log/index.ts'
import { DeliveryLanes } from '../../../../src/sns-layer/delivery/lanes/delivery-lanes.ts'
import type { Verdict } from '../../../../src/sns-layer/delivery/lanes/verdict.ts'
import { commitPrepared } from '../../../../src/sqs-layer/index.ts'
import { openTestStore } from '../../../log/open-test-store.ts'

export const startMs = 1_767_323_045_678
export const delivered: Verdict = { kind: 'done', isHealthy: true }

/** What a subscriber does with a delivery. `delivered` by default. */
export type Subscriber = (text: string, attempts: number, signal: AbortSignal) => Verdict | Promise<Verdict>

export interface TestLanes {
  readonly lanes: DeliveryLanes
  readonly store: LogStore
  readonly clock: ManualClock
  /** By lane; a lane without one has nobody. */
  readonly subscribers: Map<string, Subscriber>
  /** The deliveries that were tried: `lane:text`. */
  readonly tried: string[]
  rate: number | undefined
  /** @param messages `lane:text` each, or `lane:text@group` of a FIFO lane. In one commit */
  publish(...messages: readonly string[]): Promise<void>
  pass(seconds: number): Promise<void>
  restart(): Promise<TestLanes>
}

/** Fewer than a server has. */
export const openMax = 100

export async function openTestLanes(
  files = new MemoryFileSystem(),
  clock = new ManualClock(startMs),
  subscribers = new Map<string, Subscriber>(),
): Promise<TestLanes> {
  const store = await openTestStore({ files, clock })
  const tried: string[] = []
  const lanes = await DeliveryLanes.open({
    store,
    clock,
    logger: silentLogger,
    openMax,
    recipientOf: async (name) => {
      const subscriber = subscribers.get(name)
      return (
        subscriber && {
          deliveriesPerSecond: opened.rate,
          attempt: async ({ body, attempts }, signal) => {
            const text = Buffer.from(body).toString()
            tried.push(`${name}:${text}`)
            return subscriber(text, attempts, signal)
          },
        }
      )
    },
  })
  const opened: TestLanes = {
    lanes,
    store,
    clock,
    subscribers,
    tried,
    rate: undefined,
    publish: (...messages) => publish(opened, messages),
    async pass(seconds) {
      clock.advance(seconds * 1000)
      await settle()
    },
    async restart() {
      await lanes.close()
      await store.close()
      return openTestLanes(files, clock, subscribers)
    },
  }
  lanes.start()
  return opened
}

async function publish({ lanes, store, subscribers }: TestLanes, messages: readonly string[]): Promise<void> {
  const parsed = messages.map(
    (message) => /^(?<name>[^:]*):(?<text>[^@]*)(?:@(?<groupId>.*))?$/.exec(message)!.groups!,
  )
  const names = [...new Set(parsed.map(({ name }) => name!))]
  for (const name of names) if (!subscribers.has(name)) subscribers.set(name, () => delivered)
  const prepared = names.map((name) => {
    const works = parsed.filter((message) => message.name === name)
    const isFifo = name.endsWith('.fifo')
    return lanes.prepare(
      name,
      isFifo,
      works.map(({ text, groupId }) => ({ body: Buffer.from(text!), groupId })),
    )
  })
  await commitPrepared(store, prepared).done
  await settle()
}

/** Lets everything go on that can: a memory disk is never far away. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++) await new Promise((resolve) => setImmediate(resolve))
}
