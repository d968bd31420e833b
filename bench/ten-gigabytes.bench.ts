/*
 * Question: does memory grow with what is stored, and does a restart? Writes 10 GB (`--gigabytes N` for another size)
 * of random records, then restarts twice: after a clean stop and after `kill -9`.
 */
import { parseArgs } from 'node:util'
import { recordSize, streamName, writePutRecordsBodies } from './lib/bodies.ts'
import { kinesisCall } from './lib/kinesis-call.ts'
import { runLoad } from './lib/load.ts'
import { startMillrace, startMillraceWithStream } from './lib/millrace.ts'
import { peakRssBytes, readBytes } from './lib/process-usage.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import type { StartedServer } from './lib/started-server.ts'
import { rounded } from './lib/statistics.ts'

const mebibyte = 1024 * 1024
const rssMiBMax = 350e6 / mebibyte
const readyMsMax = 1000
/** Code, checkpoint and the journal's tail; a server that read what is stored would read all of it. */
const readFractionMax = 0.05
const recordsPerRequest = 500

const { values } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, gigabytes: { type: 'string' } },
})
const gigabytes = Number(values.gigabytes ?? (values.smoke ? 0.05 : 10))
const windowMs = values.smoke ? 300 : 5_000

using scratch = new Scratch()
const directory = scratch.join('data')
const requestsFile = scratch.join('requests')
writePutRecordsBodies(requestsFile, { bodies: values.smoke ? 2 : 16, records: recordsPerRequest })

/** Loads the server, a window at a time, until `bytes` of data have been acknowledged. @returns the highest RSS seen */
async function write(server: StartedServer, bytes: number): Promise<number> {
  let written = 0
  let peak = 0
  while (written < bytes) {
    const { port, pid } = server
    const load = { port, pid, connections: 8, requestsFile, recordsPerRequest, warmupRequests: 0, windowMs }
    const { requests, peakRssBytes } = await runLoad(load)
    written += requests * recordsPerRequest * recordSize
    peak = Math.max(peak, peakRssBytes)
    console.error(`${(written / 1e9).toFixed(2)} GB, peak ${Math.round(peak / mebibyte)} MiB`)
  }
  return peak
}

/** A restart on the folder as it is: when ready, what it has read, and that the oldest record can be read. */
async function restart() {
  const server = await startMillrace(directory)
  const { asked, fromDisk } = readBytes(server.pid)
  const { ShardIterator } = await kinesisCall<{ ShardIterator: string }>(server.url, 'GetShardIterator', {
    StreamName: streamName,
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'TRIM_HORIZON',
  })
  const { Records } = await kinesisCall<{ Records: unknown[] }>(server.url, 'GetRecords', { ShardIterator })
  const peakRssMiB = Math.round(peakRssBytes(server.pid) / mebibyte)
  const figures = {
    readyMs: rounded(server.readyMs),
    readMiB: rounded(asked / mebibyte),
    readFromDiskMiB: rounded(fromDisk / mebibyte),
    oldestRecordsRead: Records.length,
    peakRssMiB,
  }
  return { server, figures }
}

const writer = await startMillraceWithStream(directory, { shardCount: 4 })
const peakRssMiB = (await write(writer, gigabytes * 1e9)) / mebibyte
const exitCode = await writer.stop()
const afterStop = await restart()
await write(afterStop.server, gigabytes * 1e7)
await afterStop.server.kill()
const afterKill = await restart()
await afterKill.server.stop()

const restarts = [afterStop.figures, afterKill.figures]
const readMiBMax = (readFractionMax * gigabytes * 1e9) / mebibyte
printReport({
  question: `memory while ${gigabytes} GB are written, and what a restart on them costs`,
  target: `RSS under 350 MB (${Math.round(rssMiBMax)} MiB), restart ready within ${readyMsMax} ms without reading what is stored`,
  met:
    Math.max(peakRssMiB, ...restarts.map((each) => each.peakRssMiB)) < rssMiBMax &&
    restarts.every(({ readyMs, readMiB }) => readyMs <= readyMsMax && readMiB <= readMiBMax) &&
    restarts.every(({ oldestRecordsRead }) => oldestRecordsRead > 0),
  gigabytes,
  peakRssMiB: rounded(peakRssMiB),
  exitCode,
  restartAfterStop: afterStop.figures,
  restartAfterKill: afterKill.figures,
})
