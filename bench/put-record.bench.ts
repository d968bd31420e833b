/*
 * Question: what does one durable PutRecord of 1 KiB cost on 64 connections, beside the least that a durable server on node:http does,
 * how many more are there in a second, and how long does one take at half of the top rate? And how much of the floor's CPU
 * do Node's sockets take alone, which no server on them can do without?
 *
 *   npm run bench -- put-record [--rounds 3] [--smoke]
 */
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { writePutRecordBodies } from './lib/bodies.ts'
import { compareToFloor, runOnce, type Subject } from './lib/compare.ts'
import { startPutFloor, startSocketFloor } from './lib/floors.ts'
import { unpackRequests } from './lib/http-request.ts'
import { runLoad } from './lib/load.ts'
import { startMillraceWithStream } from './lib/millrace.ts'
import { benchOptions, measuring } from './lib/options.ts'
import { PacedLoad } from './lib/paced-load.ts'
import { printReport, printTable } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { percentile, rounded, spread } from './lib/statistics.ts'

const ratioMax = 0.4
const rateRatioMin = 2.5
const halfRateP99MsMax = 5
const connections = 64

const options = benchOptions()
const pacedMs = options.smoke ? 300 : 4_000
using scratch = new Scratch()
const requestsFile = scratch.join('requests')
writePutRecordBodies(requestsFile, { bodies: options.smoke ? 100 : 4096 })

const floor: Subject = { name: 'floor', start: startPutFloor, requestsFile: () => requestsFile }
const millrace: Subject = {
  name: 'millrace',
  start: (directory) => startMillraceWithStream(directory, { shardCount: 4 }),
  requestsFile: () => requestsFile,
}

const load = { connections, recordsPerRequest: 1, warmupRequests: 40_000 }
const comparison = await compareToFloor({ floor, millrace }, options, load)

/** Of a server that answers the same requests and does nothing else, as a ratio to the floor's. */
async function socketsCpuRatio(): Promise<number> {
  const sockets: Subject = { name: 'sockets', start: startSocketFloor, requestsFile: () => requestsFile }
  const micros: number[] = []
  for (let round = 0; round < options.rounds; round++) {
    const run = await runOnce(sockets, { ...load, ...measuring(options, load.warmupRequests) })
    micros.push(run.cpuMicrosPerRecord)
  }
  return rounded(spread(micros).median / comparison.summary.floor!.cpuMicrosPerRecord.median)
}

/** How long answers take when they are asked for at this rate, whatever the answers take, of a server that is warm. */
async function paced(requestsPerSecond: number) {
  using scratch = new Scratch()
  const server = await millrace.start(scratch.join('data'))
  const { port, pid } = server
  await runLoad({ port, pid, requestsFile, ...load, ...measuring(options, load.warmupRequests) })
  const requests = unpackRequests(readFileSync(requestsFile))
  const timesMs: number[] = []
  const steady = new PacedLoad({
    port,
    requestsPerSecond,
    connections,
    request: (index) => requests[index % requests.length]!,
    answered: (_, dueMs) => timesMs.push(performance.now() - dueMs),
  })
  steady.start()
  await delay(pacedMs)
  const settled = timesMs.length
  await delay(pacedMs)
  await steady.stop()
  await server.stop()
  const sorted = timesMs.slice(settled).toSorted((a, b) => a - b)
  return {
    requestsPerSecond,
    p50Ms: rounded(percentile(sorted, 0.5)),
    p99Ms: rounded(percentile(sorted, 0.99)),
  }
}

const [floorRate = 0, rate = 0] = Object.values(comparison.summary).map((of) => of.recordsPerSecond.median)
const rateRatio = rounded(rate / floorRate)
const halfRate = await paced(Math.round(rate / 2))
printTable(comparison)
printReport({
  question:
    'CPU and rate of a durable PutRecord (1 KiB, 64 connections), as ratios to the floor, and its time at half of the top rate',
  target:
    `CPU per request at most ${ratioMax} x the durable floor's, ${rateRatioMin} x its requests/s, ` +
    `p99 at half of the top rate under ${halfRateP99MsMax} ms`,
  met:
    comparison.cpuRatio.median <= ratioMax && rateRatio >= rateRatioMin && halfRate.p99Ms < halfRateP99MsMax,
  rateRatio,
  halfRate,
  socketsCpuRatio: await socketsCpuRatio(),
  ...comparison,
})
