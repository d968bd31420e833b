/*
 * Question: how fast does one delivery stream bring a backlog of JSON records of 1 KB from its log to GZIP files in a folder, how long is
 * the event loop blocked meanwhile, and what memory does it take while the folder takes nothing? In this process, a real folder;
 * the backlog is put while every object waits, and then let go.
 *
 *   npm run bench -- firehose [--smoke]
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { nodeFileSystem, silentLogger, systemClock, systemRandom } from '../src/base/index.ts'
import {
  EndpointMap,
  FirehoseSink,
  FolderObjects,
  type ObjectStore,
  requestedDestination,
  type StoredObject,
} from '../src/firehose-sink/index.ts'
import { Functions } from '../src/functions/index.ts'
import { HttpClient } from '../src/http-client/index.ts'
import { openLogStore } from '../src/log/index.ts'
import { openStreams } from '../src/shards/index.ts'
import { benchOptions } from './lib/options.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { rounded } from './lib/statistics.ts'

const mebibyte = 2 ** 20
const batchRecords = 500
const totalBytes = (benchOptions().smoke ? 8 : 512) * mebibyte
const hintMb = 8
const owner = { account: '000000000000', region: 'us-east-1' }
const name = 'bench'

/** A folder that takes nothing until it is told to. */
class GatedObjects implements ObjectStore {
  readonly #folder: FolderObjects
  readonly #gate = Promise.withResolvers<void>()

  constructor(folder: FolderObjects) {
    this.#folder = folder
  }

  open(): void {
    this.#gate.resolve()
  }

  async put(object: StoredObject, signal: AbortSignal): Promise<void> {
    await this.#gate.promise
    await this.#folder.put(object, signal)
  }
}

function jsonRecord(i: number): Buffer {
  const event = { id: i, user: `user-${(i * 7919) % 100_000}`, page: `/products/${i % 5000}`, at: 1.7e12 + i }
  const text = JSON.stringify({ ...event, agent: 'Mozilla/5.0 (X11; Linux x86_64)', note: '' })
  return Buffer.from(`${text.slice(0, -2)}${'lorem ipsum '.repeat(100).slice(0, 1022 - text.length)}"}\n`)
}

async function backlog(sink: FirehoseSink): Promise<number> {
  let bytes = 0
  for (let i = 0; bytes < totalBytes; ) {
    const records = Array.from({ length: batchRecords }, () => jsonRecord(i++))
    await sink.puts.put(owner, name, records)
    bytes += records.reduce((sum, { length }) => sum + length, 0)
  }
  return bytes
}

using scratch = new Scratch()
const ports = { files: nodeFileSystem, clock: systemClock, random: systemRandom, logger: silentLogger }
const store = await openLogStore({ ...ports, directory: scratch.join('data'), durability: 'os' })
const objects = new GatedObjects(new FolderObjects(nodeFileSystem, scratch.join('objects'), systemRandom))
const endpoints = new EndpointMap()
const kinesis = await openStreams({ ...ports, store, limits: 'off' })
const http = new HttpClient({ ...ports, allowPrivateAddresses: false })
const functions = new Functions({}, { ...ports, http })
const parts = { store, objects, endpoints, kinesis, http, functions }
const sink = await FirehoseSink.open({ ...ports, ...parts, limits: 'off' })
const bucket = {
  RoleARN: 'arn:aws:iam::000000000000:role/bench',
  BucketARN: 'arn:aws:s3:::bench',
  CompressionFormat: 'GZIP' as const,
  BufferingHints: { SizeInMBs: hintMb, IntervalInSeconds: 1 },
}
const { kind, configuration } = requestedDestination(
  { DeliveryStreamName: name, ExtendedS3DestinationConfiguration: bucket },
  endpoints,
)
const destination = { kind: kind.name, configuration }
const request = { name, type: 'DirectPut' as const, source: {}, destination, tags: [] }
const stream = await sink.streams.create(owner, request, () => ({}))
const counters = sink.metrics.of(stream.log)

const bytes = await backlog(sink)
await new Promise((resolve) => setTimeout(resolve, 200))
const heldMiB = counters.bufferedBytes / mebibyte
const delay = monitorEventLoopDelay({ resolution: 1 })
const startedMs = performance.now()
const cpu = process.cpuUsage()
delay.enable()
objects.open()
while (counters.deliveredBytes < bytes) await new Promise((resolve) => setTimeout(resolve, 5))
delay.disable()
const seconds = (performance.now() - startedMs) / 1000
const { user, system } = process.cpuUsage(cpu)
await sink.close()
await kinesis.close()
http.close()
await functions.close()
await store.close()

const mbPerSecond = rounded(bytes / 1e6 / seconds)
const blockedMs = rounded(delay.max / 1e6)
printReport({
  question: 'How fast does a backlog of 1 KB records go to files, and how long is the event loop blocked?',
  target: `60 MB/s, the loop never blocked over 20 ms, two buffers of ${hintMb} MiB in memory at the most: ${mbPerSecond} MB/s, ${blockedMs} ms, ${rounded(heldMiB)} MiB`,
  met: benchOptions().smoke || (mbPerSecond >= 60 && blockedMs <= 20 && heldMiB <= 2 * hintMb + 1),
  mbPerSecond,
  cpuSecondsPerGB: rounded((user + system) / 1e6 / (bytes / 1e9)),
  loopBlockedMsMax: blockedMs,
  loopBlockedMsP99: rounded(delay.percentile(99) / 1e6),
  heldMiB: rounded(heldMiB),
})
