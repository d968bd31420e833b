/*
 * Question: what does a durable put cost over HTTP/2, the only way of the SDKs for JavaScript and Java to Kinesis, beside HTTP/1.1 by the
 * ordinary path, which is node:http? PutRecords of 500 x 1 KiB on 8 streams, and PutRecord of 1 KiB on 64.
 *
 *   npm run bench -- http2 [--rounds 3] [--smoke]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { writePutRecordBodies, writePutRecordsBodies } from './lib/bodies.ts'
import { type Comparison, type RunLoad, runOnce, type Subject, summaryOf } from './lib/compare.ts'
import { packRequests, unpackRequests } from './lib/http-request.ts'
import { startMillraceWithStream } from './lib/millrace.ts'
import { benchOptions, measuring } from './lib/options.ts'
import { printReport, printTable } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { spread } from './lib/statistics.ts'

/** Of HTTP/1.1's CPU a record. */
const ratioMax = 1.5
/** A header for which the server leaves the connection to node:http (docs/decisions/0007-direct-http.md). */
const ordinary = 'TE: trailers'

const options = benchOptions()
using scratch = new Scratch()

/** The same requests with one header more, which either protocol is sent. */
function ordinaryRequests(path: string): string {
  const requests = unpackRequests(readFileSync(path)).map((request) => {
    const text = request.toString('latin1').replace('\r\n', `\r\n${ordinary}\r\n`)
    return Buffer.from(text, 'latin1')
  })
  writeFileSync(path, packRequests(requests))
  return path
}

function subjectOf(name: string, requestsFile: string): Subject {
  const start = (directory: string) => startMillraceWithStream(directory, { shardCount: 4 })
  return { name, start, requestsFile: () => requestsFile }
}

async function compareProtocols(
  requestsFile: string,
  load: Pick<RunLoad, 'connections' | 'recordsPerRequest' | 'warmupRequests'>,
): Promise<Comparison> {
  const whole = { ...load, ...measuring(options, load.warmupRequests) }
  const http1 = subjectOf('http1', requestsFile)
  const http2 = subjectOf('http2', requestsFile)
  const runs: Comparison['runs'] = { http1: [], http2: [] }
  for (let round = 0; round < options.rounds; round++) {
    runs.http1!.push(await runOnce(http1, whole))
    runs.http2!.push(await runOnce(http2, { ...whole, client: 'http2' }))
  }
  const ratios = runs.http2!.map(
    ({ cpuMicrosPerRecord }, i) => cpuMicrosPerRecord / runs.http1![i]!.cpuMicrosPerRecord,
  )
  const summary = { http1: summaryOf(runs.http1!), http2: summaryOf(runs.http2!) }
  return { runs, summary, cpuRatio: spread(ratios) }
}

const batchesFile = scratch.join('batches')
writePutRecordsBodies(batchesFile, { bodies: options.smoke ? 2 : 16, records: 500 })
const singlesFile = scratch.join('singles')
writePutRecordBodies(singlesFile, { bodies: options.smoke ? 100 : 4096 })

const batches = await compareProtocols(ordinaryRequests(batchesFile), {
  ...{ connections: 8, recordsPerRequest: 500, warmupRequests: 1000 },
})
printTable(batches)
const singles = await compareProtocols(ordinaryRequests(singlesFile), {
  ...{ connections: 64, recordsPerRequest: 1, warmupRequests: 40_000 },
})
printTable(singles)
printReport({
  question: 'CPU per record of a durable put over HTTP/2, as a ratio to HTTP/1.1 through node:http',
  target: `at most ${ratioMax}`,
  met: Math.max(batches.cpuRatio.median, singles.cpuRatio.median) <= ratioMax,
  batches: { summary: batches.summary, cpuRatio: batches.cpuRatio },
  singles: { summary: singles.summary, cpuRatio: singles.cpuRatio },
})
