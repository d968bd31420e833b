import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { AnswerReader } from './answer-reader.ts'
import { streamName } from './bodies.ts'
import { kinesisRequest } from './http-request.ts'
import { base64OfId, idBase64Length } from './record-id.ts'

interface Pace {
  readonly shardCount: number
  readonly recordSize: number
  readonly recordsPerShardAndSecond: number
}

const connectionCount = 64
/** How often what is due is sent: no more at once than what comes due in that time, unless all connections are busy. */
const tickMs = 1
/** Times of so many of the last answers are kept. */
const remembered = 65_536
const idMark = '0'.repeat(idBase64Length)

interface Connection {
  readonly socket: Socket
  id: number
}

/** Puts numbered records at a steady rate, one a request, in turn to each shard, and remembers when each was answered. */
export class PacedProducer {
  readonly #perSecond: number
  readonly #requests: readonly (readonly [head: string, tail: string])[]
  readonly #connections: readonly Connection[]
  readonly #free: Connection[] = []
  readonly #answeredMs = new Float64Array(remembered).fill(Number.POSITIVE_INFINITY)
  #sent = 0
  #stopped = false
  #running: Promise<void> | undefined
  acknowledged = 0

  constructor(port: number, { shardCount, recordSize, recordsPerShardAndSecond }: Pace) {
    this.#perSecond = recordsPerShardAndSecond * shardCount
    this.#requests = Array.from({ length: shardCount }, (_, shard) =>
      requestFor(shard, shardCount, recordSize),
    )
    this.#connections = Array.from({ length: connectionCount }, () => this.#open(port))
    this.#free.push(...this.#connections)
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Infinity for a record that is not answered yet. Good for the newest ones. */
  answeredMs(id: number): number {
    return this.#answeredMs[id % remembered]!
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
    while (this.#free.length < connectionCount) await delay(tickMs)
    for (const { socket } of this.#connections) socket.destroy()
  }

  async #run(): Promise<void> {
    const startedMs = performance.now()
    while (!this.#stopped) {
      const due = ((performance.now() - startedMs) / 1000) * this.#perSecond
      while (this.#sent < due && this.#free.length > 0) this.#send(this.#free.pop()!)
      await delay(tickMs)
    }
  }

  #send(connection: Connection): void {
    const id = this.#sent++
    connection.id = id
    this.#answeredMs[id % remembered] = Number.POSITIVE_INFINITY
    const [head, tail] = this.#requests[id % this.#requests.length]!
    connection.socket.write(head + base64OfId(id) + tail, 'latin1')
  }

  #open(port: number): Connection {
    const reader = new AnswerReader((status, _length, body) => {
      if (status !== 200) throw new Error(`PutRecord: ${status} ${body.toString()}`)
      this.#answeredMs[connection.id % remembered] = performance.now()
      this.acknowledged++
      this.#free.push(connection)
    })
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const connection: Connection = { socket: socket.on('data', (chunk) => reader.push(chunk)), id: 0 }
    return connection
  }
}

/** A request in two parts, between which the record's number goes. */
function requestFor(shard: number, shardCount: number, recordSize: number): readonly [string, string] {
  const rest = randomBytes(recordSize).toString('base64').slice(idBase64Length)
  const request = kinesisRequest('PutRecord', {
    StreamName: streamName,
    PartitionKey: `key of shard ${shard}`,
    ExplicitHashKey: ((2n ** 128n * BigInt(shard)) / BigInt(shardCount)).toString(),
    Data: idMark + rest,
  }).toString('latin1')
  const at = request.indexOf(`"${idMark}`) + 1
  return [request.slice(0, at), request.slice(at + idMark.length)]
}
