import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { SQSClient } from '@aws-sdk/client-sqs'
import { millraceArgs, StartedServer } from '../../../bench/lib/started-server.ts'
import { drain } from './drain.ts'
import { MessageLedger } from './message-ledger.ts'
import { createPair, type QueuePair } from './queue-pair.ts'
import { redriveUntilGone, workUntilGone } from './receivers.ts'
import { Sender } from './senders.ts'

const sendersOfQueue = 3
const receiversOfQueue = 2
const loadMsMax = 1_000
/** A start takes about 300 ms: kills over all of it, recovery included. */
const restartKillMsMax = 400
/** One restart in this many is killed as well. */
const killedRestartEvery = 3
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
 * Starts Millrace on `directory`, and as often as `kills` says: has a standard and a FIFO queue written to, read, deleted from and redriven,
 * kills it with SIGKILL at a random moment, and starts it again (now and then killing that start too). Now and then all is taken out of the
 * queues, and held against what was promised in any life. What MessageLedger knows is checked with each answer.
 * @throws Error with every fault found
 */
export async function killQueues(
  directory: string,
  { kills, report = () => undefined }: { kills: number; report?: (line: string) => void },
): Promise<QueueKillRun> {
  const run: QueueKillRun = { kills: 0, killedRestarts: 0, sent: 0, deleted: 0, moveTasks: 0 }
  let server = await start(directory)
  try {
    const tested = await createQueues(server)
    while (run.kills < kills) {
      run.moveTasks += await loadAndKill(server, tested)
      run.kills++
      if (randomInt(killedRestartEvery) === 0) run.killedRestarts += await killRestart(directory)
      server = await start(directory)
      if (run.kills % drainEvery === 0 || run.kills === kills) await drainAll(server, tested)
      check(tested, run)
      report(`kill ${run.kills}: ${run.sent} acknowledged messages, ${run.deleted} of them deleted`)
    }
  } finally {
    await server.kill()
  }
  return run
}

const start = (directory: string) => StartedServer.start(millraceArgs(directory, '--limits', 'off'))

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
async function loadAndKill(server: StartedServer, tested: readonly Tested[]): Promise<number> {
  const gone = new AbortController()
  const clients: SQSClient[] = []
  const client = () => {
    const made = clientOf(server)
    clients.push(made)
    return made
  }
  const load = tested.flatMap(({ pair, ledger, senders }) => [
    ...senders.map((sender) => sender.sendUntilGone(client(), gone.signal)),
    ...Array.from({ length: receiversOfQueue }, () => workUntilGone(client(), ledger, pair, gone.signal)),
  ])
  const standard = tested.filter(({ pair }) => !pair.isFifo)
  const redrives = standard.map(({ pair }) => redriveUntilGone(client(), pair, gone.signal))
  const all = Promise.all([...load, ...redrives])
  await Promise.race([delay(randomInt(loadMsMax)), all])
  gone.abort()
  await server.kill()
  await all
  for (const each of clients) each.destroy()
  return (await Promise.all(redrives)).reduce((sum, tasks) => sum + tasks, 0)
}

/** @returns 1 if a start was killed before it was ready, 0 if it was ready first (and killed then) */
async function killRestart(directory: string): Promise<0 | 1> {
  try {
    const server = await StartedServer.start(millraceArgs(directory, '--limits', 'off'), {
      killAfterMs: randomInt(restartKillMsMax),
    })
    await server.kill()
    return 0
  } catch {
    return 1
  }
}

async function drainAll(server: StartedServer, tested: readonly Tested[]): Promise<void> {
  const client = clientOf(server)
  for (const { pair, ledger } of tested) await drain(client, ledger, pair)
  client.destroy()
}

function check(tested: readonly Tested[], run: QueueKillRun): void {
  const faults = tested.flatMap(({ pair, ledger }) =>
    ledger.faults.map((fault) => `${pair.source}: ${fault}`),
  )
  if (faults.length > 0)
    throw new Error(`after kill ${run.kills}, ${faults.length} faults:\n${faults.join('\n')}`)
  run.sent = tested.reduce((sum, { ledger }) => sum + ledger.acknowledgedCount, 0)
  run.deleted = tested.reduce((sum, { ledger }) => sum + ledger.deletedCount, 0)
}
