import { randomInt } from 'node:crypto'
import { millraceArgs, StartedServer } from '../../bench/lib/started-server.ts'
import { killMoment } from './kill-moment.ts'

/** A start takes about 300 ms: kills over all of it, recovery included. */
const restartKillMsMax = 400
/** One restart in this many is killed as well. */
const killedRestartEvery = 3

interface Scenario {
  /** Makes what is to be used, once. */
  create(server: StartedServer): Promise<void>
  /** Uses it until `gone` aborts. @throws what else fails */
  load(server: StartedServer, gone: AbortSignal): Promise<void>
  /** See killMoment. */
  hasBegun(): boolean
  /** Holds what is there against what was promised, after so many kills. @throws Error with every fault found */
  check(server: StartedServer, kills: number): Promise<void>
}

/**
 * Starts Millrace on `directory`, and as often as `kills` says: loads it, kills it with SIGKILL at a random moment, starts it again (now and
 * then killing that start too) and checks it.
 * @returns how many starts were killed before they were ready
 */
export async function killedLives(directory: string, kills: number, scenario: Scenario): Promise<number> {
  let killedRestarts = 0
  let server = await start(directory)
  try {
    await scenario.create(server)
    for (let kill = 1; kill <= kills; kill++) {
      await loadAndKill(server, scenario)
      if (randomInt(killedRestartEvery) === 0) killedRestarts += await killRestart(directory)
      server = await start(directory)
      await scenario.check(server, kill)
    }
  } finally {
    await server.kill()
  }
  return killedRestarts
}

const start = (directory: string) => StartedServer.start(millraceArgs(directory, '--limits', 'off'))

async function loadAndKill(server: StartedServer, scenario: Scenario): Promise<void> {
  const gone = new AbortController()
  const load = scenario.load(server, gone.signal)
  try {
    await Promise.race([killMoment(scenario.hasBegun, gone.signal), load])
  } finally {
    gone.abort()
  }
  await server.kill()
  await load
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
