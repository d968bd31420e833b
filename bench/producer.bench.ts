/*
 * Question: what does a producer buy for records of 100 bytes, beside single puts by the same SDK: how many records a second, and
 * how much CPU for each, at the client and at the server? Durable, 4 shards, without AWS's limits.
 *
 *   npm run bench -- producer [--rounds 3] [--smoke]
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startMillraceWithStream } from './lib/millrace.ts'
import { benchOptions } from './lib/options.ts'
import { cpuMicros } from './lib/process-usage.ts'
import { type ProducerMeasure, type Way, ways } from './lib/producer-load.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { rounded, spread } from './lib/statistics.ts'

const gainMin = 10
const { smoke, rounds } = benchOptions()
const windowMs = smoke ? 300 : 3_000
const loadProgram = fileURLToPath(new URL('./lib/producer-load.ts', import.meta.url))

interface Run extends ProducerMeasure {
  readonly serverMicrosPerRecord: number
}

async function run(way: Way): Promise<Run> {
  using scratch = new Scratch()
  const server = await startMillraceWithStream(scratch.join('data'), { shardCount: 4 })
  try {
    const before = cpuMicros(server.pid)
    const load = promisify(execFile)(process.execPath, [loadProgram, way, server.url, `${windowMs}`])
    const measure = JSON.parse((await load).stdout) as ProducerMeasure
    /* The warm-up is in it: for the server's share this is near enough. */
    const records = measure.recordsPerSecond * ((windowMs + Math.min(1_500, windowMs)) / 1000)
    return { ...measure, serverMicrosPerRecord: (cpuMicros(server.pid) - before) / records }
  } finally {
    await server.stop()
  }
}

const runs = new Map<Way, Run[]>(ways.map((way) => [way, []]))
for (let round = 0; round < rounds; round++) for (const way of ways) runs.get(way)?.push(await run(way))

const summary = Object.fromEntries(
  [...runs].map(([way, each]) => [
    way,
    {
      recordsPerSecond: spread(each.map(({ recordsPerSecond }) => recordsPerSecond)),
      cpuMicrosPerRecord: spread(each.map(({ cpuMicrosPerRecord }) => cpuMicrosPerRecord)),
      serverMicrosPerRecord: spread(each.map(({ serverMicrosPerRecord }) => serverMicrosPerRecord)),
    },
  ]),
)
for (const [way, figures] of Object.entries(summary)) {
  const { recordsPerSecond, cpuMicrosPerRecord, serverMicrosPerRecord } = figures
  console.error(
    `${way.padEnd(22)} ${recordsPerSecond.median} records/s, CPU us a record: ${cpuMicrosPerRecord.median} here, ${serverMicrosPerRecord.median} at the server`,
  )
}
const cpuOf = (way: Way) => summary[way]?.cpuMicrosPerRecord.median ?? Number.NaN
const gain = rounded(cpuOf('put-record') / cpuOf('producer-aggregating'))
printReport({
  question:
    'records/s and CPU per record of 100 bytes: single puts, batches by hand, a producer without and with aggregation',
  target: `a single put costs the client at least ${gainMin} times the CPU of an aggregated one`,
  met: gain >= gainMin,
  gain,
  summary,
})
