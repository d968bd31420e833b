/*
 * Question: what do 10,000 shards in 100 streams cost when nobody uses them: memory for each (before and after each had a
 * record), CPU while idle, time to start, and does a page of ListShards cost the same in a stream of 100 shards and in
 * one of 50,000? Throttles are on; quotas and rates are raised by a file.
 */
import { writeFileSync } from 'node:fs'
import { kinesisCall } from './lib/kinesis-call.ts'
import { benchOptions } from './lib/options.ts'
import { cpuMicros, rssBytes } from './lib/process-usage.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { millraceArgs, StartedServer } from './lib/started-server.ts'
import { rounded, spread } from './lib/statistics.ts'
import { hashKeyOf, shardIdOf } from './lib/streams.ts'

const { smoke } = benchOptions()
const streamCount = smoke ? 5 : 100
const shardsPerStream = smoke ? 10 : 100
const largeStreamShards = smoke ? 500 : 50_000
const idleMs = smoke ? 500 : 5000
const pagesMeasured = smoke ? 5 : 300
const shardCount = streamCount * shardsPerStream

const bytesPerShardMax = 10 * 1024
const idleCpuMax = 0.01
const startMsMax = 1000
const pageRatioMax = 1.5

interface PutAnswer {
  FailedRecordCount: number
}

interface ShardPage {
  Shards: { ShardId: string }[]
}

/** Wall time of pages of 50 shards that begin behind a shard, in milliseconds: of one call after the other. */
async function pageMs(url: string, StreamName: string, after: number): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < pagesMeasured; i++) {
    const startedMs = performance.now()
    const input = {
      StreamName,
      MaxResults: 50,
      ...(after >= 0 && { ExclusiveStartShardId: shardIdOf(after) }),
    }
    const { Shards } = await kinesisCall<ShardPage>(url, 'ListShards', input)
    times.push(performance.now() - startedMs)
    if (Shards.length === 0) throw new Error('an empty page')
  }
  return times
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

using scratch = new Scratch()
const quotas = scratch.join('quotas.json')
writeFileSync(quotas, JSON.stringify({ shardsPerAccount: 1_000_000, callsPerSecond: { '*': 1_000_000 } }))
const start = () => StartedServer.start(millraceArgs(scratch.join('data'), '--quotas', quotas))

/** One record to each shard of a stream, by its hash key. */
async function writeEachShard(url: string, StreamName: string): Promise<void> {
  const Records = Array.from({ length: shardsPerStream }, (_, i) => ({
    PartitionKey: 'key',
    ExplicitHashKey: hashKeyOf(i, shardsPerStream),
    Data: Buffer.alloc(100).toString('base64'),
  }))
  const { FailedRecordCount } = await kinesisCall<PutAnswer>(url, 'PutRecords', { StreamName, Records })
  if (FailedRecordCount > 0) throw new Error('records were refused')
}

const empty = await start()
await pause(1000)
const emptyRss = rssBytes(empty.pid)
const emptyReadyMs = empty.readyMs
for (let i = 0; i < streamCount; i++) {
  await kinesisCall(empty.url, 'CreateStream', { StreamName: `stream-${i}`, ShardCount: shardsPerStream })
}
await empty.stop()

/* Started anew: what creating them took is no part of what they cost. */
const server = await start()
const { readyMs } = server
await pause(1000)
const bytesPerShard = (rssBytes(server.pid) - emptyRss) / shardCount
const idleFrom = cpuMicros(server.pid)
await pause(idleMs)
const idleCpu = (cpuMicros(server.pid) - idleFrom) / 1000 / idleMs

for (let i = 0; i < streamCount; i++) await writeEachShard(server.url, `stream-${i}`)
await pause(idleMs)
const bytesPerUsedShard = (rssBytes(server.pid) - emptyRss) / shardCount

await kinesisCall(server.url, 'CreateStream', { StreamName: 'large', ShardCount: largeStreamShards })
await pageMs(server.url, 'stream-0', -1)
const small = spread(await pageMs(server.url, 'stream-0', -1))
const largeFirst = spread(await pageMs(server.url, 'large', -1))
const largeMiddle = spread(await pageMs(server.url, 'large', largeStreamShards / 2))
await server.stop()

const pageRatio = Math.max(largeFirst.median, largeMiddle.median) / small.median
printReport({
  question: `what ${shardCount} idle shards in ${streamCount} streams cost, and a page of ListShards`,
  target:
    `at most ${bytesPerShardMax / 1024} KiB a shard, ${idleCpuMax * 100} % of a core, ready within ${startMsMax} ms; ` +
    `a page of a stream with ${largeStreamShards} shards at most ${pageRatioMax} times one of ${shardsPerStream}`,
  met:
    bytesPerShard <= bytesPerShardMax &&
    bytesPerUsedShard <= bytesPerShardMax &&
    idleCpu <= idleCpuMax &&
    readyMs <= startMsMax &&
    pageRatio <= pageRatioMax,
  bytesPerShard: { neverUsed: Math.round(bytesPerShard), used: Math.round(bytesPerUsedShard) },
  idleCpu: rounded(idleCpu),
  readyMs: { empty: rounded(emptyReadyMs), full: rounded(readyMs) },
  pageRatio: rounded(pageRatio),
  pageMs: { small, largeFirst, largeMiddle },
})
