import { hasCode, silentLogger } from '../../src/base/index.ts'
import { isOpen, openStreams, type Streams, shardIdOf } from '../../src/shards/index.ts'
import { owner, putAll, type ReadRecord, readShard } from '../shards/open-test-streams.ts'
import { type IssuedRecord, ReshardModel } from './reshard-model.ts'
import { Violation } from './sim-check.ts'
import { Crashed, SimWorld } from './sim-world.ts'
import { runSeed, type SimResult } from './simulate.ts'

const hourMs = 3_600_000
const retentionMs = 24 * hourMs
const keyCount = 12
/** Codes of what may be refused: the shards are others by then, the disk is slow, or has failed. */
const refusals = [
  'SHARD_NOT_FOUND',
  'SHARD_CLOSED',
  'SHARDS_NOT_ADJACENT',
  'HASH_KEY_INVALID',
  'LOG_BUSY',
  'LOG_STORE_FAILED',
]

/**
 * Goal: whatever the disk does during puts, splits, merges, scalings, trims and expiries, the lineage of the shards is
 * whole, and no acknowledged record is lost, there twice or out of order.
 * Method: one stream over several lives of a store on the simulated disk, beside a model. Never throws.
 */
export function simulateResharding(seed: number, options: { honestSync?: boolean } = {}): Promise<SimResult> {
  const world = new SimWorld(seed, { ...options, durability: 'fsync' })
  return runSeed(seed, world, () => liveSeveralTimes(world))
}

async function liveSeveralTimes(world: SimWorld): Promise<void> {
  const { random, disk } = world
  const model = new ReshardModel()
  const lives = 2 + random.below(5)
  for (let i = 0; i < lives; i++) {
    world.crashAt = disk.operations + 1 + random.below(random.pick([60, 300, 600]))
    if (random.chance(0.1)) disk.failAfter = disk.operations + random.below(300)
    const life = new Life(world, model)
    try {
      await life.live()
    } catch (error) {
      const failed = ['EIO', 'ENOSPC', 'LOG_STORE_FAILED'].some((code) => hasCode(error, code))
      if (!(error instanceof Crashed) && !failed) throw error
      if (!(error instanceof Crashed)) world.losePower()
    }
    life.die()
    await world.reboot()
  }
  await new Life(world, model).check()
}

/** One life of the process: from its start to a stop or a crash. */
class Life {
  readonly #world: SimWorld
  readonly #model: ReshardModel
  readonly #outstanding = new Set<Promise<void>>()
  /** A producer puts records of a key one after the other. */
  readonly #busyKeys = new Set<string>()
  #streams: Streams | undefined

  constructor(world: SimWorld, model: ReshardModel) {
    this.#world = world
    this.#model = model
  }

  async live(): Promise<void> {
    await this.check()
    const { random } = this.#world
    for (let step = random.below(60); step > 0; step--) {
      const luck = random.next()
      if (luck < 0.55) this.#put()
      else if (luck < 0.75) this.#reshard()
      else await this.#world.run(1 + random.below(20))
      this.#passTime()
      if (random.chance(0.3)) await this.#world.run(random.below(5))
    }
    await this.#stop()
  }

  /** Mostly little, now and then hours, for records and shards to expire; and the clock may step back. */
  #passTime(): void {
    const { random, clock } = this.#world
    if (random.chance(0.3)) clock.advance(random.pick([1, 20, 2000]))
    if (random.chance(0.03)) clock.advance(hourMs * (1 + random.below(30)))
    this.#model.latestMs = Math.max(this.#model.latestMs, clock.nowMs())
    if (random.chance(0.05)) clock.setWallTime(clock.nowMs() - random.below(5000))
  }

  /** Starts, and holds all that is there against the model. */
  async check(): Promise<void> {
    const { store, clock, random } = await this.#open()
    this.#streams = await this.#world.drive(
      openStreams({ store, clock, random, logger: silentLogger, limits: 'off' }),
    )
    const { control } = this.#streams
    if (control.find(owner, 'test') === undefined) {
      if (this.#model.acknowledged !== undefined) throw new Violation('the stream is lost')
      await this.#world.drive(control.create(owner, { name: 'test', mode: 'PROVISIONED', shardCount: 2 }))
    }
    await this.#verify(this.#streams)
  }

  /** The process is dead: what it still waits for never comes. */
  die(): void {
    this.#streams?.close().catch(() => undefined)
  }

  async #open(): Promise<SimWorld> {
    await this.#world.open()
    return this.#world
  }

  async #verify(streams: Streams): Promise<void> {
    const stream = streams.control.get(owner, 'test')
    const stored = new Map<number, readonly ReadRecord[]>()
    for (const { index } of stream.shards) {
      stored.set(index, await this.#world.drive(readShard(streams, 'test', index)))
    }
    const faults = this.#model.faultsOf(stream, stored, this.#model.latestMs - retentionMs)
    if (faults.length > 0) throw new Violation(faults.join('\n'))
    this.#model.acknowledged = stream
  }

  #put(): void {
    const { random, clock } = this.#world
    const keys = Array.from({ length: 1 + random.below(4) }, () => `k${random.below(keyCount)}`)
    const free = keys.filter((key) => !this.#busyKeys.has(key))
    if (free.length === 0) return
    for (const key of free) this.#busyKeys.add(key)
    this.#await(
      this.#putNow(free.map((key) => this.#model.issue(key, clock.nowMs()))).finally(() => {
        for (const key of free) this.#busyKeys.delete(key)
      }),
    )
  }

  async #putNow(records: readonly IssuedRecord[]): Promise<void> {
    const entries = records.map(({ key, text }) => ({ key, data: Buffer.from(text) }))
    try {
      const answers = await putAll(this.#streams!, 'test', entries)
      for (const [i, { shard, sequenceNumber }] of answers.map((answer) => answer!).entries()) {
        records[i]!.place = { shard, sequenceNumber }
      }
    } catch (error) {
      if (hasCode(error, 'LOG_BUSY')) for (const record of records) record.isAbsent = true
      throw error
    }
  }

  #reshard(): void {
    const { random } = this.#world
    const { control, resharding } = this.#streams!
    const open = control.get(owner, 'test').shards.filter(isOpen)
    const one = random.pick(open)
    const next = open.find(
      ({ startingHashKey }) => BigInt(startingHashKey) === BigInt(one.endingHashKey) + 1n,
    )
    const start = BigInt(one.startingHashKey)
    const middle = start + (BigInt(one.endingHashKey) - start + 1n) / 2n
    const luck = random.next()
    let done: Promise<unknown>
    if (luck < 0.2) done = resharding.scaleTo(owner, 'test', 1 + random.below(7))
    else if (luck < 0.6 && next !== undefined) {
      done = resharding.merge(owner, 'test', shardIdOf(one.index), shardIdOf(next.index))
    } else done = resharding.split(owner, 'test', shardIdOf(one.index), middle)
    this.#await(
      done.then(() => {
        this.#model.acknowledged = control.get(owner, 'test')
      }),
    )
  }

  #await(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => {
        if (!refusals.some((code) => hasCode(error, code))) throw error
      })
      .finally(() => this.#outstanding.delete(done))
    this.#outstanding.add(done)
  }

  async #stop(): Promise<void> {
    await this.#world.drive(Promise.all(this.#outstanding))
    await this.#world.drive(this.#streams!.close())
    await this.#world.close()
  }
}
