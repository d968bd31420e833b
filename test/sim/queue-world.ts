import { hasCode, ManualClock, silentLogger } from '../../src/base/index.ts'
import { type LogStore, openLogStore } from '../../src/log/index.ts'
import {
  openQueues,
  type Queue,
  type QueueSettings,
  type Queues,
  queueArnOf,
  type ReceivedMessage,
} from '../../src/sqs-layer/index.ts'
import { QueueLedger } from './queue-ledger.ts'
import { SeededRandom } from './seeded-random.ts'
import { SimDisk } from './sim-disk.ts'
import { rest } from './sim-world.ts'

const owner = { account: '000000000000', region: 'us-east-1' }
const visibilitySeconds = 30

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

interface Opened {
  readonly store: LogStore
  readonly queues: Queues
  readonly main: Queue
  readonly dead: Queue
  /** Where tasks move dead letters of a FIFO queue: back in their own they would be behind younger ones. */
  readonly other: Queue
}

class Crashed extends Error {}

/**
 * One queue with a dead-letter queue on a simulated disk, over several lives. Clients send, receive, delete, change visibility and have
 * dead letters moved, without waiting for each other; the power fails, or the process is killed, at any operation of the disk.
 * Everything follows from the seed.
 */
export class QueueWorld {
  readonly #random: SeededRandom
  readonly disk: SimDisk
  readonly #clock = new ManualClock(1_000_000)
  readonly #ledger = new QueueLedger()
  readonly #isFifo: boolean
  readonly #sizes: ReturnType<typeof sizesOf>
  #crashAt = Number.POSITIVE_INFINITY
  #sends = 0
  #held: ReceivedMessage[] = []
  #found: unknown

  constructor(seed: number, isFifo: boolean) {
    this.#random = new SeededRandom(seed)
    this.disk = new SimDisk(this.#random)
    this.#isFifo = isFifo
    this.#sizes = sizesOf(this.#random)
  }

  /** @throws what is at odds with what clients were told */
  async run(lives: number): Promise<void> {
    for (let life = 0; life < lives; life++) await this.#live()
    const opened = await this.#drive(this.#open())
    this.#clock.advance(1000 * visibilitySeconds + 1000)
    await this.#moveTaskEnd(opened)
    const texts = await this.#drive(this.#drain(opened))
    this.#ledger.checkRest(texts)
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
    const queues = await openQueues({ ...parts, store, limits: 'off' })
    const dead = await this.#queue(queues, 'dead')
    const deadLetterTargetArn = queueArnOf(dead.state)
    const redrivePolicy = { deadLetterTargetArn, maxReceiveCount: 2 }
    const main = await this.#queue(queues, 'main', { redrivePolicy })
    return { store, queues, main, dead, other: await this.#queue(queues, 'other') }
  }

  async #queue(queues: Queues, base: string, settings: Partial<QueueSettings> = {}): Promise<Queue> {
    const name = this.#isFifo ? `${base}.fifo` : base
    await queues.control.create(owner, { name, settings })
    return queues.open(owner, name)
  }

  /** A client does something. What the answer is at odds with is thrown by the next step. */
  #call(opened: Opened): void {
    this.#callAny(opened, this.#random.next()).catch((error: unknown) => {
      this.#found ??= error
    })
  }

  #callAny(opened: Opened, chance: number): Promise<void> {
    const { main, dead } = opened
    if (chance < 0.35) return this.#send(main)
    if (chance < 0.63) return this.#receive(this.#random.chance(0.8) ? main : dead)
    if (chance < 0.85) return this.#delete(main)
    return chance < 0.95 ? this.#release(main) : this.#moveDeadLetters(opened)
  }

  async #moveDeadLetters({ queues, dead, other }: Opened): Promise<void> {
    const destination = this.#isFifo ? { destinationArn: queueArnOf(other.state) } : {}
    const request = { sourceArn: queueArnOf(dead.state), ...destination }
    await queues.moveTasks.start(owner, request).catch((error: unknown) => {
      if (!hasCode(error, 'MOVE_TASK_RUNNING')) throw error
    })
  }

  async #moveTaskEnd({ queues, dead }: Opened): Promise<void> {
    const isRunning = () => queues.moveTasks.list(owner, queueArnOf(dead.state), 1)[0]?.status === 'RUNNING'
    while (isRunning()) await this.#steps(1)
  }

  async #send(main: Queue): Promise<void> {
    const isRepeat = this.#isFifo && this.#sends > 0 && this.#random.chance(0.3)
    const number = isRepeat ? this.#sends - 1 - this.#random.below(Math.min(3, this.#sends)) : this.#sends++
    const text = `m-${number}`
    const group = this.#isFifo ? { groupId: `g${number % 3}`, deduplicationId: text } : {}
    this.#ledger.issue(text, group.groupId)
    await main.send([{ body: Buffer.from(text), ...group }], '1')
    this.#ledger.sent(text)
  }

  async #receive(queue: Queue): Promise<void> {
    const countMax = 1 + this.#random.below(3)
    // Hidden from some moment between now and the answer on.
    const hiddenUntilMs = this.#clock.nowMs() + 1000 * visibilitySeconds
    const received = await queue.receive({ countMax, visibilityTimeout: visibilitySeconds })
    for (const message of received) {
      this.#ledger.received(message, this.#clock.nowMs(), hiddenUntilMs)
      if (queue.state.name.startsWith('main')) this.#held.push(message)
    }
  }

  async #delete(main: Queue): Promise<void> {
    const [message] = this.#held.splice(this.#random.below(Math.max(1, this.#held.length)), 1)
    if (message === undefined) return
    const text = message.body.toString()
    this.#ledger.deleting(text)
    // If it might be visible, another receive may have it, or it may be moved: then the handle deletes nothing, and need not say so.
    const isCertain = this.#ledger.isInFlight(message, this.#clock.nowMs())
    const [error] = await main.delete([message.receiptHandle])
    if (!isCertain) return
    if (error !== undefined) throw error
    this.#ledger.deleted(text)
  }

  async #release(main: Queue): Promise<void> {
    const message = this.#held[this.#random.below(Math.max(1, this.#held.length))]
    if (message === undefined) return
    this.#ledger.released(message.body.toString())
    await main.changeVisibility([{ receiptHandle: message.receiptHandle, visibilityTimeout: 0 }])
    this.#ledger.released(message.body.toString())
  }

  async #drain({ main, dead, other }: Opened): Promise<string[]> {
    const all: string[] = []
    for (const queue of [other, dead, main, dead]) {
      const texts: string[] = []
      for (;;) {
        const received = await queue.receive({ countMax: 10, visibilityTimeout: 3600 })
        if (received.length === 0) break
        texts.push(...received.map(({ body }) => body.toString()))
        if (this.#isFifo) await queue.delete(received.map(({ receiptHandle }) => receiptHandle))
      }
      if (this.#isFifo && queue === main) this.#ledger.checkOrder(texts)
      all.push(...texts)
    }
    return all
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
      if (this.disk.isIdle && ++idle > 1000) throw new Error('the queues wait for nothing')
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
