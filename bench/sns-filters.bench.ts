/*
 * Question: what do 10,000 filtered subscriptions of one topic add to a publish? Filters of several kinds, in this process: CPU
 * microseconds for each message, by the index, beside those of a look at each filter; and those of a whole publish to the one of 10,000
 * queues that wants it, without a sync, beside a publish to a topic with one queue.
 *
 *   npm run bench -- sns-filters [--smoke]
 */
import { randomUUID } from 'node:crypto'
import { nodeFileSystem, silentLogger, systemClock, systemRandom } from '../src/base/index.ts'
import { openLogStore } from '../src/log/index.ts'
import { Filter, FilterableMessage, FilterIndex, type FilterScope } from '../src/sns-layer/filters/index.ts'
import {
  filterPolicies,
  noDeliveries,
  noEnvelopes,
  openTopics,
  type PublishRequest,
  type TopicState,
} from '../src/sns-layer/index.ts'
import { openQueues, queueArnOf } from '../src/sqs-layer/index.ts'
import { benchOptions } from './lib/options.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { rounded } from './lib/statistics.ts'

const { smoke } = benchOptions()
const subscriptions = smoke ? 200 : 10_000
const messages = smoke ? 20 : 2_000
/** Of a single SendMessage over HTTP: sqs-messages. */
const microsMax = 215

const kindNames = Array.from({ length: 10 }, (_, i) => `kind-${i}`)

interface Kind {
  readonly scope: FilterScope
  policyOf(i: number): object
}

const kinds: Readonly<Record<string, Kind>> = {
  customers: {
    scope: 'MessageAttributes',
    policyOf: (i) => ({ kind: kindNames, customer: [`customer-${i}`] }),
  },
  customersInBody: {
    scope: 'MessageBody',
    policyOf: (i) => ({ order: { kind: kindNames, customer: [`customer-${i}`] } }),
  },
  samePolicy: { scope: 'MessageAttributes', policyOf: (i) => ({ kind: [`kind-${i % 10}`] }) },
  ranges: { scope: 'MessageAttributes', policyOf: (i) => ({ price: [{ numeric: ['>=', i, '<', i + 1] }] }) },
  exclusions: {
    scope: 'MessageAttributes',
    policyOf: (i) => ({ customer: [{ prefix: `customer-${i}-` }], other: [{ exists: false }] }),
  },
}

function messageOf(i: number): FilterableMessage {
  const kind = `kind-${i % 10}`
  const customer = `customer-${(i * 7919) % subscriptions}`
  const body = JSON.stringify({ id: i, order: { kind, customer, text: 'x'.repeat(1000) } })
  return new FilterableMessage(body, [
    { name: 'kind', dataType: 'String', value: kind },
    { name: 'customer', dataType: 'String', value: customer },
    { name: 'price', dataType: 'Number', value: String(i % subscriptions) },
  ])
}

/** CPU microseconds for each message, and how many subscriptions it reached. */
function measured(count: number, accepted: (message: FilterableMessage) => number) {
  let deliveries = 0
  for (let i = 0; i < count / 10; i++) accepted(messageOf(i))
  const before = process.cpuUsage()
  for (let i = 0; i < count; i++) deliveries += accepted(messageOf(i))
  const { user, system } = process.cpuUsage(before)
  return { micros: rounded((user + system) / count), deliveries: deliveries / count }
}

function measureKind({ scope, policyOf }: Kind) {
  const filters = Array.from(
    { length: subscriptions },
    (_, i) => Filter.compile(JSON.stringify(policyOf(i)), scope)!,
  )
  const index = new FilterIndex<number>()
  const startedMs = performance.now()
  for (const [i, filter] of filters.entries()) index.set(i, filter)
  const fillMs = rounded(performance.now() - startedMs)
  const byIndex = measured(messages, (message) => {
    let count = 0
    index.select(message, () => count++)
    return count
  })
  const byEach = measured(Math.max(10, messages / 20), (message) => {
    let count = 0
    for (const filter of filters) if (filter.accepts(message)) count++
    return count
  })
  return { byIndex, byEach, fillMs }
}

const owner = { account: '000000000000', region: 'us-east-1' }
using scratch = new Scratch()
const parts = { clock: systemClock, random: systemRandom, logger: silentLogger, limits: 'off' as const }
const directory = scratch.join('data')
const store = await openLogStore({ ...parts, files: nodeFileSystem, directory, durability: 'os' })
const queues = await openQueues({ ...parts, store })
const ports = { queues, filters: filterPolicies, deliveries: noDeliveries, envelopes: noEnvelopes }
const topics = await openTopics({ ...parts, ...ports, store })

/** A topic with queues each of which wants the messages of one customer. */
async function topicWith(queueCount: number): Promise<TopicState> {
  const topic = await topics.control.create(owner, { name: `to-${queueCount}` })
  const table = await topics.subscriptions(topic)
  for (let i = 0; i < queueCount; i++) {
    const queue = await queues.control.create(owner, { name: `${topic.name}-${i}` })
    const filterPolicy = JSON.stringify({ customer: [`customer-${i}`] })
    const settings = { rawMessageDelivery: true, filterPolicy }
    const endpoint = queueArnOf(queue)
    await table.subscribe({
      owner: owner.account,
      protocol: 'sqs',
      endpoint,
      confirmed: true,
      settings,
    })
  }
  return topic
}

function requestFor(customer: string): PublishRequest {
  const message = randomUUID().repeat(28)
  const attributes = [{ name: 'customer', dataType: 'String', value: customer }]
  const none = { messageOf: {}, subject: undefined, groupId: undefined, deduplicationId: undefined }
  return { ...none, message, attributes, bytes: message.length }
}

/** CPU microseconds of a publish that one queue gets. */
async function publishMicros(topic: TopicState): Promise<number> {
  const publishes = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const ten = Array.from({ length: 10 }, () => requestFor('customer-0'))
      await Promise.all(ten.map((request) => topics.publisher.publish(topic, [request])))
    }
  }
  await publishes(messages / 10)
  const before = process.cpuUsage()
  await publishes(messages / 10)
  const { user, system } = process.cpuUsage(before)
  return rounded((user + system) / messages)
}

const toOne = await publishMicros(await topicWith(1))
const toOneOfMany = await publishMicros(await topicWith(subscriptions))
await topics.close()
await queues.close()
await store.close()

const seen = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, measureKind(kind)]))
const exact = Math.max(
  seen.customers!.byIndex.micros,
  seen.customersInBody!.byIndex.micros,
  seen.samePolicy!.byIndex.micros,
)
printReport({
  question: `what ${subscriptions} filtered subscriptions of a topic add to a publish`,
  target: `at most ${microsMax} us, the CPU of one SendMessage, where filters name values`,
  met: exact <= microsMax && toOneOfMany - toOne <= microsMax,
  publish: { toOne, toOneOfMany, adds: rounded(toOneOfMany - toOne) },
  seen,
})
