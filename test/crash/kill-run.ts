import { randomInt } from 'node:crypto'
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { StartedServer } from '../../bench/lib/started-server.ts'
import { faultsOf } from './check.ts'
import { killMoment } from './kill-moment.ts'
import { Ledger } from './ledger.ts'
import { listAll, readAll } from './read-back.ts'
import { reshardUntilGone, shardFaultsOf } from './resharder.ts'
import { putUntilGone } from './writers.ts'

const stream = 'killed'
const shardCount = 3
const writers = 6
/** A start takes about 300 ms: kills over all of it, recovery included. */
const restartKillMsMax = 400
/** One restart in this many is killed as well. */
const killedRestartEvery = 3
const hourMs = 3_600_000
/** How far the clock is on from one start to the next: what was written three lives ago is too old, by hours. */
const aheadPerLifeMs = 10 * hourMs
const retentionMs = 24 * hourMs

export interface KillRun {
  kills: number
  killedRestarts: number
  /** Splits, merges and scalings that were answered. */
  reshards: number
  acknowledged: number
  /** Acknowledged records that had become too old, and were gone. */
  trimmed: number
  /** Closed shards that had become too old, and were gone. */
  removedShards: number
  /** Records that were found and had never been acknowledged. */
  unanswered: number
}

/**
 * Starts Millrace on `directory`, and as often as `kills` says: loads it while its shards are split, merged and scaled, and old records
 * trimmed and old shards removed (each start is at a later time, see ahead-server.ts), kills it with SIGKILL at a random moment,
 * starts it again (now and then killing that start too) and holds all that is stored against all that was promised in
 * any of its lives. Ends with a stop that is not a kill, and the same check.
 * @throws Error with every fault found
 */
export async function killRun(
  directory: string,
  { kills, report = () => undefined }: { kills: number; report?: (line: string) => void },
): Promise<KillRun> {
  const ledger = new Ledger()
  const run: KillRun = {
    ...{ kills: 0, killedRestarts: 0, reshards: 0 },
    ...{ acknowledged: 0, trimmed: 0, removedShards: 0, unanswered: 0 },
  }
  let server = await start(directory, ledger)
  try {
    await clientOf(server).send(new CreateStreamCommand({ StreamName: stream, ShardCount: shardCount }))
    while (run.kills < kills) {
      await loadAndKill(server, ledger)
      run.kills++
      if (randomInt(killedRestartEvery) === 0) run.killedRestarts += await killRestart(directory, ledger)
      server = await start(directory, ledger)
      await verify(server, ledger, run)
      report(
        `kill ${run.kills}: ${run.acknowledged - run.trimmed} acknowledged records are there, and ${run.unanswered} others; ${run.trimmed} are too old`,
      )
    }
    const exitCode = await server.stop()
    if (exitCode !== 0) throw new Error(`the server stopped with exit code ${exitCode}`)
    server = await start(directory, ledger)
    await verify(server, ledger, run)
  } finally {
    await server.kill()
  }
  return run
}

function start(directory: string, ledger: Ledger, options?: { killAfterMs: number }): Promise<StartedServer> {
  ledger.aheadMs += aheadPerLifeMs
  return StartedServer.start(['test/crash/ahead-server.ts', directory, String(ledger.aheadMs)], options)
}

/** One attempt a call: a retry of the client's own would be a second record with the same id. */
function clientOf({ url }: StartedServer): KinesisClient {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' }
  return new KinesisClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 })
}

async function loadAndKill(server: StartedServer, ledger: Ledger): Promise<void> {
  const gone = new AbortController()
  const clients = Array.from({ length: writers }, () => clientOf(server))
  const load = clients.map((client, i) =>
    putUntilGone(client, ledger, { stream, writer: `w${i}`, batches: i % 2 === 0, signal: gone.signal }),
  )
  const resharder = clientOf(server)
  const reshards = reshardUntilGone(resharder, ledger, { stream, signal: gone.signal })
  const hasBegun = () => ledger.acknowledgedCount > 0 && ledger.reshards > 0
  await Promise.race([killMoment(hasBegun, gone.signal), Promise.all([...load, reshards])])
  gone.abort()
  await server.kill()
  await Promise.all([...load, reshards])
  for (const client of [...clients, resharder]) client.destroy()
}

/** @returns 1 if a start was killed before it was ready, 0 if it was ready first (and killed then) */
async function killRestart(directory: string, ledger: Ledger): Promise<0 | 1> {
  try {
    const server = await start(directory, ledger, { killAfterMs: randomInt(restartKillMsMax) })
    await server.kill()
    return 0
  } catch {
    return 1
  }
}

async function verify(server: StartedServer, ledger: Ledger, run: KillRun): Promise<void> {
  const horizonMs = ledger.nowMs - retentionMs
  const client = clientOf(server)
  const shards = await listAll(client, stream)
  const stored = await readAll(client, stream, shards)
  client.destroy()
  const faults = [...shardFaultsOf(shards), ...faultsOf(ledger, stored, horizonMs)]
  if (faults.length > 0)
    throw new Error(`after kill ${run.kills}, ${faults.length} faults:\n${faults.join('\n')}`)
  const found = [...stored.values()].reduce((sum, records) => sum + records.length, 0)
  for (const { ShardId = '' } of shards) ledger.shards.add(ShardId)
  run.removedShards = ledger.shards.size - shards.length
  run.reshards = ledger.reshards
  run.acknowledged = ledger.acknowledgedCount
  run.trimmed = ledger.acknowledgedBefore(horizonMs)
  run.unanswered = found - (run.acknowledged - run.trimmed)
}
