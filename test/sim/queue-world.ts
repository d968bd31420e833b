import { hasCode, type ManualClock } from '../../src/base/index.ts'
import type { LogStore } from '../../src/log/index.ts'
import {
  openQueues,
  type Queue,
  type QueueSettings,
  type Queues,
  queueArnOf,
  type ReceivedMessage,
} from '../../src/sqs-layer/index.ts'
import { plainTextsOf } from '../sqs-layer/plain-texts-of.ts'
import { ClientLives } from './client-lives.ts'
import { QueueLedger } from './queue-ledger.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { SimDisk } from './sim-disk.ts'

const owner = { account: '000000000000', region: 'us-east-1' }
const visibilitySeconds = 30
/** Who is told of what is sent. */
const nobody = { add: () => undefined, end: () => undefined }

interface Opened {
  readonly store: LogStore
  readonly queues: Queues
  readonly main: Queue
  readonly dead: Queue
  /** Where tasks move dead letters of a FIFO queue: back in their own they would be behind younger ones. */
  readonly other: Queue
}

/**
 * One queue with a dead-letter queue on a simulated disk, over several lives. Clients send, receive, delete, change visibility and have
 * dead letters moved, without waiting for each other; the power fails, or the process is killed, at any operation of the disk.
 * Everything follows from the seed.
 */
export class QueueWorld {
  readonly #lives: ClientLives
  readonly #random: SeededRandom
  readonly #clock: ManualClock
  readonly #ledger = new QueueLedger()
  readonly #isFifo: boolean
  #sends = 0
  #held: ReceivedMessage[] = []

  constructor(seed: number, isFifo: boolean) {
    this.#lives = new ClientLives(seed)
    this.#random = this.#lives.random
    this.#clock = this.#lives.clock
    this.#isFifo = isFifo
  }

  get disk(): SimDisk {
    return this.#lives.disk
  }

  /** @throws what is at odds with what clients were told */
  async run(lives: number): Promise<void> {
    const scenario = {
      open: () => this.#open(),
      call: (opened: Opened) => this.#call(opened),
      close: closeAll,
      restarted: () => {
        this.#held = []
      },
    }
    for (let life = 0; life < lives; life++) await this.#lives.live(scenario)
    const opened = await this.#lives.drive(this.#open())
    this.#clock.advance(1000 * visibilitySeconds + 1000)
    await this.#moveTaskEnd(opened)
    const texts = await this.#lives.drive(this.#drain(opened))
    this.#ledger.checkRest(texts)
  }

  async #open(): Promise<Opened> {
    const store = await this.#lives.openStore()
    const queues = await openQueues({ ...this.#lives.parts, store, limits: 'off' })
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

  /** A client does something. */
  #call(opened: Opened): Promise<void> {
    const chance = this.#random.next()
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
    while (isRunning()) await this.#lives.steps(1)
  }

  async #send(main: Queue): Promise<void> {
    const isRepeat = this.#isFifo && this.#sends > 0 && this.#random.chance(0.3)
    const number = isRepeat ? this.#sends - 1 - this.#random.below(Math.min(3, this.#sends)) : this.#sends++
    const text = `m-${number}`
    const group = this.#isFifo ? { groupId: `g${number % 3}`, deduplicationId: text } : {}
    this.#ledger.issue(text, group.groupId)
    const plain = this.#random.chance(0.5) ? main.sendPlain(plainTextsOf([text]), '1', nobody) : undefined
    await (plain ?? main.send([{ body: Buffer.from(text), ...group }], '1'))
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
    // A client that waits for long sends it again.
    const calls = this.#random.chance(0.3) ? 2 : 1
    const removed = Array.from({ length: calls }, async () => {
      await this.#deleteBy(main, message.receiptHandle, isCertain)
      if (isCertain) this.#ledger.deleted(text)
    })
    await Promise.all(removed)
  }

  async #deleteBy(main: Queue, handle: string, isCertain: boolean): Promise<void> {
    const plain = this.#random.chance(0.5)
      ? main.deletePlain(plainTextsOf([handle]), () => undefined)
      : undefined
    if (plain !== undefined) return plain
    const [error] = await main.delete([handle])
    if (isCertain && error !== undefined) throw error
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
}

async function closeAll({ queues, store }: Opened): Promise<void> {
  await queues.close()
  await store.close()
}
