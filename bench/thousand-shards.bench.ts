/*
 * Question: what does it cost to write to every one of 1,000 shards once? A file per shard would need 1,000 syncs; the
 * journal needs one for each request (a round is two PutRecords, since one takes 500 records), or one for both.
 */
import { createHash } from 'node:crypto'
import { randomRecords, streamName } from './lib/bodies.ts'
import { kinesisCall } from './lib/kinesis-call.ts'
import { metric } from './lib/metric.ts'
import { startMillrace } from './lib/millrace.ts'
import { benchOptions } from './lib/options.ts'
import { cpuMicros } from './lib/process-usage.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { rounded, spread } from './lib/statistics.ts'

const shardCount = 1000
const recordsPerRequest = 500
const requestsPerRound = shardCount / recordsPerRequest
const rounds = benchOptions().smoke ? 3 : 200

interface PutAnswer {
  FailedRecordCount: number
  Records: { ShardId: string }[]
}

/** A partition key for every shard of an evenly split stream, found by trying. */
function keyOfEachShard(): string[] {
  const keys: string[] = []
  for (let tried = 0, found = 0; found < shardCount; tried++) {
    const hash = BigInt(`0x${createHash('md5').update(String(tried)).digest('hex')}`)
    const shard = Number((hash * BigInt(shardCount)) >> 128n)
    if (keys[shard] !== undefined) continue
    keys[shard] = String(tried)
    found++
  }
  return keys
}

const keys = keyOfEachShard()
const records = randomRecords(shardCount).map((record, i) => ({ ...record, PartitionKey: keys[i] as string }))

async function writeEachShardOnce(url: string): Promise<Set<string>> {
  const answers = await Promise.all(
    Array.from({ length: requestsPerRound }, (_, i) =>
      kinesisCall<PutAnswer>(url, 'PutRecords', {
        StreamName: streamName,
        Records: records.slice(i * recordsPerRequest, (i + 1) * recordsPerRequest),
      }),
    ),
  )
  if (answers.some(({ FailedRecordCount }) => FailedRecordCount > 0)) throw new Error('records were refused')
  return new Set(answers.flatMap(({ Records }) => Records.map(({ ShardId }) => ShardId)))
}

using scratch = new Scratch()
const server = await startMillrace(scratch.join('data'))
await kinesisCall(server.url, 'CreateStream', { StreamName: streamName, ShardCount: shardCount })
const shardsWritten = await writeEachShardOnce(server.url)
if (shardsWritten.size !== shardCount) throw new Error(`a round wrote to ${shardsWritten.size} shards`)

const syncsBefore = await metric(server.url, 'journal_syncs')
const microsBefore = cpuMicros(server.pid)
const roundMs: number[] = []
for (let round = 0; round < rounds; round++) {
  const startedMs = performance.now()
  await writeEachShardOnce(server.url)
  roundMs.push(performance.now() - startedMs)
}
const syncsPerRound = ((await metric(server.url, 'journal_syncs')) - syncsBefore) / rounds
const cpuMicrosPerRecord = (cpuMicros(server.pid) - microsBefore) / rounds / shardCount
await server.stop()

printReport({
  question:
    'journal syncs, time and CPU for a round that writes each of 1,000 shards once (two PutRecords at a time)',
  target: 'at most one sync for each request of a round',
  met: syncsPerRound <= requestsPerRound,
  syncsPerRound: rounded(syncsPerRound),
  syncsPerRequest: rounded(syncsPerRound / requestsPerRound),
  roundMs: spread(roundMs),
  cpuMicrosPerRecord: rounded(cpuMicrosPerRecord),
})
