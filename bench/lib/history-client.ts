/*
 * A consumer of a stream's history, in a process of its own: reads from TRIM_HORIZON to the end, and begins again, until
 * its stdin ends. Then it prints what it has read as one line of JSON. Where the server has no limits, it reads shard
 * after shard as fast as the server gives; else all shards at once, as the KCL does, with a second after each GetRecords.
 * It looks at no more of an answer than what it needs to go on, so that it takes little of the machine.
 *
 *   node bench/lib/history-client.ts '<HistorySpec as JSON>'
 */
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { AnswerReader } from './answer-reader.ts'
import type { HistoryRead, HistorySpec } from './history-reader.ts'
import { kinesisRequest } from './http-request.ts'
import { kinesisCall } from './kinesis-call.ts'
import { shardIdOf } from './streams.ts'

const { port, streamName, shardCount, consumerArn, limits } = JSON.parse(process.argv[2] ?? '') as HistorySpec
const url = `http://127.0.0.1:${port}`
const readBuffer = Buffer.allocUnsafeSlow(1024 * 1024)
const tailSize = 1024
/** idleTimeBetweenReadsInMillis of the KCL. */
const idleMs = 1000
const endOfShard = Buffer.from('"MillisBehindLatest":0}')

let bytes = 0
let ends = 0
let stopping = false
const stop = new AbortController()
process.stdin.resume().on('end', () => {
  stopping = true
  stop.abort()
})

function idle(): Promise<unknown> {
  return delay(idleMs, undefined, { signal: stop.signal }).catch(() => undefined)
}

function fail(answer: string): never {
  throw new Error(answer)
}

/** A connection whose reads go into one buffer. `onBytes` has them until it returns. */
function open(onBytes: (read: Buffer) => void): Socket {
  const callback = (size: number) => {
    bytes += size
    onBytes(readBuffer.subarray(0, size))
    return true
  }
  return connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: readBuffer, callback } })
}

/** Sends requests one after the other. @returns the last bytes of the answer to each, which may be a refusal */
class Getter {
  #resolve: (tail: string) => void = () => undefined
  readonly #answers = new AnswerReader(
    (status, _, body) => {
      if (status !== 200 && status !== 400) throw new Error(`${status} ${body.toString()}`)
      this.#resolve(body.toString('latin1'))
    },
    { tailBytes: tailSize },
  )
  readonly socket = open((read) => this.#answers.push(read))

  get(request: Buffer): Promise<string> {
    this.socket.write(request)
    return new Promise((resolve) => {
      this.#resolve = resolve
    })
  }
}

async function getShard(getter: Getter, shard: number): Promise<void> {
  const input = { StreamName: streamName, ShardId: shardIdOf(shard), ShardIteratorType: 'TRIM_HORIZON' }
  let { ShardIterator } = await kinesisCall<{ ShardIterator: string }>(url, 'GetShardIterator', input)
  for (let isEnd = false; !isEnd && !stopping; ) {
    const tail = await getter.get(kinesisRequest('GetRecords', { ShardIterator, Limit: 10_000 }))
    if (limits === 'aws') await idle()
    if (tail.includes('ProvisionedThroughputExceededException')) continue
    ShardIterator = /"NextShardIterator":"([^"]+)"/.exec(tail)?.[1] ?? fail(tail)
    isEnd = tail.endsWith(endOfShard.toString())
  }
}

async function subscribeToShard(ConsumerARN: string, shard: number): Promise<void> {
  const StartingPosition = { Type: 'TRIM_HORIZON' }
  const ShardId = shardIdOf(shard)
  const request = kinesisRequest('SubscribeToShard', { ConsumerARN, ShardId, StartingPosition })
  while (!stopping && !(await readsToTheEnd(request))) await idle()
}

/** @returns false if there was a subscription less than 5 s ago */
async function readsToTheEnd(request: Buffer): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const socket = open((read) => {
    const isRefused = read.includes('ResourceInUseException')
    if (isRefused || read.includes(endOfShard)) resolve(!isRefused)
    else if (read.toString('latin1', 0, 12) === 'HTTP/1.1 400') reject(new Error(read.toString()))
  })
  socket.on('error', reject).write(request)
  stop.signal.addEventListener('abort', () => resolve(true))
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}

/** Reads shards in turn, again and again, over one connection. */
async function readShards(shards: readonly number[]): Promise<void> {
  const getter = new Getter()
  while (!stopping) {
    for (const shard of shards) {
      if (stopping) break
      await (consumerArn === undefined ? getShard(getter, shard) : subscribeToShard(consumerArn, shard))
      ends++
    }
  }
  getter.socket.destroy()
}

const startedMs = performance.now()
const shards = Array.from({ length: shardCount }, (_, shard) => shard)
await Promise.all((limits === 'aws' ? shards.map((shard) => [shard]) : [shards]).map(readShards))
const { user, system } = process.cpuUsage()
const ms = performance.now() - startedMs
console.log(JSON.stringify({ bytes, ends, ms, cores: (user + system) / 1000 / ms } satisfies HistoryRead))
