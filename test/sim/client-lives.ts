import { ManualClock, silentLogger } from '../../src/base/index.ts'
import { type LogStore, openLogStore } from '../../src/log/index.ts'
import { smallMemory } from '../log/small-memory.ts'
import { SeededRandom } from './seeded-random.ts'
import { SimDisk } from './sim-disk.ts'
import { Crashed, rest } from './sim-world.ts'

/** Tiny, so that a few messages roll journal files and segments. */
const sizesOf = (random: SeededRandom) => ({
  batchBytesMax: random.pick([1, 2048, 8192]),
  journalFileBytes: random.pick([16, 64]) * 1024,
  memoryBytesMax: random.pick([1, 16_384]),
  flushBytes: random.pick([1, 4096]),
  unflushedBytesMax: random.pick([8192, 32_768]),
  blockBytes: random.pick([200, 4096]),
  segmentBytes: random.pick([1, 2048, 16_384]),
  blockCacheBytes: random.pick([1, 4096]),
  slabBytes: 4000,
  slabs: 100,
  poisonFreedMemory: true,
})

const callsOfLife = 60
/** A life ends after at most so many operations of the disk, often before its calls are done. */
const operationsMax = 400

/** What is opened on the store, and what its clients do. */
interface Scenario<Opened> {
  open(): Promise<Opened>
  /** A client does something. What it rejects with is at odds with what clients were told. */
  call(opened: Opened): Promise<void>
  close(opened: Opened): Promise<void>
  /** The process is another: what clients have in hand is of no use. */
  restarted(): void
}

/**
 * Clients of one server on a simulated disk, over several lives. They call without waiting for each other; the power fails, or the
 * process is killed, at any operation of the disk. Everything follows from the seed.
 */
export class ClientLives {
  readonly random: SeededRandom
  readonly disk: SimDisk
  readonly clock = new ManualClock(1_000_000)
  readonly #sizes: ReturnType<typeof sizesOf>
  #crashAt = Number.POSITIVE_INFINITY
  #found: unknown

  constructor(seed: number) {
    this.random = new SeededRandom(seed)
    this.disk = new SimDisk(this.random)
    this.#sizes = sizesOf(this.random)
  }

  /** What a server is made of, but for the store. */
  get parts() {
    return { clock: this.clock, random: this.random, logger: silentLogger }
  }

  openStore(): Promise<LogStore> {
    const where = { files: this.disk, directory: '/data', durability: 'fsync' } as const
    return openLogStore({ ...this.parts, ...smallMemory, ...this.#sizes, ...where })
  }

  /** One life: calls, until all are made and the server is stopped, or until it dies. @throws what a call was at odds with */
  async live<Opened>(scenario: Scenario<Opened>): Promise<void> {
    this.#crashAt = this.disk.operations + this.random.below(operationsMax)
    try {
      const opened = await this.drive(scenario.open())
      for (let i = 0; i < callsOfLife; i++) {
        this.#call(scenario, opened)
        await this.steps(this.random.below(8))
        if (this.random.chance(0.2)) this.clock.advance(this.random.below(15_000))
      }
      await this.steps(200)
      await this.drive(scenario.close(opened))
    } catch (error) {
      if (!(error instanceof Crashed)) throw error
    }
    this.#crashAt = Number.POSITIVE_INFINITY
    await rest()
    this.disk.boot()
    scenario.restarted()
  }

  /** Lets the disk work until `promise` is settled. */
  async drive<Result>(promise: Promise<Result>): Promise<Result> {
    let settled = false
    const settle = () => {
      settled = true
    }
    promise.then(settle, settle)
    for (let idle = 0; ; ) {
      await rest()
      if (this.#found !== undefined) throw this.#found
      if (settled) return promise
      if (this.disk.isIdle && ++idle > 1000) throw new Error('the server waits for nothing')
      this.#step()
    }
  }

  async steps(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await rest()
      this.#step()
    }
  }

  #call<Opened>(scenario: Scenario<Opened>, opened: Opened): void {
    scenario.call(opened).catch((error: unknown) => {
      this.#found ??= error
    })
  }

  #step(): void {
    if (this.#found !== undefined) throw this.#found
    if (this.disk.isIdle) return
    if (this.disk.operations >= this.#crashAt) {
      if (this.random.chance(0.7)) this.disk.losePower()
      else this.disk.killProcess()
      throw new Crashed()
    }
    this.disk.step()
  }
}
