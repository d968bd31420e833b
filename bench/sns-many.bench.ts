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
import { openLogStore } from '../src/log/index.ts'
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
  return { topics, close }
}

type Opened = Awaited<ReturnType<typeof open>>

async function fill({ topics }: Opened, number: number): Promise<void> {
  const topic = await topics.control.create(owner, { name: `topic-${number}` })
  const subscriptions = await topics.subscriptions(topic)
  const settings = { rawMessageDelivery: true }
  for (let i = 0; i < subscriptionsOfTopic; i++) {
    const endpoint = `arn:aws:sqs:us-east-1:000000000000:a-queue-with-a-name-of-usual-length-${i}`
    await subscriptions.subscribe({
      owner: owner.account,
      protocol: 'sqs',
      endpoint,
      confirmed: true,
      settings,
    })
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
