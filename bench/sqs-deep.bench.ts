/*
 * Question: what do 10,000,000 waiting messages of 1 KiB change for those who send, receive and delete? Cycles of the three in batches of
 * ten, on 64 connections, of a queue that is empty but for them and of one with the backlog, each on a server of its own, in turn.
 * And how much more memory does the server with the backlog take, and how long does it take to start after a kill?
 *
 *   npm run bench -- sqs-deep [--messages 10000000] [--rounds 3] [--smoke]
 */
import { parseArgs } from 'node:util'
import { compare, type Subject } from './lib/compare.ts'
import { fillQueue } from './lib/fill-queue.ts'
import { startMillrace, startMillraceWithQueue } from './lib/millrace.ts'
import { measuring } from './lib/options.ts'
import { queueUrl, writeSends } from './lib/queue-load.ts'
import { printReport, printTable } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { sqsCall } from './lib/sqs-call.ts'
import { rounded } from './lib/statistics.ts'

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    messages: { type: 'string' },
    rounds: { type: 'string' },
  },
})
const { smoke } = values
const messages = Number(values.messages ?? (smoke ? 2000 : 10_000_000))
const rounds = Number(values.rounds ?? (smoke ? 1 : 3))
const batch = 10
const warmupCycles = 4000
const sharedMax = 1.1
const memoryMaxMiB = 200
const readyMaxMs = 2000

using scratch = new Scratch()
const requestsFile = scratch.join('requests')
writeSends(requestsFile, { sends: smoke ? 10 : 400, batch, kind: 'text' })
const filled = scratch.join('filled')
await fillQueue(filled, messages)

const empty: Subject = {
  name: 'empty',
  start: startMillraceWithQueue,
  requestsFile: () => requestsFile,
}
/** All rounds are on one folder: what they send more than they delete is nothing to what is there. */
const deep: Subject = { ...empty, name: 'deep', start: () => startMillrace(filled) }
const comparison = await compare(empty, deep, {
  client: 'queue',
  connections: 64,
  recordsPerRequest: batch,
  rounds,
  ...measuring({ smoke, rounds, against: 'millrace', bodies: 'text', protocol: 'json' }, warmupCycles),
})
const { readyMs, waiting } = await restart()

const { empty: without, deep: withBacklog } = comparison.summary
const rateRatio = rounded(withBacklog!.recordsPerSecond.median / without!.recordsPerSecond.median)
const memoryMiB = rounded(withBacklog!.peakRssMiB.median - without!.peakRssMiB.median)
printTable(comparison)
printReport({
  question: `send, receive and delete with ${messages} messages waiting, over those of an empty queue`,
  target: `rate at least ${rounded(1 / sharedMax)} x; ${memoryMaxMiB} MiB more memory at most; ready ${readyMaxMs} ms after a kill`,
  met: rateRatio >= 1 / sharedMax && memoryMiB <= memoryMaxMiB && readyMs <= readyMaxMs,
  rateRatio,
  memoryMiB,
  readyMs: rounded(readyMs),
  waiting,
  ...comparison,
})

/** Kills the server under way, and starts it again. */
async function restart() {
  const killed = await startMillrace(filled)
  await sqsCall(killed.url, 'ReceiveMessage', { QueueUrl: queueUrl, MaxNumberOfMessages: batch })
  await killed.kill()
  const server = await startMillrace(filled)
  const answer = await sqsCall<{ Attributes: Record<string, string> }>(server.url, 'GetQueueAttributes', {
    QueueUrl: queueUrl,
    AttributeNames: ['ApproximateNumberOfMessages'],
  })
  await server.stop()
  return { readyMs: server.readyMs, waiting: Number(answer.Attributes.ApproximateNumberOfMessages) }
}
