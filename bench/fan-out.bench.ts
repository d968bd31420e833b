/*
 * Question: how long after the answer to a PutRecord has each of five enhanced consumers the record, and what does a
 * record cost for each of them? 4 shards, 1 MB/s of records of 1 KiB to each, 20 subscriptions over HTTP/1.1.
 *
 * A producer and the consumers are one process here, with one clock: a record carries the time at which it was sent, and
 * the answer to it and the events that have it are timed by the same reads. An event that comes before the answer (they
 * are written in one turn of the server, on different sockets) counts as 0.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { streamName } from './lib/bodies.ts'
import { EventReader } from './lib/event-reader.ts'
import { startMillraceWithStream } from './lib/millrace.ts'
import { benchOptions } from './lib/options.ts'
import { PacedProducer } from './lib/paced-producer.ts'
import { cpuMicros, peakRssBytes } from './lib/process-usage.ts'
import { printReport } from './lib/report.ts'
import { Scratch } from './lib/scratch.ts'
import { percentile, rounded } from './lib/statistics.ts'
import { registerConsumer } from './lib/streams.ts'

const shardCount = 4
const consumerCount = 5
const recordSize = 1024
const recordsPerShardAndSecond = 1_000_000 / recordSize
const p99MsMax = 10

const options = benchOptions()
const windowMs = options.smoke ? 500 : 10_000
const warmUpMs = options.smoke ? 200 : 3_000

using scratch = new Scratch()
const server = await startMillraceWithStream(scratch.join('data'), { shardCount })
const producer = new PacedProducer(server.port, { shardCount, recordSize, recordsPerShardAndSecond })

/** Server CPU and the records of one phase: first without consumers, then with them. */
async function measure(ms: number) {
  const before = { micros: cpuMicros(server.pid), records: producer.acknowledged }
  await delay(ms)
  return { micros: cpuMicros(server.pid) - before.micros, records: producer.acknowledged - before.records }
}

producer.start()
await delay(warmUpMs)
const alone = await measure(windowMs)

const latenciesMs: number[] = []
let isMeasuring = false
const readers: EventReader[] = []
for (let consumer = 0; consumer < consumerCount; consumer++) {
  const arn = await registerConsumer(server.url, streamName, `consumer${consumer}`)
  for (let shard = 0; shard < shardCount; shard++) {
    readers.push(
      await EventReader.subscribe(server.port, arn, shard, (id, nowMs) => {
        if (isMeasuring) latenciesMs.push(Math.max(0, nowMs - producer.answeredMs(id)))
      }),
    )
  }
}
await delay(warmUpMs)
isMeasuring = true
const withConsumers = await measure(windowMs)
isMeasuring = false
await delay(100)
await producer.stop()
const peakRssMiB = Math.round(peakRssBytes(server.pid) / 2 ** 20)
for (const reader of readers) reader.close()
await server.stop()

const sorted = Float64Array.from(latenciesMs).sort()
const perRecord = ({ micros, records }: { micros: number; records: number }) => micros / records
const p99Ms = percentile(sorted, 0.99)
printReport({
  question:
    'time from the answer to a PutRecord to the event at an enhanced consumer (4 shards x 1 MB/s, 5 consumers)',
  target: `p99 at most ${p99MsMax} ms`,
  met: p99Ms <= p99MsMax,
  records: withConsumers.records,
  recordsPerSecond: rounded(withConsumers.records / (windowMs / 1000)),
  deliveries: sorted.length,
  events: readers.reduce((sum, { events }) => sum + events, 0),
  p50Ms: rounded(percentile(sorted, 0.5)),
  p99Ms: rounded(p99Ms),
  maxMs: rounded(percentile(sorted, 1)),
  cpuMicrosPerPut: rounded(perRecord(alone)),
  cpuMicrosPerRecordAndConsumer: rounded((perRecord(withConsumers) - perRecord(alone)) / consumerCount),
  serverCores: rounded(withConsumers.micros / 1000 / windowMs),
  peakRssMiB,
})
