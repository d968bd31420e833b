import { subscribeOrReplay } from '../../src/api/sns/replay.ts'
import type { ManualClock } from '../../src/base/index.ts'
import type { LogStore } from '../../src/log/index.ts'
import {
  noDeliveries,
  noEnvelopes,
  noFilters,
  openTopics,
  type PublishRequest,
  type TopicState,
  type Topics,
} from '../../src/sns-layer/index.ts'
import { openQueues, type Queue, type Queues, queueArnOf } from '../../src/sqs-layer/index.ts'
import { ClientLives } from './client-lives.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { SimDisk } from './sim-disk.ts'
import { TopicLedger } from './topic-ledger.ts'

const owner = { account: '000000000000', region: 'us-east-1' }

interface Opened {
  readonly store: LogStore
  readonly queues: Queues
  readonly topics: Topics
  readonly standard: TopicState
  readonly fifo: TopicState
}

/**
 * A standard topic with two queues, and a FIFO topic with an archive, a FIFO queue and a standard one, on a simulated disk over several lives. Clients
 * publish, singly and in batches, and repeat themselves, without waiting for each other; at some moment another queue subscribes and
 * asks for a replay of all there is. The power fails, or the process is killed, at any operation of the disk.
 */
export class TopicWorld {
  readonly #lives: ClientLives
  readonly #random: SeededRandom
  readonly #clock: ManualClock
  readonly #ledger = new TopicLedger()
  readonly #beginMs: number
  #published = 0

  constructor(seed: number) {
    this.#lives = new ClientLives(seed)
    this.#random = this.#lives.random
    this.#clock = this.#lives.clock
    this.#beginMs = this.#clock.nowMs()
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
      restarted: () => undefined,
    }
    for (let life = 0; life < lives; life++) await this.#lives.live(scenario)
    const opened = await this.#lives.drive(this.#open())
    await this.#lives.drive(this.#subscribe(opened, opened.fifo, 'replayed.fifo', true))
    await this.#lives.drive(this.#subscribe(opened, opened.fifo, 'late.fifo', true))
    await this.#replaysEnd(opened)
    const contents = (name: string) => this.#lives.drive(this.#drain(opened, name))
    this.#ledger.checkStandard(await contents('a'), await contents('b'))
    const inFifo = await contents('c.fifo')
    this.#ledger.checkFifo(inFifo, await contents('d'))
    this.#ledger.checkReplay(inFifo, await contents('replayed.fifo'))
    this.#ledger.checkReplay(inFifo, await contents('late.fifo'))
  }

  async #open(): Promise<Opened> {
    const store = await this.#lives.openStore()
    const base = { ...this.#lives.parts, store, limits: 'off' as const }
    const queues = await openQueues(base)
    const ports = { filters: noFilters, deliveries: noDeliveries, envelopes: noEnvelopes }
    const topics = await openTopics({ ...base, ...ports, queues })
    const standard = await topics.control.create(owner, { name: 'orders' })
    const settings = { archiveDays: 365 }
    const fifo = await topics.control.create(owner, { name: 'orders.fifo', settings })
    const opened = { store, queues, topics, standard, fifo }
    for (const name of ['a', 'b']) await this.#subscribe(opened, standard, name)
    for (const name of ['c.fifo', 'd']) await this.#subscribe(opened, fifo, name)
    return opened
  }

  async #subscribe(opened: Opened, topic: TopicState, name: string, replay = false): Promise<void> {
    const queue = await opened.queues.control.create(owner, { name })
    const replayPolicy = replay ? { replayPolicy: { fromMs: this.#beginMs, toMs: null } } : {}
    await subscribeOrReplay(opened.topics, topic, {
      owner: owner.account,
      protocol: 'sqs',
      endpoint: queueArnOf(queue),
      confirmed: true,
      settings: { rawMessageDelivery: true, ...replayPolicy },
    })
  }

  #call(opened: Opened): Promise<void> {
    const chance = this.#random.next()
    if (chance < 0.05) return this.#subscribe(opened, opened.fifo, 'replayed.fifo', true)
    if (chance < 0.5) return this.#publish(opened.topics, opened.standard)
    return this.#publish(opened.topics, opened.fifo)
  }

  async #publish(topics: Topics, topic: TopicState): Promise<void> {
    const count = this.#random.chance(0.2) ? 1 + this.#random.below(4) : 1
    const requests = Array.from({ length: count }, () => this.#request(topic.isFifo))
    for (const { message, groupId } of requests) this.#ledger.issue(message, groupId)
    await topics.publisher.publish(topic, requests)
    for (const { message } of requests) this.#ledger.acknowledged(message)
  }

  #request(isFifo: boolean): PublishRequest {
    const isRepeat = isFifo && this.#published > 0 && this.#random.chance(0.2)
    const number = isRepeat
      ? this.#published - 1 - this.#random.below(Math.min(3, this.#published))
      : this.#published++
    const message = `${isFifo ? 'f' : 's'}-${number}`
    const groupId = isFifo ? `g${number % 3}` : undefined
    const deduplicationId = isFifo ? message : undefined
    return {
      message,
      messageOf: {},
      subject: undefined,
      attributes: [],
      groupId,
      deduplicationId,
      bytes: message.length,
    }
  }

  async #replaysEnd({ topics, fifo }: Opened): Promise<void> {
    const { held } = await this.#lives.drive(topics.subscriptions(fifo))
    for (let steps = 0; held.size > 0; steps++) {
      if (steps > 10_000) throw new Error(`the replays of ${[...held]} do not end`)
      await this.#lives.steps(1)
      this.#clock.advance(10)
    }
  }

  async #drain({ queues }: Opened, name: string): Promise<string[]> {
    const queue: Queue = await queues.open(owner, name)
    const texts: string[] = []
    for (;;) {
      const received = await queue.receive({ countMax: 10, visibilityTimeout: 3600 })
      if (received.length === 0) return texts
      texts.push(...received.map(({ body }) => body.toString()))
      await queue.delete(received.map(({ receiptHandle }) => receiptHandle))
    }
  }
}

async function closeAll({ topics, queues, store }: Opened): Promise<void> {
  await topics.close()
  await queues.close()
  await store.close()
}
