import { hasCode, type Logger, ManualClock } from '../../src/base/index.ts'
import { frameOf, type LogId, type LogSizes, type LogStore, openLogStore } from '../../src/log/index.ts'
import { type ModelAppend, type ModelOp, StoreModel } from './log-model.ts'
import { SeededRandom } from './seeded-random.ts'
import { SimDisk } from './sim-disk.ts'

/** Tiny, so that a few hundred records roll journal files and segments, evict memory and make commits wait. */
const sizesOf = (random: SeededRandom): LogSizes => ({
  commitBytesMax: 64 * 1024,
  pendingBytesMax: 96 * 1024,
  batchBytesMax: random.pick([1, 2048, 8192]),
  journalFileBytes: random.pick([16, 32, 64]) * 1024,
  memoryBytesMax: random.pick([1, 4096, 16_384]),
  flushBytes: random.pick([1, 4096, 16_384]),
  unflushedBytesMax: random.pick([8192, 32_768]),
  blockBytes: random.pick([200, 1024, 4096]),
  runBytes: random.pick([1, 1024, 100_000]),
  runBytesMax: random.pick([1, 1024, 100_000]),
  segmentBytes: random.pick([1, 2048, 16_384]),
  segmentBlocksMax: random.pick([1, 4, 100]),
  segmentAgeMs: random.pick([50, 100_000]),
  openFilesMax: random.pick([1, 4, 64]),
  indexCacheBytes: random.pick([1, 100_000]),
  blockCacheBytes: random.pick([1, 4096]),
  flushConcurrency: random.pick([1, 3]),
  slabBytes: random.pick([300, 1000, 4000]),
  slabs: random.pick([3, 20, 100]),
  workspaceBytes: 0,
  inputBytes: 0,
  poisonFreedMemory: true,
})

/** Turns without disk work that a check which takes its time may make a call wait. */
const idleTurnsMax = 100

interface IssuedOp {
  readonly op: ModelOp
  acknowledged: boolean
}

/** The process died: by the power, or alone. */
export class Crashed extends Error {}

/**
 * One store on one simulated disk over several lives, beside a model that sees the same calls.
 * Everything that happens follows from the seed.
 */
export class SimWorld {
  readonly random: SeededRandom
  readonly disk: SimDisk
  readonly clock: ManualClock
  readonly sizes: LogSizes
  readonly durability: 'fsync' | 'os'
  /** What has been reported to the operator since the last start. */
  reports: string[] = []
  /** Everything before `issued`. */
  model = new StoreModel()
  /** In the order of the calls, none known to be lost. */
  issued: IssuedOp[] = []
  /** Whether the power has failed since the store was last checked. */
  powerLost = false
  /** The disk dies when it has done so many operations. */
  crashAt = Number.POSITIVE_INFINITY
  #store: LogStore | undefined
  readonly #beside = new Set<Promise<void>>()
  #found: unknown

  constructor(seed: number, options: { honestSync?: boolean; durability?: 'fsync' } = {}) {
    this.random = new SeededRandom(seed)
    this.disk = new SimDisk(this.random, options)
    this.clock = new ManualClock(1_000_000)
    this.sizes = sizesOf(this.random)
    this.durability = options.durability ?? (this.random.chance(0.7) ? 'fsync' : 'os')
  }

  get store(): LogStore {
    if (this.#store === undefined) throw new Error('no store is open')
    return this.#store
  }

  /** The model with every call in it, durable or not. */
  get expected(): StoreModel {
    const model = this.model.copy()
    for (const { op } of this.issued) model.apply(op)
    return model
  }

  /** How many of the issued calls must be there after a restart. */
  get lasting(): number {
    if (this.durability === 'os' && this.powerLost) return 0
    return this.issued.filter(({ acknowledged }) => acknowledged).length
  }

  /** After a restart: exactly the first `calls` of the issued calls have happened. */
  settle(calls: number): void {
    this.issued = this.issued.slice(0, calls).map(({ op }) => ({ op, acknowledged: true }))
    this.powerLost = false
    if (this.durability === 'fsync') this.#absorb()
  }

  losePower(): void {
    this.powerLost = true
    this.disk.losePower()
  }

  async open(): Promise<void> {
    this.reports = []
    this.#store = await this.drive(
      openLogStore({
        files: this.disk,
        directory: '/data',
        clock: this.clock,
        random: this.random,
        logger: this.#logger(),
        durability: this.durability,
        ...this.sizes,
      }),
    )
  }

  /** Lets the disk work until `promise` settles. @throws Crashed when the time for it has come */
  async drive<Result>(promise: Promise<Result>): Promise<Result> {
    let settled = false
    const settle = () => {
      settled = true
    }
    promise.then(settle, settle)
    for (let idleTurns = 0; ; ) {
      await rest()
      if (this.#found !== undefined) throw this.#found
      if (settled) return promise
      if (!this.disk.isIdle) this.#step()
      else if (++idleTurns > idleTurnsMax) throw new Error('the store waits for nothing')
    }
  }

  /** Lets a check go on beside everything else. What it finds is thrown by the next `drive` or `run`. */
  beside(check: Promise<void>): void {
    const done = check
      .catch((error: unknown) => {
        this.#found ??= error
      })
      .finally(() => this.#beside.delete(done))
    this.#beside.add(done)
  }

  /** Lets the disk do some operations. */
  async run(operations: number): Promise<void> {
    for (let i = 0; i < operations && !this.disk.isIdle; i++) {
      this.#step()
      await rest()
    }
  }

  /** Hands a commit to the store without waiting for it. */
  async commit(appends: readonly ModelAppend[], drops: readonly LogId[]): Promise<void> {
    const offsets = appends.map(({ log }) => this.store.bounds(log).next)
    const frames = appends.map(({ records }) =>
      Buffer.concat(records.map(({ text, timeMs }) => frameOf(Buffer.from(text), timeMs))),
    )
    const memory = this.#inMemoryOfTheStore(frames)
    const framed = appends.map(({ log, records }, i) => ({
      log,
      count: records.length,
      frames: memory.frames[i]!,
    }))
    const committed = this.store.commit(framed, drops)
    committed.then(memory.release, memory.release)
    await this.#issue({ appends, drops, trims: [] }, committed, offsets)
  }

  /** Half of the time, the frames in one piece of the memory that the store lends. */
  #inMemoryOfTheStore(frames: readonly Buffer[]): { frames: readonly Buffer[]; release(): void } {
    if (this.random.chance(0.5)) return { frames, release: () => undefined }
    const { store } = this
    const piece = store.allocate(frames.reduce((sum, { length }) => sum + length, 0))
    let end = 0
    const views = frames.map((bytes) => {
      const start = end
      end += bytes.copy(piece, start)
      return piece.subarray(start, end)
    })
    return { frames: views, release: () => store.release(piece) }
  }

  async trim(log: LogId, before: number): Promise<void> {
    const { start, end } = this.store.bounds(log)
    const exact = Math.min(before, end)
    if (exact <= start) return
    await this.#issue(
      { appends: [], drops: [], trims: [{ log, before: exact }] },
      this.store.trim(log, before),
      undefined,
    )
  }

  async close(): Promise<void> {
    await this.drive(Promise.all(this.#beside))
    await this.drive(this.store.close())
    if (this.store.failure() === undefined) this.#absorb()
    this.powerLost = false
    if (this.disk.openHandles !== 0) throw new Error(`${this.disk.openHandles} files are still open`)
  }

  /** After a crash: the old process comes to rest, and a new one can begin. */
  async reboot(): Promise<void> {
    await rest()
    this.#store = undefined
    this.#beside.clear()
    this.disk.boot()
    this.disk.failAfter = Number.POSITIVE_INFINITY
    this.crashAt = Number.POSITIVE_INFINITY
  }

  /** Nothing can take the issued calls back any more. */
  #absorb(): void {
    this.model = this.expected
    this.issued = []
  }

  async #issue(op: ModelOp, call: Promise<unknown>, offsets: readonly number[] | undefined): Promise<void> {
    const issued: IssuedOp = { op, acknowledged: false }
    this.issued.push(issued)
    call.then(
      (result) => this.#acknowledge(issued, result, offsets),
      (error: unknown) => this.#refuse(issued, error),
    )
    await rest()
  }

  #acknowledge(issued: IssuedOp, result: unknown, offsets: readonly number[] | undefined): void {
    const before = this.issued.slice(0, this.issued.indexOf(issued))
    if (before.some(({ acknowledged }) => !acknowledged)) throw new Error('acknowledged out of order')
    if (offsets !== undefined && JSON.stringify(result) !== JSON.stringify(offsetsOf(issued.op, offsets))) {
      throw new Error(`offsets ${JSON.stringify(result)} instead of ${JSON.stringify(offsets)}`)
    }
    issued.acknowledged = true
  }

  /** Refused at once: it never happened. After a failure of the disk: it may have. */
  #refuse(issued: IssuedOp, error: unknown): void {
    if (hasCode(error, 'LOG_STORE_FAILED')) return
    if (!hasCode(error, 'LOG_BUSY') && !hasCode(error, 'LOG_DROPPED')) throw error
    this.issued.splice(this.issued.indexOf(issued), 1)
  }

  #step(): void {
    if (this.disk.operations >= this.crashAt) {
      if (this.random.chance(0.7)) this.losePower()
      else this.disk.killProcess()
      throw new Crashed()
    }
    this.disk.step()
  }

  #logger(): Logger {
    const report = (fields: object, message: string) => {
      this.reports.push(`${message} ${JSON.stringify(fields)}`)
    }
    return { debug: () => undefined, info: () => undefined, warn: report, error: report }
  }
}

/** The same log twice in one commit: the second append goes behind the first. */
function offsetsOf({ appends }: ModelOp, next: readonly number[]): number[] {
  const taken = new Map<LogId, number>()
  return appends.map(({ log, records }, i) => {
    const before = taken.get(log) ?? 0
    taken.set(log, before + records.length)
    return next[i]! + before
  })
}

/** Lets every promise that can go on go on. */
export function rest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
