import { hasCode, type ManualClock } from '../../src/base/index.ts'
import type { LogStore } from '../../src/log/index.ts'
import { isOpen, openStreams, type Streams, shardIdOf } from '../../src/shards/index.ts'
import {
  type ReceivedRecord,
  type RecordKind,
  type StreamQueue,
  StreamQueues,
} from '../../src/stream-queues/index.ts'
import { owner, putAll } from '../shards/open-test-streams.ts'
import { ClientLives } from './client-lives.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { SimDisk } from './sim-disk.ts'
import { StreamQueueLedger } from './stream-queue-ledger.ts'

const visibilitySeconds = 30
const settings = { visibilityTimeout: visibilitySeconds, maxReceiveCount: 2 }

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

/**
 * A queue over a stream on a simulated disk, over several lives. Clients put, receive, acknowledge, release and restore, and shards
 * are split and merged, without waiting for each other; the power fails, or the process is killed, at any operation of the disk.
 * Everything follows from the seed.
 */
export class StreamQueueWorld {
  readonly #lives: ClientLives
  readonly #random: SeededRandom
  readonly #clock: ManualClock
  readonly #ledger = new StreamQueueLedger()
  #puts = 0
  #held: HeldRecord[] = []

  constructor(seed: number) {
    this.#lives = new ClientLives(seed)
    this.#random = this.#lives.random
    this.#clock = this.#lives.clock
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
    this.#ledger.checkRest(await this.#lives.drive(this.#drain(opened)))
  }

  async #open(): Promise<Opened> {
    const store = await this.#lives.openStore()
    const streams = await openStreams({ ...this.#lives.parts, store, limits: 'off' })
    if (streams.control.find(owner, 'test') === undefined)
      await streams.control.create(owner, { name: 'test', mode: 'ON_DEMAND' })
    const request = { name: 'work', stream: 'test', position: { type: 'TRIM_HORIZON' }, settings } as const
    const [state = await streams.queues.create(owner, request)] = streams.queues.list(owner)
    const queues = new StreamQueues({ ...this.#lives.parts, streams, store, limits: 'off' })
    return { store, streams, queues, queue: await queues.open(state) }
  }

  /** A client does something. */
  #call({ streams, queue }: Opened): Promise<void> {
    const chance = this.#random.next()
    if (chance < 0.35) return this.#put(streams)
    if (chance < 0.65) return this.#receive(queue, this.#random.chance(0.8) ? 'live' : 'dead')
    if (chance < 0.85) return this.#acknowledge(queue)
    return chance < 0.95 ? this.#release(queue) : this.#reshard(streams)
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
}

async function closeAll({ queues, streams, store }: Opened): Promise<void> {
  await queues.close()
  await streams.close()
  await store.close()
}
