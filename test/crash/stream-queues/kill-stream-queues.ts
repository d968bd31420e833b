import { killedLives } from '../killed-lives.ts'
import { MessageLedger } from '../queues/message-ledger.ts'
import { Putter, redriveUntilGone, workUntilGone } from './load.ts'
import { type RecordKind, StreamQueueClient } from './stream-queue-client.ts'

const putters = 3
const workers = 3
/** All records are taken out after one kill in this many, and after the last: what is left meets several kills. */
const drainEvery = 4
const drainSeconds = 60
/** For what is in flight to be seen again, with time to spare. */
const emptyReceives = 5

export interface StreamQueueKillRun {
  kills: number
  killedRestarts: number
  /** Answered puts. */
  put: number
  /** Answered acknowledgements. */
  acknowledged: number
  restored: number
}

/**
 * Kills a server (see killedLives) with a queue over a stream: records are put, received, acknowledged, given back until they are dead
 * letters, and restored. Now and then all is taken out of the queue, and held against what was promised in any life: no record is
 * lost, there twice (as a record and a dead letter among it), or there again after it was acknowledged.
 */
export async function killStreamQueues(
  directory: string,
  { kills, report = () => undefined }: { kills: number; report?: (line: string) => void },
): Promise<StreamQueueKillRun> {
  const run: StreamQueueKillRun = { kills, killedRestarts: 0, put: 0, acknowledged: 0, restored: 0 }
  const ledger = new MessageLedger('live')
  const allPutters = Array.from({ length: putters }, (_, i) => new Putter(ledger, `p${i}`))
  let queueArn = ''
  run.killedRestarts = await killedLives(directory, kills, {
    async create({ url }) {
      queueArn = await StreamQueueClient.create(url)
    },
    async load({ url }, gone) {
      const client = new StreamQueueClient(url, queueArn)
      const restored = redriveUntilGone(client, ledger, gone)
      await Promise.all([
        ...allPutters.map((putter) => putter.putUntilGone(url, gone)),
        ...Array.from({ length: workers }, () => workUntilGone(client, ledger, gone)),
        restored,
      ])
      run.restored += await restored
    },
    hasBegun: () => ledger.acknowledgedCount > 0 && ledger.deletedCount > 0,
    async check({ url }, kill) {
      if (kill % drainEvery === 0 || kill === kills) await drain(new StreamQueueClient(url, queueArn), ledger)
      if (ledger.faults.length > 0)
        throw new Error(`after kill ${kill}, ${ledger.faults.length} faults:\n${ledger.faults.join('\n')}`)
      run.put = ledger.acknowledgedCount
      run.acknowledged = ledger.deletedCount
      report(`kill ${kill}: ${run.put} records put, ${run.acknowledged} of them acknowledged`)
    },
  })
  return run
}

/** Takes everything out of the queue, of which nobody else receives. */
async function drain(client: StreamQueueClient, ledger: MessageLedger): Promise<void> {
  for (let empty = 0; empty < emptyReceives; empty++) {
    for (const kind of ['live', 'dead'] as const) {
      while ((await takeOut(client, ledger, kind)) > 0) empty = 0
    }
  }
  ledger.checkRest()
}

/** @returns how many records there were; a second goes by if there are none */
async function takeOut(client: StreamQueueClient, ledger: MessageLedger, kind: RecordKind): Promise<number> {
  const held = await client.receive(ledger, kind, { seconds: drainSeconds, waitSeconds: 1 })
  for (const { id } of held) ledger.drained(id)
  await client.acknowledge(ledger, kind, held, () => true)
  return held.length
}
