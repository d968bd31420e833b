/*
 * A worker of the Kinesis Client Library and consumers of this project in one application: one table of leases, in a
 * DynamoDB of this process, and one stream. The shards go from a consumer to the KCL, some of them to another consumer, and
 * with the KCL's sudden end all; records come all the while. At the end every shard's history is followed.
 *
 *   node sharing.ts ENDPOINT CACHE_FOLDER CLASSES CLASSPATH_FILE
 */
import { equal, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { DynamoLeaseStore } from '../../../src/consumers/dynamodb/index.ts'
import { Consumer } from '../../../src/consumers/index.ts'
import { step } from '../steps.ts'
import { KclWorker } from './kcl-worker.ts'
import { followShard, type ShardEvent } from './shard-history.ts'
import { startDynamo } from './start-dynamo.ts'
import { SteadyProducer } from './steady-producer.ts'

const [endpoint = '', cache = '', classes = '', classpathFile = ''] = process.argv.slice(2)
const stream = 'shared-with-the-kcl'
/** The KCL's application, and so the table. */
const application = 'shared-leases'
const shardCount = 4
/** Of both: each has to tell from the rows of the other whether it lives. */
const failoverMs = 3_000
/** Longer than the KCL takes to end its batch, save and let go. */
const handOverMs = 30_000
const recordsPerCheckpoint = 5
const waitMs = 60_000

const region = 'us-east-1'
const dynamoEndpoint = await startDynamo(cache)
const client = new KinesisClient({ endpoint, region })
const leases = new DynamoLeaseStore({
  client: new DynamoDBClient({ endpoint: dynamoEndpoint, region }),
  table: application,
})
const events: ShardEvent[] = []
/** The shards that the KCL had when it was killed. */
const killed = new Set<string>()

function startConsumer(worker: string): Promise<Consumer> {
  return Consumer.start({
    ...{ client, stream, leases, failoverMs, handOverMs, pollMs: 200, checkpoints: 'manual' },
    processorOf(shardId) {
      const note = (what: ShardEvent['what'], sequenceNumber: string) =>
        events.push({ worker, what, atMs: Date.now(), shardId, sequenceNumber })
      let [count, processed] = [0, '']
      return {
        initialize: ({ checkpoint }) => void note('begun', checkpoint.sequenceNumber),
        async process({ records, writeCheckpoint }) {
          for (const record of records) {
            processed = record.sequenceNumber
            note('processed', processed)
            if (++count % recordsPerCheckpoint !== 0) continue
            await writeCheckpoint(record)
            note('saved', processed)
          }
        },
        async shutdownRequested({ writeCheckpoint }) {
          if (processed === '') return
          await writeCheckpoint()
          note('saved', processed)
        },
      }
    },
  })
}

/** Waits until `worker` processes records of at least `count` shards that come from now on. */
async function processes(worker: string, count: number): Promise<void> {
  const since = events.length
  await until(`${worker} has ${count} shards`, () => {
    const shards = events
      .slice(since)
      .filter((event) => event.what === 'processed' && event.worker === worker)
      .map(({ shardId }) => shardId)
    return new Set(shards).size >= count
  })
}

async function until(name: string, condition: () => boolean): Promise<void> {
  const end = Date.now() + waitMs
  while (!condition()) {
    if (Date.now() > end) throw new Error(`${name}: not in ${waitMs} ms`)
    await setTimeout(50)
  }
}

const lastEvents = () => new Map(events.map((event) => [event.shardId, event]))

const isAllProcessed = () => {
  const processed = new Set(
    events.filter(({ what }) => what === 'processed').map((event) => event.sequenceNumber),
  )
  return [...producer.putByShard.values()].flat().every((sequenceNumber) => processed.has(sequenceNumber))
}

await client.send(new CreateStreamCommand({ StreamName: stream, ShardCount: shardCount }))
const producer = new SteadyProducer(client, stream)
const first = await startConsumer('the first consumer')
const kcl = new KclWorker(
  [
    `-Dorg.slf4j.simpleLogger.logFile=${cache}/kcl-sharing.log`,
    ...['-cp', `${classes}:${readFileSync(classpathFile, 'utf8')}`, 'clients.Sharing'],
    ...[endpoint, dynamoEndpoint, stream, application, String(failoverMs)],
  ],
  (event) => events.push(event),
)
process.on('exit', () => void kcl.kill())

await step('a consumer makes the table of leases and takes all shards', () =>
  processes('the first consumer', shardCount),
)
await step('it stops, and a worker of the KCL takes over', async () => {
  await first.stop()
  await processes('KCL', shardCount)
})
const second = await startConsumer('the second consumer')
await step('another consumer gets its part of the shards, and the KCL keeps the others', async () => {
  await processes('the second consumer', 1)
  await Promise.all([processes('the second consumer', 1), processes('KCL', 1)])
})
await step('the worker of the KCL is killed, and the consumer takes over', async () => {
  await kcl.kill()
  for (const [shardId, { worker }] of lastEvents()) if (worker === 'KCL') killed.add(shardId)
  await processes('the second consumer', shardCount)
})
await step('every record is processed', async () => {
  await producer.stop()
  await until('all records', isAllProcessed)
  await second.stop()
})
await step('no shard had two owners at a time; each went on from the last checkpoint, in order', () => {
  const shards = [...producer.putByShard]
  equal(shards.length, shardCount)
  for (const [shardId, put] of shards) {
    const owners = followShard(
      events.filter((event) => event.shardId === shardId),
      put,
    )
    const shown = owners.map(({ worker, repeats }) => `${worker} (${repeats} again)`)
    const until = killed.has(shardId) ? ', the KCL killed' : ''
    console.log(`${shardId}: ${put.length} records; ${shown.join(', ')}${until}`)
    equal(owners.at(0)?.worker, 'the first consumer')
    equal(owners.at(1)?.worker, 'KCL')
    equal(owners.at(-1)?.worker, 'the second consumer')
    equal(owners.at(1)?.repeats, 0, 'the first consumer has saved all at its stop')
    if (!killed.has(shardId)) equal(owners.at(2)?.repeats, 0, 'the KCL was asked, and has saved all')
  }
  ok(killed.size < shardCount, 'no shard went from the KCL to a consumer that has asked for it')
})
process.exit(0)
