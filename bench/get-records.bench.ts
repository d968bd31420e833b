/*
 * Question: what does a GetRecords of 10,000 records of 1 KiB cost, beside a bare server that has them in memory and
 * builds the same answer with JSON.stringify? One shard, the same iterator again and again, 4 connections.
 */
import { writeFileSync } from 'node:fs'
import { randomRecords, streamName } from './lib/bodies.ts'
import type { RunningServer } from './lib/compare.ts'
import { compareToFloor, type Subject } from './lib/compare.ts'
import { startGetFloor } from './lib/floors.ts'
import { kinesisRequest, packRequests } from './lib/http-request.ts'
import { kinesisCall } from './lib/kinesis-call.ts'
import { startMillraceWithStream } from './lib/millrace.ts'
import { benchOptions } from './lib/options.ts'
import { printReport, printTable } from './lib/report.ts'
import type { Scratch } from './lib/scratch.ts'

const recordCount = 10_000
const recordsPerPut = 500
const ratioMax = 0.5

async function startFilled(directory: string): Promise<RunningServer> {
  const server = await startMillraceWithStream(directory, { shardCount: 1 })
  for (let put = 0; put < recordCount; put += recordsPerPut) {
    await kinesisCall(server.url, 'PutRecords', {
      StreamName: streamName,
      Records: randomRecords(recordsPerPut),
    })
  }
  return server
}

async function iteratorFromStart(server: RunningServer): Promise<string> {
  const { ShardIterator } = await kinesisCall<{ ShardIterator: string }>(server.url, 'GetShardIterator', {
    StreamName: streamName,
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  })
  return ShardIterator
}

function writeGetRequest(scratch: Scratch, ShardIterator: string): string {
  const path = scratch.join('requests')
  writeFileSync(path, packRequests([kinesisRequest('GetRecords', { ShardIterator, Limit: recordCount })]))
  return path
}

const options = benchOptions()
const floor: Subject = {
  name: 'floor',
  start: startGetFloor,
  requestsFile: (_, scratch) => writeGetRequest(scratch, 'A'.repeat(200)),
}
const millrace: Subject = {
  name: 'millrace',
  start: startFilled,
  requestsFile: async (server, scratch) => writeGetRequest(scratch, await iteratorFromStart(server)),
}

const comparison = await compareToFloor({ floor, millrace }, options, {
  connections: 4,
  recordsPerRequest: recordCount,
  warmupRequests: 60,
})
printTable(comparison)
printReport({
  question:
    'CPU per record of GetRecords (10,000 x 1 KiB an answer, 4 connections), as a ratio to JSON.stringify',
  target: `CPU per record at most ${ratioMax} x the get floor's`,
  met: comparison.cpuRatio.median <= ratioMax,
  ...comparison,
})
