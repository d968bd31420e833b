import { writePutRecordBodies, writePutRecordsBodies } from '../lib/bodies.ts'
import type { RunLoad } from '../lib/compare.ts'
import { writeSends } from '../lib/queue-load.ts'
import type { Peer } from './peer.ts'
import { kafkaAlways, kafkaLazy } from './servers/kafka.ts'
import { kinesalite, kinesisLocal, motoKinesis } from './servers/kinesis.ts'
import { millraceQueue, millraceStream, millraceStreamLazy } from './servers/millrace.ts'
import { natsAlways, natsLazy } from './servers/nats.ts'
import { elasticMq, fauxqs, motoSqs } from './servers/queues.ts'
import { redis } from './servers/redis.ts'

export interface Scenario {
  readonly name: string
  readonly title: string
  readonly peers: readonly Peer[]
  writeRequests(path: string, isSmoke: boolean): void
  /** @param clients where what a client of a peer needs is installed */
  loadOf(peer: Peer, clients: string, isSmoke: boolean): RunLoad
}

const streams: readonly Peer[] = [
  millraceStream,
  redis,
  natsAlways,
  kafkaAlways,
  millraceStreamLazy,
  natsLazy,
  kafkaLazy,
  kinesalite,
  kinesisLocal,
  motoKinesis,
]
const windowMs = (isSmoke: boolean) => (isSmoke ? 500 : 5_000)
const batch = 500
const messages = 10

export const scenarios: readonly Scenario[] = [
  {
    name: 'batches',
    title: `${batch} records of 1 KiB a request, 8 connections, 4 shards`,
    peers: streams,
    writeRequests: (path, isSmoke) =>
      writePutRecordsBodies(path, { bodies: isSmoke ? 2 : 16, records: batch }),
    loadOf: (peer, clients, isSmoke) => recordLoad(peer, clients, isSmoke, [8, batch, 300]),
  },
  {
    name: 'singles',
    title: '1 record of 1 KiB a request, 64 connections, 4 shards',
    peers: streams,
    writeRequests: (path, isSmoke) => writePutRecordBodies(path, { bodies: isSmoke ? 100 : 4096 }),
    loadOf: (peer, clients, isSmoke) => recordLoad(peer, clients, isSmoke, [64, 1, 20_000]),
  },
  {
    name: 'queues',
    title: `send, receive and delete by tens, 1 KiB a message, 64 connections`,
    peers: [millraceQueue, elasticMq, fauxqs, motoSqs],
    writeRequests: (path, isSmoke) =>
      writeSends(path, { sends: isSmoke ? 20 : 400, batch: messages, kind: 'text' }),
    loadOf: ({ connectionPerRequest }, _clients, isSmoke) => ({
      client: 'queue',
      clientOptions: { connectionPerRequest },
      connections: 64,
      recordsPerRequest: messages,
      warmupRequests: isSmoke ? 10 : 3_000,
      windowMs: windowMs(isSmoke),
    }),
  },
]

function recordLoad(
  { protocol, connectionPerRequest }: Peer,
  clients: string,
  isSmoke: boolean,
  [connections, recordsPerRequest, warmup]: readonly [number, number, number],
): RunLoad {
  return {
    client: protocol === 'kinesis' ? 'requests' : 'records',
    clientOptions: { protocol, clients, connectionPerRequest },
    connections,
    recordsPerRequest,
    warmupRequests: isSmoke ? 10 : warmup,
    windowMs: windowMs(isSmoke),
  }
}
