/*
 * The get floor: 10,000 records of 1 KiB in memory, and for every request a GetRecords answer that holds all of them,
 * built in the plain way: an object per record, base64 of each Buffer, JSON.stringify.
 *
 *   node bench/floor/get-floor.ts
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { announce } from './announce.ts'

const recordCount = 10_000
const recordSize = 1024

const records = Array.from({ length: recordCount }, (_, i) => ({
  sequenceNumber: `49650000000000000000000000000000000000${String(i).padStart(18, '0')}`,
  arrivalTimeMs: 1_700_000_000_000 + i,
  partitionKey: randomBytes(10).toString('hex'),
  data: randomBytes(recordSize),
}))

function getRecords(): string {
  return JSON.stringify({
    MillisBehindLatest: 0,
    NextShardIterator: 'A'.repeat(200),
    Records: records.map((record) => ({
      SequenceNumber: record.sequenceNumber,
      ApproximateArrivalTimestamp: record.arrivalTimeMs / 1000,
      Data: record.data.toString('base64'),
      PartitionKey: record.partitionKey,
    })),
  })
}

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    const body = Buffer.from(getRecords())
    response.writeHead(200, {
      'Content-Type': 'application/x-amz-json-1.1',
      'Content-Length': body.length,
    })
    response.end(body)
  })
})

announce(server)
