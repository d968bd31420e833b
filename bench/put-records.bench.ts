/*
 * Question: what does a durable PutRecords cost, beside the least that a durable server on node:http costs?
 * 500 random records of 1 KiB a request, 4 shards, 8 connections, an answer only when on disk.
 *
 *   npm run bench -- put-records [--protocol cbor|framed] [--rounds 3] [--smoke]
 */
import { writePutRecordsBodies } from './lib/bodies.ts'
import { compareToFloor, type Subject } from './lib/compare.ts'
import { startPutFloor } from './lib/floors.ts'
import { startMillraceWithStream } from './lib/millrace.ts'
import { benchOptions } from './lib/options.ts'
import { printReport, printTable } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'

const recordsPerRequest = 500
const ratioMaxBy = { json: 0.45, cbor: 0.35, framed: 0.3 }

const options = benchOptions()
using scratch = new Scratch()
const { protocol } = options
const ratioMax = ratioMaxBy[protocol]
const load = { bodies: options.smoke ? 2 : 16, records: recordsPerRequest }
const requestsFile = scratch.join('requests')
writePutRecordsBodies(requestsFile, load)
const ownRequestsFile = scratch.join('own-requests')
writePutRecordsBodies(ownRequestsFile, { ...load, protocol })

const floor: Subject = { name: 'floor', start: startPutFloor, requestsFile: () => requestsFile }
const millrace: Subject = {
  name: 'millrace',
  start: (directory) => startMillraceWithStream(directory, { shardCount: 4 }),
  requestsFile: () => ownRequestsFile,
}

const comparison = await compareToFloor({ floor, millrace }, options, {
  connections: 8,
  recordsPerRequest,
  warmupRequests: 1000,
})
printTable(comparison)
printReport({
  question: `CPU per record of a durable PutRecords in ${protocol} (500 x 1 KiB, 4 shards, 8 connections), as a ratio to the floor`,
  target: `CPU per record at most ${ratioMax} x the durable floor's`,
  met: comparison.cpuRatio.median <= ratioMax,
  ...comparison,
})
