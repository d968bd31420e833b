/*
 * Output exactly once, though records come at least once. The output and how far it has come are written in one
 * transaction: what comes again is known and left out. And the transaction compares the fencing token: a worker that
 * stood still, and does not know that its shard is another's by now, is refused.
 *
 *   npm start                             # in one terminal
 *   node examples/07-exactly-once.ts      # in another; an endpoint may follow
 *
 * Needs the AWS SDK: npm install @aws-sdk/client-kinesis. In your own project: import { Consumer } from 'millrace/consumers'.
 */
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateStreamCommand,
  KinesisClient,
  PutRecordsCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis'
import { Consumer, type ConsumerRecord, type RecordBatch } from '../src/consumers/index.ts'

const client = new KinesisClient({
  endpoint: process.argv[2] ?? 'http://127.0.0.1:4567',
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const StreamName = 'payments'
await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }))
await waitUntilStreamExists({ client, maxWaitTime: 30 }, { StreamName })
const Records = Array.from({ length: 100 }, (_, i) => ({
  PartitionKey: `account-${i}`,
  Data: Buffer.from(`${i + 1}`),
}))
await client.send(new PutRecordsCommand({ StreamName, Records }))

/* The database that you have. */
const database = new DatabaseSync(':memory:')
database.exec('CREATE TABLE payments (account TEXT, amount INTEGER)')
database.exec('CREATE TABLE positions (shard TEXT PRIMARY KEY, token INTEGER, record TEXT)')
const positionOf = database.prepare('SELECT token, record FROM positions WHERE shard = ?')
const insertPayment = database.prepare('INSERT INTO payments VALUES (?, ?)')
const putPosition = database.prepare('INSERT OR REPLACE INTO positions VALUES (?, ?, ?)')

let cameAgain = 0

/** Pays what was not paid yet. @throws Error when another worker has the shard by now: nothing is paid */
function pay({ shardId, fencingToken }: RecordBatch, records: readonly ConsumerRecord[]): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    const position = positionOf.get(shardId) as { token: number; record: string } | undefined
    if (position !== undefined && position.token > fencingToken) throw new Error('refused')
    for (const { sequenceNumber, partitionKey, data } of records) {
      if (position === undefined || BigInt(sequenceNumber) > BigInt(position.record))
        insertPayment.run(partitionKey, Number(data))
      else cameAgain++
    }
    const last = records.at(-1) as ConsumerRecord
    putPosition.run(shardId, fencingToken, last.sequenceNumber)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

const started = (process: (batch: RecordBatch) => Promise<void> | void) =>
  Consumer.start({
    client,
    stream: StreamName,
    application: 'bank',
    checkpoints: 'manual',
    pollMs: 100,
    failoverMs: 1000,
    /* How long a worker may take to come to the end of its batch, when another asks for the shard. */
    handOverMs: 300,
    process,
  })

const { promise: isOver, resolve: goOn } = Promise.withResolvers<void>()
let standing = 0
let refused = 0

/* It pays half of a batch, writes no checkpoint, and stands still: as a machine does that is out of memory. */
const slow = await started(async (batch) => {
  const half = Math.ceil(batch.records.length / 2)
  pay(batch, batch.records.slice(0, half))
  standing++
  await isOver
  try {
    pay(batch, batch.records.slice(half))
  } catch {
    refused++
  }
})
while (standing < 2) await sleep(20)

/* Another one is started, asks for a shard, and gets it with all that had no checkpoint. */
const quick = await started(async (batch) => {
  pay(batch, batch.records)
  await batch.writeCheckpoint()
  goOn()
})
await isOver
await slow.stop()
await quick.stop()

const { count, sum } = database
  .prepare('SELECT count(*) AS count, sum(amount) AS sum FROM payments')
  .get() as {
  count: number
  sum: number
}
console.log(`${cameAgain} records came again, and ${refused} batch of a worker that stood still was refused`)
console.log(`${count} payments, ${sum} in all`)
client.destroy()
