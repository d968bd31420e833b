import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { kinesisRequest, packRequests } from './http-request.ts'
import type { BenchProtocol } from './options.ts'
import { putRecordsIn } from './protocol-request.ts'

export const streamName = 'bench'
/** Of data: random bytes, which no segment can compress. */
export const recordSize = 1024
/** In a partition key, in hexadecimal: 20 characters, a usual length. */
const keyBytes = 10

function randomRecord(): { PartitionKey: string; Data: string } {
  return {
    PartitionKey: randomBytes(keyBytes).toString('hex'),
    Data: randomBytes(recordSize).toString('base64'),
  }
}

export function randomRecords(count: number): { PartitionKey: string; Data: string }[] {
  return Array.from({ length: count }, randomRecord)
}

/** Different bodies, so that no cache of one body flatters anybody, and few enough to stay in memory. */
export function writePutRecordsBodies(
  path: string,
  { bodies, records, protocol = 'json' }: { bodies: number; records: number; protocol?: BenchProtocol },
): void {
  const requests = Array.from({ length: bodies }, () =>
    putRecordsIn(protocol, streamName, randomRecords(records)),
  )
  writeFileSync(path, packRequests(requests))
}

export function writePutRecordBodies(path: string, { bodies }: { bodies: number }): void {
  const requests = Array.from({ length: bodies }, () =>
    kinesisRequest('PutRecord', { StreamName: streamName, ...randomRecord() }),
  )
  writeFileSync(path, packRequests(requests))
}
