/*
 * One worker of the application that kill-workers.ts kills. Notes in a file what it is given and what it saves:
 *
 *   node test/crash/workers/worker.ts ENDPOINT STREAM FAILOVER_MS FILE
 */
import { openSync, writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { KinesisClient } from '@aws-sdk/client-kinesis'
import { Consumer, type ShardProcessor } from '../../../src/consumers/index.ts'
import type { WorkerEvent } from './worker-event.ts'

const [endpoint = '', stream = '', failoverMs = '', file = ''] = process.argv.slice(2)
const log = openSync(file, 'a')

/* What is left out is the same for all kinds. */
type Note = WorkerEvent extends infer Event
  ? Event extends WorkerEvent
    ? Omit<Event, 'atMs'>
    : never
  : never

/** With the system when it returns: `kill -9` takes nothing back. */
function note(event: Note): void {
  writeSync(log, `${JSON.stringify({ atMs: Number(process.hrtime.bigint()) / 1e6, ...event })}\n`)
}

function processorOf(shardId: string): ShardProcessor {
  let token = 0
  let processed: string | undefined
  const save = async (sequenceNumber: string, write: () => Promise<void>) => {
    note({ kind: 'saving', shardId, token, sequenceNumber })
    try {
      await write()
    } catch {
      return
    }
    note({ kind: 'saved', shardId, token, sequenceNumber })
  }
  return {
    initialize({ fencingToken, checkpoint }) {
      token = fencingToken
      note({ kind: 'begin', shardId, token, checkpoint: checkpoint.sequenceNumber })
    },
    async process({ records, writeCheckpoint }) {
      const sequenceNumbers = records.map(({ sequenceNumber }) => sequenceNumber)
      note({ kind: 'deliver', shardId, token, sequenceNumbers })
      await delay(Math.random() * 50)
      processed = sequenceNumbers.at(-1) as string
      if (Math.random() < 0.5) await save(processed, () => writeCheckpoint())
    },
    async shutdownRequested({ writeCheckpoint }) {
      if (processed !== undefined) await save(processed, () => writeCheckpoint())
    },
  }
}

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' }
const client = new KinesisClient({ endpoint, region: 'us-east-1', credentials })
const consumer = await Consumer.start({
  client,
  stream,
  application: 'killed',
  checkpoints: 'manual',
  failoverMs: Number(failoverMs),
  handOverMs: 3 * Number(failoverMs),
  pollMs: 100,
  processorOf,
})
process.once('SIGTERM', () => {
  void consumer.stop().then(() => client.destroy())
})
