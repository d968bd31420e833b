/*
 * Question: what does one worker on 100 shards cost, by polling and by enhanced fan-out, for records of 1 KiB, beside a bare loop of
 * GetRecords calls with the same SDK? Each reads 200,000 records that are there already, in a process of its own, in turn;
 * leases, their renewal and checkpoints are in the worker's cost. Without AWS's limits.
 *
 *   npm run bench -- consumer [--rounds 3] [--smoke]
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { randomRecords, streamName } from './lib/bodies.ts'
import { type ConsumerMeasure, type Way, ways } from './lib/consumer-load.ts'
import { kinesisCall } from './lib/kinesis-call.ts'
import { startMillraceWithStream } from './lib/millrace.ts'
import { benchOptions } from './lib/options.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { rounded, spread } from './lib/statistics.ts'
import { hashKeyOf } from './lib/streams.ts'

const ratioMax = 2
const { smoke, rounds } = benchOptions()
const shardCount = smoke ? 4 : 100
const recordsPerShard = smoke ? 50 : 2_000
const recordsPerPut = 50
const records = shardCount * recordsPerShard
const loadProgram = fileURLToPath(new URL('./lib/consumer-load.ts', import.meta.url))

async function fill(url: string): Promise<void> {
  for (let shard = 0; shard < shardCount; shard++) {
    const ExplicitHashKey = hashKeyOf(shard, shardCount)
    for (let put = 0; put < recordsPerShard; put += recordsPerPut) {
      const Records = randomRecords(recordsPerPut).map((record) => ({ ...record, ExplicitHashKey }))
      await kinesisCall(url, 'PutRecords', { StreamName: streamName, Records })
    }
  }
}

async function run(way: Way, url: string): Promise<ConsumerMeasure> {
  const load = promisify(execFile)(process.execPath, [loadProgram, way, url, `${records}`, `${shardCount}`])
  return JSON.parse((await load).stdout) as ConsumerMeasure
}

using scratch = new Scratch()
const runs = new Map<Way, ConsumerMeasure[]>(ways.map((way) => [way, []]))
for (let round = 0; round < rounds; round++) {
  const server = await startMillraceWithStream(scratch.join(`data-${round}`), { shardCount })
  try {
    await fill(server.url)
    for (const way of ways) runs.get(way)?.push(await run(way, server.url))
  } finally {
    await server.stop()
  }
}

const bare = runs.get('get-records')!
const summary = Object.fromEntries(
  [...runs].map(([way, each]) => [
    way,
    {
      recordsPerSecond: spread(each.map(({ recordsPerSecond }) => recordsPerSecond)),
      cpuMicrosPerRecord: spread(each.map(({ cpuMicrosPerRecord }) => cpuMicrosPerRecord)),
      cpuRatio: spread(
        each.map(({ cpuMicrosPerRecord }, i) => cpuMicrosPerRecord / bare[i]!.cpuMicrosPerRecord),
      ),
    },
  ]),
)
for (const [way, { recordsPerSecond, cpuMicrosPerRecord, cpuRatio }] of Object.entries(summary)) {
  console.error(
    `${way.padEnd(12)} ${recordsPerSecond.median} records/s, ${cpuMicrosPerRecord.median} us of CPU a record, ${rounded(cpuRatio.median)} times the bare loop's`,
  )
}
printReport({
  question: `CPU per record of one worker on ${shardCount} shards, over that of a bare loop of GetRecords`,
  target: `by polling and by fan-out at most ${ratioMax} x`,
  met: ways.every((way) => summary[way]!.cpuRatio.median <= ratioMax),
  summary,
})
