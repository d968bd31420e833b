/*
 * Question: does a consumer that reads a stream's history slow those who write to the stream? 4 shards are written at a
 * steady rate, by 160 PutRecords a second at four fifths of the shards' limit (3.3 MB/s), and then by 1,000 PutRecord a
 * second, which shows in how long they take. Beside them nobody reads, then one consumer reads from TRIM_HORIZON by
 * GetRecords, then one by SubscribeToShard, in turn. This is done with AWS's limits, which are the default (2 MiB/s for
 * a shard and consumer), and again without limits, where the consumer reads as fast as it can. Without limits the
 * shards are also written as fast as it goes by PutRecords of 500 records of 1 KiB, which shows in the writers' rate.
 *
 * p99 of one window differs between runs of the same by a factor of two, so that of all rounds together is compared, which
 * takes some rounds too.
 *
 * What is in segments is read in the same way whether it is a minute or a month old. Writers are one process, the
 * reader another; on a machine of two cores they and the server share these.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { randomRecords, recordSize, streamName, writePutRecordsBodies } from './lib/bodies.ts'
import { type HistoryRead, HistoryReader } from './lib/history-reader.ts'
import { kinesisRequest } from './lib/http-request.ts'
import { runLoad } from './lib/load.ts'
import { startMillrace, startMillraceWithStream } from './lib/millrace.ts'
import { PacedLoad } from './lib/paced-load.ts'
import { cpuMicros, peakRssBytes } from './lib/process-usage.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { percentile, rounded, spread } from './lib/statistics.ts'
import { registerConsumer } from './lib/streams.ts'

const shardCount = 4
const slowdownMax = 1.1
const writers = {
  PutRecords: { requestsPerSecond: 160, recordsPerRequest: 20 },
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
const rounds = Number(values.rounds ?? (values.smoke ? 1 : 5))
const warmUpMs = values.smoke ? 100 : 500
type Limits = 'aws' | 'off'
/* With limits a consumer by GetRecords gets 10 MiB and then nothing for 5 s: a window has one of each. */
const windowsMs: Record<Limits, number> = values.smoke ? { aws: 300, off: 300 } : { aws: 5_500, off: 2_500 }

using scratch = new Scratch()
const directory = scratch.join('data')
let server = await startMillraceWithStream(directory, { shardCount })
let limits: Limits = 'off'

const recordsPerRequest = 500
const requestsFile = scratch.join('requests')
writePutRecordsBodies(requestsFile, { bodies: 16, records: recordsPerRequest })

/** @returns records that were written in that time by writers that wait for nothing but their answers */
async function writeAtFullSpeed(windowMs: number): Promise<number> {
  const { port, pid } = server
  const load = { port, pid, connections: 8, requestsFile, recordsPerRequest, warmupRequests: 0, windowMs }
  return (await runLoad(load)).requests * recordsPerRequest
}

async function writeHistory(): Promise<void> {
  for (let written = 0; written < historyBytes; ) written += (await writeAtFullSpeed(500)) * recordSize
}

/** @returns records a second */
async function runAtFullSpeed(reader: Reader): Promise<number> {
  const history = startReader(reader)
  await delay(warmUpMs)
  const records = await writeAtFullSpeed(windowsMs.off)
  await history?.stop()
  return (records * 1000) / windowsMs.off
}

function startReader(reader: Reader): HistoryReader | undefined {
  if (reader === 'none') return undefined
  const spec = { port: server.port, streamName, shardCount, limits }
  return new HistoryReader(reader === 'SubscribeToShard' ? { ...spec, consumerArn } : spec)
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
  /** Rising. */
  readonly latenciesMs: Float64Array
  /** Of the server, for all that it did. */
  readonly cpuMicrosPerRecord: number
  readonly read: HistoryRead | undefined
}

async function run(writer: Writer, reader: Reader): Promise<Run> {
  const { requestsPerSecond, recordsPerRequest } = writers[writer]
  const requests = requestsOf(writer)
  let latenciesMs: number[] = []
  const { port, pid } = server
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
  await delay(windowsMs[limits])
  const sorted = Float64Array.from(latenciesMs).sort()
  const ms = performance.now() - startedMs
  const records = sorted.length * recordsPerRequest
  const result = {
    recordsPerSecond: (records / ms) * 1000,
    latenciesMs: sorted,
    cpuMicrosPerRecord: (cpuMicros(pid) - micros) / records,
  }
  await load.stop()
  return { ...result, read: await history?.stop() }
}

/** Ratios are over the runs without a reader. */
function summaryOf(runs: readonly Run[], without: readonly Run[]) {
  const of = (figure: (run: Run) => number) => spread(runs.map(figure))
  const rate = ({ recordsPerSecond }: Run) => recordsPerSecond
  return {
    recordsPerSecond: of(rate),
    throughputRatio: spread(runs.map((run, round) => rate(run) / rate(without[round]!))),
    p50Ms: rounded(latencyOf(runs, 0.5)),
    p99Ms: rounded(latencyOf(runs, 0.99)),
    p50Ratio: rounded(latencyOf(runs, 0.5) / latencyOf(without, 0.5)),
    p99Ratio: rounded(latencyOf(runs, 0.99) / latencyOf(without, 0.99)),
    p99MsOfRounds: of(({ latenciesMs }) => percentile(latenciesMs, 0.99)),
    cpuMicrosPerRecord: of((each) => each.cpuMicrosPerRecord),
    ...(runs[0]?.read !== undefined && {
      megabytesReadPerSecond: of(({ read }) => read!.bytes / 1000 / read!.ms),
      readerCores: of(({ read }) => read!.cores),
    }),
  }
}

/** Of all rounds together. */
function latencyOf(runs: readonly Run[], fraction: number): number {
  const all = runs.flatMap(({ latenciesMs }) => [...latenciesMs])
  return percentile(Float64Array.from(all).sort(), fraction)
}

type Summaries = Record<Writer, Record<Reader, ReturnType<typeof summaryOf>>>

async function runAtSteadyRate(): Promise<Summaries> {
  const summaries: Partial<Summaries> = {}
  for (const writer of Object.keys(writers) as Writer[]) {
    const runs: Record<Reader, Run[]> = { none: [], GetRecords: [], SubscribeToShard: [] }
    await run(writer, 'none')
    for (let round = 0; round < rounds; round++) {
      for (const reader of readers) runs[reader].push(await run(writer, reader))
    }
    const summary = (reader: Reader) => [reader, summaryOf(runs[reader], runs.none)]
    summaries[writer] = Object.fromEntries(readers.map(summary))
  }
  return summaries as Summaries
}

async function runAllAtFullSpeed() {
  const rates: Record<Reader, number[]> = { none: [], GetRecords: [], SubscribeToShard: [] }
  for (let round = 0; round < rounds; round++) {
    for (const reader of readers) rates[reader].push(await runAtFullSpeed(reader))
  }
  return readers.map((reader) => ({
    reader,
    recordsPerSecond: spread(rates[reader]),
    rateRatio: spread(rates[reader].map((rate, round) => rate / rates.none[round]!)),
  }))
}

await writeHistory()
const consumerArn = await registerConsumer(server.url, streamName, 'history')
const fullSpeed = await runAllAtFullSpeed()
const withoutLimits = await runAtSteadyRate()
const peakRssMiB = Math.round(peakRssBytes(server.pid) / 2 ** 20)
await server.stop()
limits = 'aws'
server = await startMillrace(directory, limits)
const withLimits = await runAtSteadyRate()
await server.stop()

const besideReader = [withLimits, withoutLimits].flatMap((summaries) =>
  Object.values(summaries).flatMap(({ GetRecords, SubscribeToShard }) => [GetRecords, SubscribeToShard]),
)
printReport({
  question: 'how writers fare beside a consumer that reads history, over how they fare alone',
  target: `rate at full speed at least ${rounded(1 / slowdownMax)} x; at a steady rate p50 and p99 at most ${slowdownMax} x`,
  met:
    fullSpeed.every(({ rateRatio }) => rateRatio.median >= 1 / slowdownMax) &&
    besideReader.every(
      ({ throughputRatio, p50Ratio, p99Ratio }) =>
        throughputRatio.median >= 1 / slowdownMax && p50Ratio <= slowdownMax && p99Ratio <= slowdownMax,
    ),
  historyMegabytes: historyBytes / 1e6,
  withLimits,
  withoutLimits,
  fullSpeed,
  peakRssMiB,
})
