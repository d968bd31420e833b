import { createHash } from 'node:crypto'
import { hasCode } from '../../src/base/index.ts'
import type { ModelAppend, ModelRecord } from './log-model.ts'
import { checkDamage, checkOffsetAt, checkRead, checkRecovery, Violation } from './sim-check.ts'
import type { SimDisk } from './sim-disk.ts'
import { Crashed, SimWorld } from './sim-world.ts'

export interface SimResult {
  readonly seed: number
  readonly operations: number
  /** A digest of everything that happened. */
  readonly trace: string
  readonly violation: Error | undefined
}

/** Runs one seed. Never throws: what went wrong is in the result. */
export function simulate(seed: number, options: { honestSync?: boolean } = {}): Promise<SimResult> {
  return runSeed(seed, new SimWorld(seed, options), liveSeveralTimes)
}

/** Runs `live`, with all that goes wrong anywhere in the process meanwhile as its own failure. */
export async function runSeed<World extends { readonly disk: SimDisk }>(
  seed: number,
  world: World,
  live: (world: World) => Promise<void>,
): Promise<SimResult> {
  let violation: Error | undefined
  const onBug = (error: unknown) => {
    violation ??= error instanceof Error ? error : new Error(String(error))
  }
  process.on('unhandledRejection', onBug)
  /* What `passOnBug` hands to the process. */
  process.on('uncaughtException', onBug)
  try {
    await live(world)
  } catch (error) {
    onBug(error)
  } finally {
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', onBug)
    process.off('uncaughtException', onBug)
  }
  const trace = createHash('sha256').update(world.disk.trace.join('\n')).digest('hex')
  return { seed, operations: world.disk.operations, trace, violation }
}

async function liveSeveralTimes(world: SimWorld): Promise<void> {
  const lives = 2 + world.random.below(7)
  for (let life = 0; life < lives; life++) {
    world.crashAt = world.disk.operations + 1 + world.random.below(world.random.pick([10, 60, 300]))
    if (world.random.chance(0.15)) world.disk.failAfter = world.disk.operations + world.random.below(150)
    try {
      await world.open()
      await checkRecovery(world)
      await work(world)
      await world.close()
    } catch (error) {
      if (!(error instanceof Crashed) && !isDiskFailure(error)) throw error
      if (!(error instanceof Crashed)) world.losePower()
    }
    await world.reboot()
  }
  if (world.random.chance(0.4)) return damage(world)
  await world.open()
  await checkRecovery(world)
  await world.close()
}

/** An open or a close that hits the failing disk says so as it is. */
function isDiskFailure(error: unknown): boolean {
  return hasCode(error, 'EIO') || hasCode(error, 'ENOSPC')
}

async function damage(world: SimWorld): Promise<void> {
  world.losePower()
  await world.reboot()
  const where = world.disk.flipBit((path) => path.startsWith('/data/'))
  world.disk.trace.push(`flip ${where}`)
  try {
    await world.open()
    await checkDamage(world)
    await world.close()
  } catch (error) {
    const codes = ['LOG_JOURNAL_CORRUPT', 'LOG_CHECKPOINT_CORRUPT', 'LOG_FOLDER_VERSION', 'LOG_CORRUPT']
    if (error instanceof Violation || !codes.some((code) => hasCode(error, code))) throw error
  }
}

async function work(world: SimWorld): Promise<void> {
  const { random } = world
  const steps = random.below(50)
  for (let step = 0; step < steps; step++) {
    const luck = random.next()
    if (luck < 0.55) await commitSome(world)
    else if (luck < 0.6) await world.drive(checkRead(world))
    else if (luck < 0.7) world.beside(checkRead(world, random.below(30)))
    else if (luck < 0.75) world.beside(checkOffsetAt(world))
    else if (luck < 0.85) await trimSome(world)
    else await world.run(1 + random.below(20))
    if (random.chance(0.3)) world.clock.advance(random.pick([1, 20, 200]))
  }
}

async function commitSome(world: SimWorld): Promise<void> {
  const { random, store } = world
  const known = [...world.expected.logs.keys()]
  const drops = random.chance(0.06) ? [random.pick([1, 2, ...known])].filter((id) => id >= 1024) : []
  const appends: ModelAppend[] = []
  for (let i = random.below(4); i >= 0; i--) {
    let log = random.chance(0.15) ? store.newLogId() : random.pick([1, 2, 3, ...known])
    if (known.length > 8 && !known.includes(log)) log = 1
    if (world.expected.dropped.has(log)) throw new Violation(`id ${log} was given out again`)
    if (!drops.includes(log)) appends.push({ log, records: someRecords(world, log) })
  }
  await world.commit(appends, drops)
}

function someRecords(world: SimWorld, log: number): ModelRecord[] {
  const { random, clock, store } = world
  const count = 1 + random.below(random.pick([1, 3, 10]))
  const timeMs = Math.max(clock.nowMs(), store.bounds(log).lastTimeMs)
  return Array.from({ length: count }, (_, i) => {
    const size = random.below(random.pick([10, 300, 2000]))
    const filler = random.chance(0.5) ? 'x'.repeat(size) : random.bytes(Math.ceil(size / 8)).toString('hex')
    return { text: `${log} ${store.bounds(log).next + i} ${filler}`, timeMs }
  })
}

async function trimSome(world: SimWorld): Promise<void> {
  const { random, store } = world
  const log = random.pick([1, 2, 3, ...world.expected.logs.keys()])
  const { end, next } = store.bounds(log)
  await world.trim(log, random.chance(0.4) ? end : random.below(next + 3))
}
