/*
 * Question: does a consumer that reads a stream's history as fast as it can slow those who write to the stream? 4 shards
 * are written as fast as it goes by PutRecords of 500 records of 1 KiB, which shows in the writers' rate; and at a steady
 * rate, by 200 PutRecords a second at the shards' limit (4 MB/s), and then by 1,000 PutRecord a second, which shows in how
 * long they take. Beside them nobody reads, then one consumer reads from TRIM_HORIZON by GetRecords, then one by
 * SubscribeToShard, without limits, in turn.
 *
 * p99 differs between runs of the same by a factor of two: several rounds are needed to say anything of it.
 *
 * What is in segments is read in the same way whether it is a minute or a month old. Writers are one process, the
 * reader another; on a machine of two cores they and the server share these.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { randomRecords, recordSize, streamName, writePutRecordsBodies } from './lib/bodies.ts'
import { type HistoryRead, HistoryReader } from './lib/history-reader.ts'
import { kinesisRequest } from './lib/http-request.ts'
import { kinesisCall } from './lib/kinesis-call.ts'
import { runLoad } from './lib/load.ts'
import { startMillraceWithStream } from './lib/millrace.ts'
import { PacedLoad } from './lib/paced-load.ts'
import { cpuMicros, peakRssBytes } from './lib/process-usage.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { percentile, rounded, spread } from './lib/statistics.ts'

const shardCount = 4
const slowdownMax = 1.1
const writers = {
  PutRecords: { requestsPerSecond: 200, recordsPerRequest: 20 },
  PutRecord: { requestsPerSecond: 1_000, recordsPerRequest: 1 },
}
type Writer = keyof typeof writers
const readers = ['none', 'GetRecords', 'SubscribeToShard'] as const
type Reader = (typeof readers)[number]

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    megabytes: { type: 'string' },
  },
})
const historyBytes = 1e6 * Number(values.megabytes ?? (values.smoke ? 20 : 500))
const rounds = Number(values.rounds ?? (values.smoke ? 1 : 3))
const warmUpMs = values.smoke ? 100 : 500
const windowMs = values.smoke ? 300 : 2_500

using scratch = new Scratch()
const server = await startMillraceWithStream(scratch.join('data'), { shardCount })
const { port, pid, url } = server

const recordsPerRequest = 500
const fullLoad = {
  port,
  pid,
  connections: 8,
  requestsFile: scratch.join('requests'),
  recordsPerRequest,
  warmupRequests: 0,
}
writePutRecordsBodies(fullLoad.requestsFile, { bodies: 16, records: recordsPerRequest })

async function writeHistory(): Promise<void> {
  for (let written = 0; written < historyBytes; ) {
    const { requests } = await runLoad({ ...fullLoad, windowMs: 500 })
    written += requests * recordsPerRequest * recordSize
  }
}

/** @returns records a second of writers that wait for nothing but their answers */
async function runAtFullSpeed(reader: Reader): Promise<number> {
  const history = startReader(reader)
  await delay(warmUpMs)
  const { requests } = await runLoad({ ...fullLoad, windowMs })
  await history?.stop()
  return (requests * recordsPerRequest * 1000) / windowMs
}

function startReader(reader: Reader): HistoryReader | undefined {
  if (reader === 'none') return undefined
  return new HistoryReader({
    port,
    streamName,
    shardCount,
    ...(reader === 'SubscribeToShard' && { consumerArn }),
  })
}

async function registerConsumer(): Promise<string> {
  const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${streamName}`
  const input = { StreamARN, ConsumerName: 'history' }
  const { Consumer } = await kinesisCall<{ Consumer: { ConsumerARN: string } }>(
    url,
    'RegisterStreamConsumer',
    input,
  )
  return Consumer.ConsumerARN
}

function requestsOf(writer: Writer): Buffer[] {
  const { recordsPerRequest } = writers[writer]
  return Array.from({ length: 64 }, () => {
    const Records = randomRecords(recordsPerRequest)
    const what = writer === 'PutRecords' ? { Records } : Records[0]
    return kinesisRequest(writer, { StreamName: streamName, ...what })
  })
}

interface Run {
  readonly recordsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of the server, for all that it did. */
  readonly cpuMicrosPerRecord: number
  readonly read: HistoryRead | undefined
}

async function run(writer: Writer, reader: Reader): Promise<Run> {
  const { requestsPerSecond, recordsPerRequest } = writers[writer]
  const requests = requestsOf(writer)
  let latenciesMs: number[] = []
  const load = new PacedLoad({
    port,
    requestsPerSecond,
    connections: 64,
    request: (index) => requests[index % requests.length]!,
    answered: (_, dueMs) => latenciesMs.push(performance.now() - dueMs),
  })
  const history = startReader(reader)
  load.start()
  await delay(warmUpMs)
  latenciesMs = []
  const micros = cpuMicros(pid)
  const startedMs = performance.now()
  await delay(windowMs)
  const sorted = Float64Array.from(latenciesMs).sort()
  const ms = performance.now() - startedMs
  const records = sorted.length * recordsPerRequest
  const result = {
    recordsPerSecond: (records / ms) * 1000,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    cpuMicrosPerRecord: (cpuMicros(pid) - micros) / records,
  }
  await load.stop()
  return { ...result, read: await history?.stop() }
}

/** Medians of the rounds; `slowdown` over the runs of the same round without a reader. */
function summaryOf(runs: readonly Run[], without: readonly Run[]) {
  const of = (figure: (run: Run) => number) => spread(runs.map(figure))
  const ratio = (figure: (run: Run) => number) =>
    spread(runs.map((run, round) => figure(run) / figure(without[round]!)))
  return {
    recordsPerSecond: of((each) => each.recordsPerSecond),
    p50Ms: of((each) => each.p50Ms),
    p99Ms: of((each) => each.p99Ms),
    cpuMicrosPerRecord: of((each) => each.cpuMicrosPerRecord),
    throughputRatio: ratio((each) => each.recordsPerSecond),
    p50Ratio: ratio((each) => each.p50Ms),
    p99Ratio: ratio((each) => each.p99Ms),
    ...(runs[0]?.read !== undefined && {
      megabytesReadPerSecond: of(({ read }) => read!.bytes / 1000 / read!.ms),
      readerCores: of(({ read }) => read!.cores),
    }),
  }
}

await writeHistory()
const consumerArn = await registerConsumer()
const rates: Record<Reader, number[]> = { none: [], GetRecords: [], SubscribeToShard: [] }
for (let round = 0; round < rounds; round++) {
  for (const reader of readers) rates[reader].push(await runAtFullSpeed(reader))
}
const fullSpeed = readers.map((reader) => ({
  reader,
  recordsPerSecond: spread(rates[reader]),
  rateRatio: spread(rates[reader].map((rate, round) => rate / rates.none[round]!)),
}))
const summaries: Record<string, Record<string, ReturnType<typeof summaryOf>>> = {}
for (const writer of Object.keys(writers) as Writer[]) {
  const runs: Record<Reader, Run[]> = { none: [], GetRecords: [], SubscribeToShard: [] }
  await run(writer, 'none')
  for (let round = 0; round < rounds; round++) {
    for (const reader of readers) runs[reader].push(await run(writer, reader))
  }
  summaries[writer] = Object.fromEntries(
    readers.map((reader) => [reader, summaryOf(runs[reader], runs.none)]),
  )
}
const peakRssMiB = Math.round(peakRssBytes(pid) / 2 ** 20)
await server.stop()

const withReader = Object.values(summaries).flatMap(({ none, ...others }) => Object.values(others))
printReport({
  question:
    'how writers fare beside a consumer that reads history as fast as it can, over how they fare alone',
  target: `rate at full speed at least ${rounded(1 / slowdownMax)} x; at a steady rate p50 and p99 at most ${slowdownMax} x`,
  met:
    fullSpeed.every(({ rateRatio }) => rateRatio.median >= 1 / slowdownMax) &&
    withReader.every(
      ({ throughputRatio, p50Ratio, p99Ratio }) =>
        throughputRatio.median >= 1 / slowdownMax &&
        p50Ratio.median <= slowdownMax &&
        p99Ratio.median <= slowdownMax,
    ),
  historyMegabytes: historyBytes / 1e6,
  fullSpeed,
  summaries,
  peakRssMiB,
})
