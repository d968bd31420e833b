/*
 * Question: how long does a caller wait for a Publish of 1 KiB to 100 queues (raw delivery, fsync durability), beside a SendMessage of the same
 * text to one queue? Both over HTTP, one after the other, in short turns so that both meet the same disk.
 *
 *   npm run bench -- sns-latency [--smoke]
 */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { snsCall } from './lib/sns-call.ts'
import { sqsCall } from './lib/sqs-call.ts'
import { millraceArgs, StartedServer } from './lib/started-server.ts'
import { percentile, rounded } from './lib/statistics.ts'

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } })
const { smoke } = values
const queueCount = smoke ? 3 : 100
const rounds = smoke ? 2 : 200
const callsPerTurn = 10
const warmUpRounds = smoke ? 1 : 50
/** Of the time of a send. */
const p99Max = 2
const text = randomBytes(768).toString('base64')

using scratch = new Scratch()
const server = await StartedServer.start(millraceArgs(scratch.join('data'), '--limits', 'off'))
const { url } = server

async function newQueue(name: string): Promise<string> {
  const { QueueUrl } = await sqsCall<{ QueueUrl: string }>(url, 'CreateQueue', { QueueName: name })
  return QueueUrl
}

async function newTopic(): Promise<string> {
  const created = await snsCall(url, 'CreateTopic', { Name: 'to-many' })
  const topic = /<TopicArn>(.*?)<\/TopicArn>/.exec(created)![1]!
  for (let i = 0; i < queueCount; i++) {
    await newQueue(`to-many-${i}`)
    await snsCall(url, 'Subscribe', {
      TopicArn: topic,
      Protocol: 'sqs',
      Endpoint: topic.replace(':sns:', ':sqs:').replace(/[^:]*$/, `to-many-${i}`),
      'Attributes.entry.1.key': 'RawMessageDelivery',
      'Attributes.entry.1.value': 'true',
    })
  }
  return topic
}

const QueueUrl = await newQueue('single')
const topic = await newTopic()
const send = () => sqsCall(url, 'SendMessage', { QueueUrl, MessageBody: text })
const publish = () => snsCall(url, 'Publish', { TopicArn: topic, Message: text })

async function turnOf(call: () => Promise<unknown>, times: number[]): Promise<void> {
  for (let i = 0; i < callsPerTurn; i++) {
    const startedMs = performance.now()
    await call()
    times.push(performance.now() - startedMs)
  }
}

async function timesOf(count: number): Promise<{ sends: number[]; publishes: number[] }> {
  const sends: number[] = []
  const publishes: number[] = []
  for (let round = 0; round < count; round++) {
    await turnOf(send, sends)
    await turnOf(publish, publishes)
  }
  return { sends, publishes }
}

function summaryOf(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b)
  return { p50Ms: rounded(percentile(sorted, 0.5)), p99Ms: rounded(percentile(sorted, 0.99)) }
}

await timesOf(warmUpRounds)
const { sends, publishes } = await timesOf(rounds)
await server.stop()
const one = summaryOf(sends)
const many = summaryOf(publishes)
const p99Ratio = rounded(many.p99Ms / one.p99Ms)

printReport({
  question: `milliseconds of a publish to ${queueCount} queues beside a send to one`,
  target: `p99 at most ${p99Max} x that of a send`,
  met: p99Ratio <= p99Max,
  p99Ratio,
  p50Ratio: rounded(many.p50Ms / one.p50Ms),
  send: one,
  publish: many,
})
