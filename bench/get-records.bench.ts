/*
 * Question: what does a GetRecords of 10,000 records of 1 KiB cost, beside a bare server that has them in memory and
 * builds the same answer with JSON.stringify? One shard, the same iterator again and again, 4 connections.
 */
import type { RunningServer } from './lib/compare.ts'
import { compareToFloor, type Subject } from './lib/compare.ts'
import { filledCount, fillStream, iteratorFromStart, writeGetRequest } from './lib/filled-stream.ts'
import { startGetFloor } from './lib/floors.ts'
import { startMillrace } from './lib/millrace.ts'
import { benchOptions } from './lib/options.ts'
import { printReport, printTable } from './lib/report.ts'

/** CBOR is to be no dearer than JSON. */
const ratioMaxBy = { json: 0.12, cbor: 0.12, framed: 0.05 }

async function startFilled(directory: string): Promise<RunningServer> {
  const server = await startMillrace(directory)
  await fillStream(server)
  return server
}

const options = benchOptions()
const ratioMax = ratioMaxBy[options.protocol]
const floor: Subject = {
  name: 'floor',
  start: startGetFloor,
  requestsFile: (_, scratch) => writeGetRequest(scratch, 'A'.repeat(200)),
}
const millrace: Subject = {
  name: 'millrace',
  start: startFilled,
  requestsFile: async (server, scratch) =>
    writeGetRequest(scratch, await iteratorFromStart(server), options.protocol),
}

const comparison = await compareToFloor({ floor, millrace }, options, {
  connections: 4,
  recordsPerRequest: filledCount,
  warmupRequests: 60,
})
printTable(comparison)
printReport({
  question: `CPU per record of GetRecords in ${options.protocol} (10,000 x 1 KiB an answer, 4 connections), as a ratio to JSON.stringify`,
  target: `CPU per record at most ${ratioMax} x the get floor's`,
  met: comparison.cpuRatio.median <= ratioMax,
  ...comparison,
})
