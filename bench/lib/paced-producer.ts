import { randomBytes } from 'node:crypto'
import { streamName } from './bodies.ts'
import { kinesisRequest } from './http-request.ts'
import { PacedLoad } from './paced-load.ts'
import { base64OfId, idBase64Length } from './record-id.ts'
import { hashKeyOf } from './streams.ts'

interface Pace {
  readonly shardCount: number
  readonly recordSize: number
  readonly recordsPerShardAndSecond: number
}

/** Times of so many of the last answers are kept. */
const remembered = 65_536
const idMark = '0'.repeat(idBase64Length)

/** Puts numbered records at a steady rate, one a request, in turn to each shard, and remembers when each was answered. */
export class PacedProducer {
  readonly #load: PacedLoad
  readonly #answeredMs = new Float64Array(remembered).fill(Number.POSITIVE_INFINITY)
  acknowledged = 0

  constructor(port: number, { shardCount, recordSize, recordsPerShardAndSecond }: Pace) {
    const requests = Array.from({ length: shardCount }, (_, shard) =>
      requestFor(shard, shardCount, recordSize),
    )
    this.#load = new PacedLoad({
      port,
      requestsPerSecond: recordsPerShardAndSecond * shardCount,
      connections: 64,
      request: (id) => {
        this.#answeredMs[id % remembered] = Number.POSITIVE_INFINITY
        const [head, tail] = requests[id % shardCount]!
        return head + base64OfId(id) + tail
      },
      answered: (id) => {
        this.#answeredMs[id % remembered] = performance.now()
        this.acknowledged++
      },
    })
  }

  start(): void {
    this.#load.start()
  }

  /** Infinity for a record that is not answered yet. Good for the newest ones. */
  answeredMs(id: number): number {
    return this.#answeredMs[id % remembered]!
  }

  stop(): Promise<void> {
    return this.#load.stop()
  }
}

/** A request in two parts, between which the record's number goes. */
function requestFor(shard: number, shardCount: number, recordSize: number): readonly [string, string] {
  const rest = randomBytes(recordSize).toString('base64').slice(idBase64Length)
  const request = kinesisRequest('PutRecord', {
    StreamName: streamName,
    PartitionKey: `key of shard ${shard}`,
    ExplicitHashKey: hashKeyOf(shard, shardCount),
    Data: idMark + rest,
  }).toString('latin1')
  const at = request.indexOf(`"${idMark}`) + 1
  return [request.slice(0, at), request.slice(at + idMark.length)]
}
