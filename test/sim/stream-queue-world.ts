import { hasCode, ManualClock, silentLogger } from '../../src/base/index.ts'
import { type LogStore, openLogStore } from '../../src/log/index.ts'
import { isOpen, openStreams, type Streams, shardIdOf } from '../../src/shards/index.ts'
import {
  type ReceivedRecord,
  type RecordKind,
  type StreamQueue,
  StreamQueues,
} from '../../src/stream-queues/index.ts'
import { owner, putAll } from '../shards/open-test-streams.ts'
import { SeededRandom } from './seeded-random.ts'
import { SimDisk } from './sim-disk.ts'
import { rest } from './sim-world.ts'
import { StreamQueueLedger } from './stream-queue-ledger.ts'

const visibilitySeconds = 30
const settings = { visibilityTimeout: visibilitySeconds, maxReceiveCount: 2 }

/** Tiny, so that a few records roll journal files and segments. */
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

interface Opened {
  readonly store: LogStore
  readonly streams: Streams
  readonly queues: StreamQueues
  readonly queue: StreamQueue
}

interface HeldRecord {
  readonly kind: RecordKind
  readonly record: ReceivedRecord
}

class Crashed extends Error {}

/**
 * A queue over a stream on a simulated disk, over several lives. Clients put, receive, acknowledge, release and restore, and shards
 * are split and merged, without waiting for each other; the power fails, or the process is killed, at any operation of the disk.
 * Everything follows from the seed.
 */
export class StreamQueueWorld {
  readonly #random: SeededRandom
  readonly disk: SimDisk
  readonly #clock = new ManualClock(1_000_000)
  readonly #ledger = new StreamQueueLedger()
  readonly #sizes: ReturnType<typeof sizesOf>
  #crashAt = Number.POSITIVE_INFINITY
  #puts = 0
  #held: HeldRecord[] = []
  #found: unknown

  constructor(seed: number) {
    this.#random = new SeededRandom(seed)
    this.disk = new SimDisk(this.#random)
    this.#sizes = sizesOf(this.#random)
  }

  /** @throws what is at odds with what clients were told */
  async run(lives: number): Promise<void> {
    for (let life = 0; life < lives; life++) await this.#live()
    const opened = await this.#drive(this.#open())
    this.#clock.advance(1000 * visibilitySeconds + 1000)
    this.#ledger.checkRest(await this.#drive(this.#drain(opened)))
  }

  async #live(): Promise<void> {
    this.#crashAt = this.disk.operations + this.#random.below(400)
    try {
      const opened = await this.#drive(this.#open())
      for (let i = 0; i < 60; i++) {
        this.#call(opened)
        await this.#steps(this.#random.below(8))
        if (this.#random.chance(0.2)) this.#clock.advance(this.#random.below(15_000))
      }
      await this.#steps(200)
      await this.#drive(opened.queues.close())
      await this.#drive(opened.streams.close())
      await this.#drive(opened.store.close())
    } catch (error) {
      if (!(error instanceof Crashed)) throw error
    }
    this.#crashAt = Number.POSITIVE_INFINITY
    await rest()
    this.disk.boot()
    this.#held = []
  }

  async #open(): Promise<Opened> {
    const parts = { clock: this.#clock, random: this.#random, logger: silentLogger }
    const store = await openLogStore({
      ...parts,
      ...this.#sizes,
      files: this.disk,
      directory: '/data',
      durability: 'fsync',
    })
    const streams = await openStreams({ ...parts, store, limits: 'off' })
    if (streams.control.find(owner, 'test') === undefined)
      await streams.control.create(owner, { name: 'test', mode: 'ON_DEMAND' })
    const request = { name: 'work', stream: 'test', position: { type: 'TRIM_HORIZON' }, settings } as const
    const [state = await streams.queues.create(owner, request)] = streams.queues.list(owner)
    const queues = new StreamQueues({ ...parts, streams, store, limits: 'off' })
    return { store, streams, queues, queue: await queues.open(state) }
  }

  /** A client does something. What the answer is at odds with is thrown by the next step. */
  #call({ streams, queue }: Opened): void {
    const chance = this.#random.next()
    const call =
      chance < 0.35
        ? this.#put(streams)
        : chance < 0.65
          ? this.#receive(queue, this.#random.chance(0.8) ? 'live' : 'dead')
          : chance < 0.85
            ? this.#acknowledge(queue)
            : chance < 0.95
              ? this.#release(queue)
              : this.#reshard(streams)
    call.catch((error: unknown) => {
      this.#found ??= error
    })
  }

  async #put(streams: Streams): Promise<void> {
    const texts = Array.from({ length: 1 + this.#random.below(3) }, () => `r-${this.#puts++}`)
    for (const text of texts) this.#ledger.issue(text)
    const records = texts.map((text) => ({ key: text, data: Buffer.from(text) }))
    await putAll(streams, 'test', records)
    for (const text of texts) this.#ledger.put(text)
  }

  async #receive(queue: StreamQueue, kind: RecordKind): Promise<void> {
    const countMax = 1 + this.#random.below(3)
    // Hidden from some moment between now and the answer on.
    const hiddenUntilMs = this.#clock.nowMs() + 1000 * visibilitySeconds
    const received = await queue.receive({ kind, countMax, waitTimeSeconds: 0 })
    for (const record of received) {
      this.#ledger.received(kind, record, this.#clock.nowMs(), hiddenUntilMs)
      this.#held.push({ kind, record })
    }
  }

  async #acknowledge(queue: StreamQueue): Promise<void> {
    const [held] = this.#held.splice(this.#random.below(Math.max(1, this.#held.length)), 1)
    if (held === undefined) return
    const { kind, record } = held
    const text = record.data.toString()
    this.#ledger.acknowledging(text)
    // If it might be visible, another receive may have it, or it may be dead: then the handle is good for nothing.
    const isCertain = this.#ledger.isInFlight(record, this.#clock.nowMs())
    const [error] = await queue.acknowledge(kind, [record.receiptHandle])
    if (isCertain && error !== undefined) throw error
    if (error === undefined) this.#ledger.acknowledged(text)
  }

  /** Makes a record visible at once, or one that is dead a live one. */
  async #release(queue: StreamQueue): Promise<void> {
    const held = this.#held[this.#random.below(Math.max(1, this.#held.length))]
    if (held === undefined) return
    const { kind, record } = held
    const { receiptHandle } = record
    const text = record.data.toString()
    this.#ledger.released(text)
    if (kind === 'dead' && this.#random.chance(0.6)) await queue.restore([receiptHandle])
    else await queue.changeVisibility(kind, [{ receiptHandle, visibilityTimeout: 0 }])
    this.#ledger.released(text)
  }

  async #reshard({ control, resharding }: Streams): Promise<void> {
    const open = control.get(owner, 'test').shards.filter(isOpen)
    const { index, startingHashKey } = this.#random.pick(open)
    try {
      if (open.length < 8)
        await resharding.split(owner, 'test', shardIdOf(index), BigInt(startingHashKey) + 2n ** 90n)
      else await resharding.scaleTo(owner, 'test', 3)
    } catch (error) {
      // Another reshard was faster.
      if (!hasCode(error, 'SHARD_CLOSED') && !hasCode(error, 'HASH_KEY_INVALID')) throw error
    }
  }

  async #drain({ queue }: Opened): Promise<string[]> {
    const texts: string[] = []
    for (const kind of ['live', 'dead', 'live'] as const) {
      for (;;) {
        const request = { kind, countMax: 10, visibilityTimeout: 3600, waitTimeSeconds: 0 }
        const received = await queue.receive(request)
        if (received.length === 0) break
        texts.push(...received.map(({ data }) => data.toString()))
      }
    }
    return texts
  }

  async #steps(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await rest()
      this.#step()
    }
  }

  async #drive<Result>(promise: Promise<Result>): Promise<Result> {
    let settled = false
    const settle = () => {
      settled = true
    }
    promise.then(settle, settle)
    for (let idle = 0; ; ) {
      await rest()
      if (this.#found !== undefined) throw this.#found
      if (settled) return promise
      if (this.disk.isIdle && ++idle > 1000) throw new Error('the queue waits for nothing')
      this.#step()
    }
  }

  #step(): void {
    if (this.#found !== undefined) throw this.#found
    if (this.disk.isIdle) return
    if (this.disk.operations >= this.#crashAt) {
      if (this.#random.chance(0.7)) this.disk.losePower()
      else this.disk.killProcess()
      throw new Crashed()
    }
    this.disk.step()
  }
}
