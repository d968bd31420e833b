import { streamName, writePutRecordBodies, writePutRecordsBodies } from '../lib/bodies.ts'
import type { RunLoad, RunningServer, Subject } from '../lib/compare.ts'
import { filledCount, fillStream, iteratorFromStart, writeGetRequest } from '../lib/filled-stream.ts'
import { kinesisCall } from '../lib/kinesis-call.ts'
import { queueName, writeSends } from '../lib/queue-load.ts'
import type { Scratch } from '../lib/scratch.ts'
import { sqsCall } from '../lib/sqs-call.ts'

/** A load that goes one way through the server, over and over. */
export interface HotPath {
  /** Makes what the load needs. */
  fill(server: RunningServer): Promise<unknown>
  readonly requestsFile: Subject['requestsFile']
  readonly load: RunLoad
}

const windowMs = 8_000
const sends = 400

export const hotPaths: Readonly<Record<string, HotPath>> = {
  'put-records': {
    fill: makeStream,
    requestsFile: written((path) => writePutRecordsBodies(path, { bodies: 16, records: 500 })),
    load: { connections: 8, recordsPerRequest: 500, warmupRequests: 1_000, windowMs },
  },
  'put-records-cbor': {
    fill: makeStream,
    requestsFile: written((path) =>
      writePutRecordsBodies(path, { bodies: 16, records: 500, protocol: 'cbor' }),
    ),
    load: { connections: 8, recordsPerRequest: 500, warmupRequests: 1_000, windowMs },
  },
  'put-records-framed': {
    fill: makeStream,
    requestsFile: written((path) =>
      writePutRecordsBodies(path, { bodies: 16, records: 500, protocol: 'framed' }),
    ),
    load: { connections: 8, recordsPerRequest: 500, warmupRequests: 1_000, windowMs },
  },
  'put-record': {
    fill: makeStream,
    requestsFile: written((path) => writePutRecordBodies(path, { bodies: 4096 })),
    load: { connections: 64, recordsPerRequest: 1, warmupRequests: 40_000, windowMs },
  },
  'put-record-http2': {
    fill: makeStream,
    requestsFile: written((path) => writePutRecordBodies(path, { bodies: 4096 })),
    load: { client: 'http2', connections: 64, recordsPerRequest: 1, warmupRequests: 40_000, windowMs },
  },
  'get-records': {
    fill: fillStream,
    requestsFile: async (server, scratch) => writeGetRequest(scratch, await iteratorFromStart(server)),
    load: { connections: 4, recordsPerRequest: filledCount, warmupRequests: 100, windowMs },
  },
  'get-records-framed': {
    fill: fillStream,
    requestsFile: async (server, scratch) =>
      writeGetRequest(scratch, await iteratorFromStart(server), 'framed'),
    load: { connections: 4, recordsPerRequest: filledCount, warmupRequests: 100, windowMs },
  },
  'sqs-batches': {
    fill: makeQueue,
    requestsFile: written((path) => writeSends(path, { sends, batch: 10, kind: 'text' })),
    load: { client: 'queue', connections: 64, recordsPerRequest: 10, warmupRequests: 5_000, windowMs },
  },
  'sqs-messages': {
    fill: makeQueue,
    requestsFile: written((path) => writeSends(path, { sends, batch: 1, kind: 'text' })),
    load: { client: 'queue', connections: 64, recordsPerRequest: 1, warmupRequests: 20_000, windowMs },
  },
}

function makeStream({ url }: RunningServer): Promise<unknown> {
  return kinesisCall(url, 'CreateStream', { StreamName: streamName, ShardCount: 4 })
}

function makeQueue({ url }: RunningServer): Promise<unknown> {
  return sqsCall(url, 'CreateQueue', { QueueName: queueName })
}

function written(write: (path: string) => void): Subject['requestsFile'] {
  return (_server: RunningServer, scratch: Scratch) => {
    const path = scratch.join('requests')
    write(path)
    return path
  }
}
