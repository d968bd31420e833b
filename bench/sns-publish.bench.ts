/*
 * Question: what does a publish to 1, 10, 100 and 1,000 queues cost, with fsync durability and raw 1 KiB messages: how many syncs, how much CPU for
 * each message delivered beside a SendMessage's commit without its HTTP? In this process: CPU time is the whole process's. How long a
 * caller waits is sns-latency's question; the times without HTTP are shown here too.
 *
 *   npm run bench -- sns-publish [--smoke]
 */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { nodeFileSystem, silentLogger, systemClock, systemRandom } from '../src/base/index.ts'
import { openLogStore } from '../src/log/index.ts'
import {
  noDeliveries,
  noEnvelopes,
  noFilters,
  openTopics,
  type PublishRequest,
  type TopicState,
} from '../src/sns-layer/index.ts'
import { openQueues, type Queue, queueArnOf } from '../src/sqs-layer/index.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { percentile, rounded } from './lib/statistics.ts'

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } })
const { smoke } = values
const sizes = smoke ? [1, 10] : [1, 10, 100, 1000]
/** Enough that the code of a publish to one queue is compiled when it is measured. */
const deliveries = smoke ? 200 : 100_000
const timed = smoke ? 20 : 400
const callers = 32
const owner = { account: '000000000000', region: 'us-east-1' }
const text = randomBytes(768).toString('base64')
const body = Buffer.from(text)

using scratch = new Scratch()
const parts = { clock: systemClock, random: systemRandom, logger: silentLogger, limits: 'off' as const }
const files = { files: nodeFileSystem, directory: scratch.join('data'), durability: 'fsync' as const }
const store = await openLogStore({ ...parts, ...files })
const queues = await openQueues({ ...parts, store })
const ports = { queues, filters: noFilters, deliveries: noDeliveries, envelopes: noEnvelopes }
const topics = await openTopics({ ...parts, ...ports, store })

async function queueOf(name: string): Promise<Queue> {
  await queues.control.create(owner, { name })
  return queues.open(owner, name)
}

async function topicWith(count: number): Promise<TopicState> {
  const topic = await topics.control.create(owner, { name: `to-${count}` })
  const subscriptions = await topics.subscriptions(topic)
  const subscribe = async (i: number) => {
    const { state } = await queueOf(`${topic.name}-${i}`)
    const request = {
      owner: owner.account,
      protocol: 'sqs' as const,
      endpoint: queueArnOf(state),
      confirmed: true,
    }
    await subscriptions.subscribe({ ...request, settings: { rawMessageDelivery: true } })
  }
  await Promise.all(Array.from({ length: count }, (_, i) => subscribe(i)))
  return topic
}

const request: PublishRequest = {
  message: text,
  messageOf: {},
  subject: undefined,
  attributes: [],
  groupId: undefined,
  deduplicationId: undefined,
  bytes: body.length,
}
const publish = (topic: TopicState) => topics.publisher.publish(topic, [request])
const send = (queue: Queue) => queue.send([{ body }], owner.account)

/** CPU microseconds of one call, from several callers. */
async function cpuOf(calls: number, call: () => Promise<unknown>): Promise<number> {
  let left = calls
  const before = process.cpuUsage()
  const caller = async () => {
    while (left-- > 0) await call()
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

/** Milliseconds and syncs of calls, one after the other. */
async function latencies(calls: number, call: () => Promise<unknown>) {
  const times: number[] = []
  const before = store.stats().journalSyncs
  for (let i = 0; i < calls; i++) {
    const startedMs = performance.now()
    await call()
    times.push(performance.now() - startedMs)
  }
  return { times, syncs: rounded((store.stats().journalSyncs - before) / calls) }
}

const single = await queueOf('single')
await cpuOf(deliveries / 4, () => send(single))
const sendMicros = await cpuOf(deliveries, () => send(single))
const ofSize: Record<string, unknown> = {}
const ratios: Record<string, number> = {}
let p99Ratio = 0
let isOneSync = true
for (const count of sizes) {
  const topic = await topicWith(count)
  await cpuOf(Math.max(10, deliveries / 4 / count), () => publish(topic))
  const micros = (await cpuOf(Math.max(10, deliveries / count), () => publish(topic))) / count
  /* In turns, so that both meet the same disk. */
  const rounds = Math.ceil(timed / 10 / Math.max(1, count / 100))
  const alone: number[] = []
  const fannedOut: number[] = []
  let syncs = 0
  for (let i = 0; i < 10; i++) {
    alone.push(...(await latencies(rounds, () => send(single))).times)
    const published = await latencies(rounds, () => publish(topic))
    fannedOut.push(...published.times)
    syncs += published.syncs / 10
  }
  ratios[count] = rounded(micros / sendMicros)
  isOneSync &&= rounded(syncs) <= 1
  const p99 = percentile(
    fannedOut.toSorted((a, b) => a - b),
    0.99,
  )
  if (count === 100)
    p99Ratio = rounded(
      p99 /
        percentile(
          alone.toSorted((a, b) => a - b),
          0.99,
        ),
    )
  ofSize[count] = {
    syncs: rounded(syncs),
    cpuMicrosPerDelivery: rounded(micros),
    p50Ms: rounded(
      percentile(
        fannedOut.toSorted((a, b) => a - b),
        0.5,
      ),
    ),
    p99Ms: rounded(p99),
    sendP50Ms: rounded(
      percentile(
        alone.toSorted((a, b) => a - b),
        0.5,
      ),
    ),
    sendP99Ms: rounded(
      percentile(
        alone.toSorted((a, b) => a - b),
        0.99,
      ),
    ),
  }
}
await topics.close()
await queues.close()
await store.close()

printReport({
  question: 'CPU us for each message that a publish delivers, beside a send without HTTP; syncs; time',
  target: 'CPU at most that of a send, one sync',
  met: Object.values(ratios).every((ratio) => ratio <= 1) && isOneSync,
  ratios,
  p99Ratio,
  sendMicros: rounded(sendMicros),
  ofSize,
})
