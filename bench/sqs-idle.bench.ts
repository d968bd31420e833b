/*
 * Question: what memory do 10,000 queues take that hold a message each and that nobody uses, after a start and after scrapes of /metrics;
 * and how long does a scrape take, the first one that has to look and those behind it? In this process: memory is what is still held
 * after a collection of garbage.
 *
 *   npm run bench -- sqs-idle [--smoke]
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createServer, type Server } from '../src/index.ts'
import { benchOptions } from './lib/options.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { sqsCall } from './lib/sqs-call.ts'
import { rounded } from './lib/statistics.ts'

const queues = benchOptions().smoke ? 100 : 10_000
const bytesMax = 10 * 1024
const atOnce = 20
const scrapes = 5

const gauge = /^millrace_sqs_queue_approximate_number_of_messages_visible\{[^}]*\} 1$/gm

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heldBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function makeQueues({ url }: Server): Promise<void> {
  for (let first = 0; first < queues; first += atOnce) {
    await Promise.all(
      Array.from({ length: atOnce }, async (_, i) => {
        const QueueName = `idle-${first + i}`
        const { QueueUrl } = await sqsCall<{ QueueUrl: string }>(url, 'CreateQueue', { QueueName })
        await sqsCall(url, 'SendMessage', { QueueUrl, MessageBody: 'kept' })
      }),
    )
  }
}

/** @returns how long it took */
async function scrape({ url }: Server, visible: number): Promise<number> {
  const startedMs = performance.now()
  const text = await (await fetch(`${url}/metrics`)).text()
  const ms = performance.now() - startedMs
  if ((text.match(gauge)?.length ?? 0) !== visible) throw new Error('a scrape does not tell of every queue')
  return rounded(ms)
}

/** Scrapes a server, and stops it. */
async function measure(data: string, visible: number) {
  const server = await createServer({ data, limits: 'off' })
  try {
    await fetch(`${server.url}/health`)
    const startBytes = heldBytes()
    const firstMs = await scrape(server, visible)
    const others: number[] = []
    for (let i = 1; i < scrapes; i++) others.push(await scrape(server, visible))
    return { startBytes, scrapedBytes: heldBytes(), firstMs, scrapeMs: Math.min(...others) }
  } finally {
    await server.close()
  }
}

using emptyScratch = new Scratch()
using scratch = new Scratch()
const maker = await createServer({ data: scratch.join('data'), limits: 'off' })
await makeQueues(maker)
await maker.close()
const empty = await measure(emptyScratch.join('data'), 0)
const full = await measure(scratch.join('data'), queues)
const bytesPerQueue = Math.round((full.scrapedBytes - empty.scrapedBytes) / queues)
printReport({
  question: `memory of ${queues} queues with a message each that nobody uses, and what a scrape of /metrics takes`,
  target: `at most ${bytesMax} bytes a queue, after ${scrapes} scrapes`,
  met: bytesPerQueue <= bytesMax,
  bytesPerQueueAtStart: Math.round((full.startBytes - empty.startBytes) / queues),
  bytesPerQueue,
  firstScrapeMs: full.firstMs,
  scrapeMs: full.scrapeMs,
})
