/*
 * Question: how long does a start take with 10,000 topics and 1,000,000 subscriptions, and how much memory does a subscription take when its topic is in
 * use?
 *
 *   npm run bench -- sns-many [--smoke]
 */
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { nodeFileSystem, silentLogger, systemClock, systemRandom } from '../src/base/index.ts'
import { frameOf, openLogStore } from '../src/log/index.ts'
import { encodeEvent } from '../src/log/state-record.ts'
import type { StoredSubscription } from '../src/sns-layer/control/subscription-event.ts'
import { noDeliveries, noEnvelopes, noFilters, openTopics, type TopicState } from '../src/sns-layer/index.ts'
import { openQueues } from '../src/sqs-layer/index.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { rounded } from './lib/statistics.ts'

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } })
const topicCount = values.smoke ? 50 : 10_000
const subscriptionsOfTopic = values.smoke ? 20 : 100
const atOnce = 500
const startMsMax = 5_000
const bytesMax = 1_024
const owner = { account: '000000000000', region: 'us-east-1' }

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

using scratch = new Scratch()

/** Filled without a sync for each step: that is not the question. */
async function open(durability: 'fsync' | 'os') {
  const parts = { clock: systemClock, random: systemRandom, logger: silentLogger, limits: 'off' as const }
  const files = { files: nodeFileSystem, directory: scratch.join('data'), durability }
  const store = await openLogStore({ ...parts, ...files })
  const queues = await openQueues({ ...parts, store })
  const ports = { queues, filters: noFilters, deliveries: noDeliveries, envelopes: noEnvelopes }
  const topics = await openTopics({ ...parts, ...ports, store })
  const close = async () => {
    await topics.close()
    await queues.close()
    await store.close()
  }
  return { store, topics, close }
}

type Opened = Awaited<ReturnType<typeof open>>

/** The subscriptions of a topic as its log has them, in one commit: a million single ones would take minutes. */
async function fill({ topics, store }: Opened, number: number): Promise<void> {
  const topic = await topics.control.create(owner, { name: `topic-${number}` })
  const nowMs = systemClock.nowMs()
  const frames = Array.from({ length: subscriptionsOfTopic }, (_, i) =>
    frameOf(encodeEvent({ kind: 'subscribed', subscription: subscriptionOf(i, nowMs) }), nowMs),
  )
  await store.commit([{ log: topic.subscriptions, count: frames.length, frames: Buffer.concat(frames) }])
}

function subscriptionOf(i: number, createdMs: number): StoredSubscription {
  return {
    id: systemRandom.uuid(),
    owner: owner.account,
    protocol: 'sqs',
    endpoint: `arn:aws:sqs:us-east-1:000000000000:a-queue-with-a-name-of-usual-length-${i}`,
    createdMs,
    confirmed: true,
    confirmationWasAuthenticated: true,
    unsubscribeNeedsOwner: false,
    replay: null,
    settings: { rawMessageDelivery: true },
  }
}

async function inParallel(count: number, work: (i: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

function heldBytes(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const filling = await open('os')
await inParallel(topicCount, (i) => fill(filling, i))
await filling.close()

const startedMs = performance.now()
const opened = await open('fsync')
const startMs = performance.now() - startedMs
const idleMiB = heldBytes() / 2 ** 20
const all: TopicState[] = [...opened.topics.control.all()]
const before = heldBytes()
const readMs = performance.now()
let count = 0
await inParallel(all.length, async (i) => {
  const { table } = await opened.topics.subscriptions(all[i]!)
  count += table.count
})
const bytesPerSubscription = (heldBytes() - before) / count
const readSeconds = (performance.now() - readMs) / 1000
await opened.close()

printReport({
  question: `ms of a start with ${topicCount} topics and ${count} subscriptions; bytes of a subscription in use`,
  target: `${startMsMax} ms, ${bytesMax} bytes`,
  met: startMs <= startMsMax && bytesPerSubscription <= bytesMax,
  startMs: rounded(startMs),
  bytesPerSubscription: rounded(bytesPerSubscription),
  heapMiBAfterStart: rounded(idleMiB),
  secondsToReadAll: rounded(readSeconds),
})
