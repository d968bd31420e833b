/*
 * Question: what does one durable PutRecord of 1 KiB cost on 64 connections, and how long does its answer take, beside
 * the least that a durable server on node:http does? Sockets are most of it; what a group commit shares is the rest.
 */
import { writePutRecordBodies } from './lib/bodies.ts'
import { compareToFloor, type Subject } from './lib/compare.ts'
import { startPutFloor } from './lib/floors.ts'
import { startMillraceWithStream } from './lib/millrace.ts'
import { benchOptions } from './lib/options.ts'
import { printReport, printTable } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'

const ratioMax = 1.25

const options = benchOptions()
using scratch = new Scratch()
const requestsFile = scratch.join('requests')
writePutRecordBodies(requestsFile, { bodies: options.smoke ? 100 : 4096 })

const floor: Subject = { name: 'floor', start: startPutFloor, requestsFile: () => requestsFile }
const millrace: Subject = {
  name: 'millrace',
  start: (directory) => startMillraceWithStream(directory, { shardCount: 4 }),
  requestsFile: () => requestsFile,
}

const comparison = await compareToFloor({ floor, millrace }, options, {
  connections: 64,
  recordsPerRequest: 1,
  warmupRequests: 40_000,
})
const [floorP99 = 0, p99 = 0] = Object.values(comparison.summary).map(({ p99Ms }) => p99Ms.median)
printTable(comparison)
printReport({
  question: 'CPU and p99 of a durable PutRecord (1 KiB, 64 connections), as a ratio to the floor',
  target: `CPU per request at most ${ratioMax} x the durable floor's, p99 not above it`,
  met: comparison.cpuRatio.median <= ratioMax && p99 <= floorP99,
  ...comparison,
})
