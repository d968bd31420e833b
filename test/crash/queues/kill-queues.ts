import { SQSClient } from '@aws-sdk/client-sqs'
import type { StartedServer } from '../../../bench/lib/started-server.ts'
import { killedLives } from '../killed-lives.ts'
import { drain } from './drain.ts'
import { MessageLedger } from './message-ledger.ts'
import { createPair, type QueuePair } from './queue-pair.ts'
import { redriveUntilGone, workUntilGone } from './receivers.ts'
import { Sender } from './senders.ts'

const sendersOfQueue = 3
const receiversOfQueue = 2
/** All messages are taken out after one kill in this many, and after the last: what is left meets several kills. */
const drainEvery = 4

export interface QueueKillRun {
  kills: number
  killedRestarts: number
  /** Acknowledged sends. */
  sent: number
  /** Acknowledged deletes. */
  deleted: number
  moveTasks: number
}

interface Tested {
  readonly pair: QueuePair
  readonly ledger: MessageLedger
  readonly senders: readonly Sender[]
}

/**
 * Kills a server (see killedLives) of which a standard and a FIFO queue are written to, read, deleted from and redriven. Now and then all
 * is taken out of the queues, and held against what was promised in any life. What MessageLedger knows is checked with each answer.
 * @throws Error with every fault found
 */
export async function killQueues(
  directory: string,
  { kills, report = () => undefined }: { kills: number; report?: (line: string) => void },
): Promise<QueueKillRun> {
  const run: QueueKillRun = { kills, killedRestarts: 0, sent: 0, deleted: 0, moveTasks: 0 }
  let tested: Tested[] = []
  run.killedRestarts = await killedLives(directory, kills, {
    async create(server) {
      tested = await createQueues(server)
    },
    async load(server, gone) {
      run.moveTasks += await loadUntilGone(server, tested, gone)
    },
    hasBegun: () => tested.every(({ ledger }) => ledger.acknowledgedCount > 0 && ledger.deletedCount > 0),
    async check(server, kill) {
      if (kill % drainEvery === 0 || kill === kills) await drainAll(server, tested)
      check(tested, run, kill)
      report(`kill ${kill}: ${run.sent} acknowledged messages, ${run.deleted} of them deleted`)
    },
  })
  return run
}

/** One attempt a call: what a retry of the client's own does is another request. */
function clientOf({ url }: StartedServer): SQSClient {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' }
  return new SQSClient({
    endpoint: url,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
    useQueueUrlAsEndpoint: false,
  })
}

async function createQueues(server: StartedServer): Promise<Tested[]> {
  const client = clientOf(server)
  const tested: Tested[] = []
  for (const isFifo of [false, true]) {
    const pair = await createPair(client, isFifo)
    const ledger = new MessageLedger(pair.source)
    const senders = Array.from({ length: sendersOfQueue }, (_, i) => new Sender(pair, ledger, `w${i}`))
    tested.push({ pair, ledger, senders })
  }
  client.destroy()
  return tested
}

/** @returns how many move tasks were started meanwhile */
async function loadUntilGone(
  server: StartedServer,
  tested: readonly Tested[],
  gone: AbortSignal,
): Promise<number> {
  const clients: SQSClient[] = []
  const client = () => {
    const made = clientOf(server)
    clients.push(made)
    return made
  }
  const load = tested.flatMap(({ pair, ledger, senders }) => [
    ...senders.map((sender) => sender.sendUntilGone(client(), gone)),
    ...Array.from({ length: receiversOfQueue }, () => workUntilGone(client(), ledger, pair, gone)),
  ])
  const standard = tested.filter(({ pair }) => !pair.isFifo)
  const redrives = standard.map(({ pair }) => redriveUntilGone(client(), pair, gone))
  await Promise.all([...load, ...redrives])
  for (const each of clients) each.destroy()
  return (await Promise.all(redrives)).reduce((sum, tasks) => sum + tasks, 0)
}

async function drainAll(server: StartedServer, tested: readonly Tested[]): Promise<void> {
  const client = clientOf(server)
  for (const { pair, ledger } of tested) await drain(client, ledger, pair)
  client.destroy()
}

function check(tested: readonly Tested[], run: QueueKillRun, kill: number): void {
  const faults = tested.flatMap(({ pair, ledger }) =>
    ledger.faults.map((fault) => `${pair.source}: ${fault}`),
  )
  if (faults.length > 0) throw new Error(`after kill ${kill}, ${faults.length} faults:\n${faults.join('\n')}`)
  run.sent = tested.reduce((sum, { ledger }) => sum + ledger.acknowledgedCount, 0)
  run.deleted = tested.reduce((sum, { ledger }) => sum + ledger.deletedCount, 0)
}
