import type { Clock, ManualClock } from '../../src/base/index.ts'
import type { LogStore } from '../../src/log/index.ts'
import { DeliveryLanes } from '../../src/sns-layer/delivery/lanes/delivery-lanes.ts'
import type { Verdict } from '../../src/sns-layer/delivery/lanes/verdict.ts'
import {
  commitPrepared,
  openQueues,
  type Queue,
  type Queues,
  queueArnOf,
  type Work,
} from '../../src/sqs-layer/index.ts'
import { ClientLives } from './client-lives.ts'
import { DeliveryLedger } from './delivery-ledger.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { SimDisk } from './sim-disk.ts'

const owner = { account: '000000000000', region: 'us-east-1' }
const laneNames = ['a', 'b', 'c.fifo'] as const

interface Opened {
  readonly store: LogStore
  readonly queues: Queues
  readonly dead: Queue
  readonly lanes: DeliveryLanes
}

const healthy: Verdict = { kind: 'done', isHealthy: true }

/**
 * Deliveries of one server on a simulated disk, over several lives. Publishers publish without waiting for each other; subscribers accept,
 * fail, hang, accept and say that they have failed, or fail for good, so that a message goes to the dead-letter queue; the power fails, or
 * the process is killed, at any operation of the disk. Everything follows from the seed.
 */
export class DeliveryWorld {
  readonly #lives: ClientLives
  readonly #random: SeededRandom
  readonly #clock: ManualClock
  readonly #ledger = new DeliveryLedger()
  #published = 0
  /** What a server does that is dead already reaches nobody. */
  #life = 0
  #areAllHealthy = false

  constructor(seed: number) {
    this.#lives = new ClientLives(seed)
    this.#random = this.#lives.random
    this.#clock = this.#lives.clock
  }

  get disk(): SimDisk {
    return this.#lives.disk
  }

  /** @throws what is at odds with what publishers were told, or subscribers have a right to */
  async run(lives: number): Promise<void> {
    const scenario = {
      open: () => this.#open(),
      call: (opened: Opened) => this.#publish(opened),
      close: (opened: Opened) => this.#close(opened),
      restarted: () => {
        this.#life++
      },
    }
    for (let life = 0; life < lives; life++) await this.#lives.live(scenario)
    this.#areAllHealthy = true
    const opened = await this.#lives.drive(this.#open())
    for (let i = 0; i < 200 && opened.lanes.laneCount > 0; i++) {
      this.#clock.advance(5_000)
      await this.#lives.steps(40)
    }
    if (opened.lanes.laneCount > 0) throw new Error('deliveries do not come to an end')
    this.#ledger.check(await this.#lives.drive(textsOf(opened.dead)))
    this.#ledger.checkOrder('c.fifo')
  }

  async #open(): Promise<Opened> {
    const store = await this.#lives.openStore()
    const queues = await openQueues({ ...this.#lives.parts, store, limits: 'off' })
    await queues.control.create(owner, { name: 'dead' })
    const dead = await queues.open(owner, 'dead')
    const life = this.#life
    const lanes = await DeliveryLanes.open({
      ...this.#lives.parts,
      store,
      clock: this.#clockOf(life),
      recipientOf: async (name) => ({
        deliveriesPerSecond: undefined,
        attempt: (work, signal) => this.#attempt({ life, name, work, signal, dead, queues }),
      }),
    })
    lanes.start()
    return { store, queues, dead, lanes }
  }

  /** For a server that is dead the time stands still: it asks the disk for nothing any more. */
  #clockOf(life: number): Clock {
    const clock = this.#clock
    return {
      nowMs: () => clock.nowMs(),
      monotonicMs: () => clock.monotonicMs(),
      sleep: async (delayMs, signal) => {
        await clock.sleep(delayMs, signal)
        if (life !== this.#life) await new Promise(() => undefined)
      },
    }
  }

  async #publish({ store, lanes }: Opened): Promise<void> {
    const to = laneNames.filter(() => this.#random.chance(0.7))
    if (to.length === 0) return
    const number = this.#published++
    const text = `g${number % 3}-${number}`
    this.#ledger.publish(text, to)
    const work = { body: Buffer.from(text), groupId: text.split('-')[0] }
    const prepared = to.map((name) => {
      const isFifo = name.endsWith('.fifo')
      return lanes.prepare(name, isFifo, [{ ...work, groupId: isFifo ? work.groupId : undefined }])
    })
    await commitPrepared(store, prepared).done
    this.#ledger.acknowledged(text)
  }

  async #attempt(attempt: Attempt): Promise<Verdict> {
    if (attempt.life !== this.#life) return new Promise(() => undefined)
    const chance = this.#areAllHealthy ? 0 : this.#random.next()
    if (chance > 0.9) await this.#clock.sleep(this.#random.below(20_000), attempt.signal)
    if (attempt.life !== this.#life) return new Promise(() => undefined)
    if (attempt.signal.aborted) return healthy
    const text = Buffer.from(attempt.work.body).toString()
    if (chance < 0.6) {
      this.#ledger.accepted(attempt.name, text)
      // It may say that it has failed.
      if (chance < 0.5) return healthy
    } else if (chance < 0.68) return this.#giveUp(attempt, text)
    return { kind: 'put-off', dueMs: this.#clock.nowMs() + this.#random.below(10_000) }
  }

  #giveUp({ queues, dead, name }: Attempt, text: string): Verdict {
    const to = queues.destination(queueArnOf(dead.state))!
    return { kind: 'move', to, message: { body: Buffer.from(`${name} ${text}`) }, senderId: owner.account }
  }

  async #close({ lanes, queues, store }: Opened): Promise<void> {
    const closing = lanes.close()
    await new Promise((resolve) => setImmediate(resolve))
    this.#clock.advance(30_000)
    await closing
    await queues.close()
    await store.close()
  }
}

interface Attempt {
  readonly life: number
  readonly name: string
  readonly work: Work
  readonly signal: AbortSignal
  readonly dead: Queue
  readonly queues: Queues
}

async function textsOf(queue: Queue): Promise<string[]> {
  const texts: string[] = []
  for (;;) {
    const received = await queue.receive({ countMax: 10, visibilityTimeout: 3600 })
    if (received.length === 0) return texts
    texts.push(...received.map(({ body }) => body.toString()))
  }
}
