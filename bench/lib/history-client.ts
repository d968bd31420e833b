/*
 * A consumer of a stream's history, in a process of its own: reads shard after shard from TRIM_HORIZON to its end, as
 * fast as the server gives, and begins again, until its stdin ends. Then it prints what it has read as one line of JSON.
 * It looks at no more of an answer than what it needs to go on, so that it takes little of the machine.
 *
 *   node bench/lib/history-client.ts '<HistorySpec as JSON>'
 */
import { connect, type Socket } from 'node:net'
import type { HistoryRead, HistorySpec } from './history-reader.ts'
import { kinesisRequest } from './http-request.ts'
import { kinesisCall } from './kinesis-call.ts'

const { port, streamName, shardCount, consumerArn } = JSON.parse(process.argv[2] ?? '') as HistorySpec
const url = `http://127.0.0.1:${port}`
const readBuffer = Buffer.allocUnsafeSlow(1024 * 1024)
const headEnd = '\r\n\r\n'
const lengthPattern = /\r\ncontent-length: *(\d+)/i
const tailSize = 1024
const endOfShard = Buffer.from('"MillisBehindLatest":0}')

let bytes = 0
let ends = 0
let stopping = false
process.stdin.resume().on('end', () => {
  stopping = true
})

/** A connection whose reads go into one buffer. `onBytes` has them until it returns. */
function open(onBytes: (read: Buffer) => void): Socket {
  const callback = (size: number) => {
    bytes += size
    onBytes(readBuffer.subarray(0, size))
    return true
  }
  return connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: readBuffer, callback } })
}

function shardId(shard: number): string {
  return `shardId-${String(shard).padStart(12, '0')}`
}

/** Sends requests one after the other. @returns the last bytes of the answer to each */
class Getter {
  #missing = -1
  #head = ''
  #tail = ''
  #resolve: (tail: string) => void = () => undefined
  readonly socket = open((read) => this.#push(read))

  get(request: Buffer): Promise<string> {
    this.socket.write(request)
    return new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  #push(read: Buffer): void {
    let body = read
    if (this.#missing < 0) {
      this.#head += read.toString('latin1')
      const end = this.#head.indexOf(headEnd)
      if (end < 0) return
      if (!this.#head.startsWith('HTTP/1.1 200')) throw new Error(this.#head)
      this.#missing = Number(lengthPattern.exec(this.#head)?.[1])
      body = read.subarray(read.length - (this.#head.length - end - headEnd.length))
      this.#head = ''
    }
    this.#missing -= body.length
    this.#tail = (this.#tail + body.toString('latin1', Math.max(0, body.length - tailSize))).slice(-tailSize)
    if (this.#missing > 0) return
    this.#missing = -1
    this.#resolve(this.#tail)
  }
}

async function getHistory(): Promise<void> {
  const getter = new Getter()
  for (let shard = 0; !stopping; shard = (shard + 1) % shardCount) {
    const input = { StreamName: streamName, ShardId: shardId(shard), ShardIteratorType: 'TRIM_HORIZON' }
    let { ShardIterator } = await kinesisCall<{ ShardIterator: string }>(url, 'GetShardIterator', input)
    for (let isEnd = false; !isEnd && !stopping; ) {
      const tail = await getter.get(kinesisRequest('GetRecords', { ShardIterator, Limit: 10_000 }))
      ShardIterator = /"NextShardIterator":"([^"]+)"/.exec(tail)?.[1] ?? ''
      isEnd = tail.endsWith(endOfShard.toString())
    }
    ends++
  }
  getter.socket.destroy()
}

async function subscribeToHistory(ConsumerARN: string): Promise<void> {
  for (let shard = 0; !stopping; shard = (shard + 1) % shardCount) {
    const StartingPosition = { Type: 'TRIM_HORIZON' }
    const request = kinesisRequest('SubscribeToShard', {
      ConsumerARN,
      ShardId: shardId(shard),
      StartingPosition,
    })
    await new Promise<void>((resolve, reject) => {
      const socket = open((read) => {
        if (read.toString('latin1', 0, 12) === 'HTTP/1.1 400') reject(new Error(read.toString()))
        if (!read.includes(endOfShard) && !stopping) return
        socket.destroy()
        resolve()
      })
      socket.on('error', reject)
      socket.write(request)
    })
    ends++
  }
}

const startedMs = performance.now()
await (consumerArn === undefined ? getHistory() : subscribeToHistory(consumerArn))
const { user, system } = process.cpuUsage()
const ms = performance.now() - startedMs
console.log(JSON.stringify({ bytes, ends, ms, cores: (user + system) / 1000 / ms } satisfies HistoryRead))
