import { type Clock, hasCode, silentLogger } from '../../../src/base/index.ts'
import { EndpointMap, FirehoseSink, FolderObjects } from '../../../src/firehose-sink/index.ts'
import { Functions } from '../../../src/functions/index.ts'
import { HttpClient } from '../../../src/http-client/index.ts'
import { isOpen, openStreams, type Streams } from '../../../src/shards/index.ts'
import { owner, putAll } from '../../shards/open-test-streams.ts'
import { closeDelivery } from '../firehose/close-delivery.ts'
import { crashingLives } from '../firehose/crashing-lives.ts'
import type { Outside } from '../firehose/moody-destination.ts'
import { checkShelf, type Shelf, WatchedObjects } from '../firehose/watched-objects.ts'
import { Violation } from '../sim-check.ts'
import { rest, SimWorld } from '../sim-world.ts'
import { runSeed, type SimResult } from '../simulate.ts'
import { ChannelLedger } from './channel-ledger.ts'

const root = '/objects'
const stream = 'orders'
const keys = 5
const healTurnsMax = 20_000

/** One channel over all lives; each has a bucket of its own name. */
interface KnownChannel {
  readonly name: string
  readonly ledger: ChannelLedger
  /** What the caller knows of it: of a call that a crash has left without an answer nothing. */
  state: 'being created' | 'there' | 'being deleted' | 'gone'
}

/**
 * Goal: every record that is acknowledged while there is a channel is in its bucket or its dead letters at least once, in the order of
 * its key; a channel that was answered for is there, and one that was deleted is not; a stream is not deleted under a channel.
 * Method: channels on one stream that is written, split and merged, over several lives of a store on the simulated disk, which crash at any
 * operation of it; they deliver to folders on the same disk, which refuse now and then. Channels are made, updated and deleted. Never throws.
 */
export function simulateChannels(seed: number, options: { honestSync?: boolean } = {}): Promise<SimResult> {
  const world = new SimWorld(seed, { ...options, durability: 'fsync' })
  return runSeed(seed, world, () => new ChannelLives(world).live())
}

class ChannelLives {
  readonly #world: SimWorld
  readonly #ledgers = new Map<string, ChannelLedger>()
  readonly #shelf: Shelf = new Map()
  readonly #numbers = new Array<number>(keys).fill(0)
  readonly #busy = new Set<number>()
  readonly #past: KnownChannel[] = []
  #channel: KnownChannel | undefined
  #outside: Outside | undefined
  #kinesis!: Streams
  #objects!: WatchedObjects

  constructor(world: SimWorld) {
    this.#world = world
  }

  async live(): Promise<void> {
    await crashingLives(this.#world, {
      once: (isHealed) => this.#liveOnce(isHealed),
      ended: () => this.#gone(),
    })
    this.#channel?.ledger.checkAll()
  }

  #gone(): void {
    if (this.#outside !== undefined) this.#outside.isAlive = false
    this.#busy.clear()
  }

  async #liveOnce(isHealed: boolean): Promise<void> {
    const { random, clock } = this.#world
    await this.#world.open()
    await checkShelf(this.#world, root, this.#shelf)
    this.#outside = { random, isAlive: true, isHealed }
    const sink = await this.#open(this.#outside)
    await this.#findStream()
    this.#checkChannels()
    for (let step = random.below(50); step > 0; step--) {
      if (random.chance(0.6)) this.#world.beside(this.#put())
      if (random.chance(0.15)) await this.#control()
      await this.#world.run(random.below(12))
      if (random.chance(0.4)) clock.advance(random.pick([100, 60_000, 310_000]))
      await rest()
    }
    if (isHealed) await this.#untilDelivered()
    await closeDelivery(this.#world, { sink, objects: this.#objects, kinesis: this.#kinesis })
    await this.#world.close()
  }

  async #open(outside: Outside): Promise<FirehoseSink> {
    const { store, random, disk } = this.#world
    const clock = clockOf(this.#world.clock, outside)
    const ports = { store, clock, random, logger: silentLogger, limits: 'off' as const }
    const http = new HttpClient({ clock, allowPrivateAddresses: false })
    const folder = new FolderObjects(disk, root, random)
    this.#objects = new WatchedObjects(folder, outside, this.#shelf, this.#ledgers)
    await this.#world.drive(folder.open())
    this.#kinesis = await this.#world.drive(openStreams(ports))
    return await this.#world.drive(
      FirehoseSink.open({
        ...ports,
        kinesis: this.#kinesis,
        http,
        endpoints: new EndpointMap(),
        functions: new Functions({}, { clock, random, http }),
        objects: this.#objects,
      }),
    )
  }

  async #findStream(): Promise<void> {
    const { control } = this.#kinesis
    if (control.find(owner, stream) !== undefined) return
    await this.#world.drive(control.create(owner, { name: stream, mode: 'ON_DEMAND' }))
  }

  /** What was answered for holds, and what was not has happened whole or not at all. */
  #checkChannels(): void {
    const there = new Set(this.#kinesis.channels.list(owner).map(({ name }) => name))
    const channel = this.#channel
    if (channel !== undefined) {
      if (channel.state === 'there' && !there.has(channel.name))
        throw new Violation(`the channel ${channel.name} is gone`)
      channel.state = there.has(channel.name) ? 'there' : 'gone'
      if (channel.state === 'gone') this.#retire(channel)
      there.delete(channel.name)
    }
    const [extra] = there
    if (extra !== undefined) throw new Violation(`there is a channel ${extra}, which was deleted`)
  }

  #retire(channel: KnownChannel): void {
    channel.state = 'gone'
    this.#past.push(channel)
    this.#channel = undefined
  }

  async #control(): Promise<void> {
    const { random } = this.#world
    if (this.#channel === undefined) await this.#create()
    else if (random.chance(0.2)) await this.#delete(this.#channel)
    else if (random.chance(0.4)) await this.#update(this.#channel)
    else await this.#reshard()
  }

  async #create(): Promise<void> {
    const name = `channel-${this.#past.length}`
    const channel: KnownChannel = { name, ledger: new ChannelLedger(), state: 'being created' }
    this.#channel = channel
    this.#ledgers.set(name, channel.ledger)
    await this.#world.drive(
      this.#kinesis.channels.create(owner, {
        name,
        stream,
        roleArn: 'arn:aws:iam::000000000000:role/r',
        recordFormat: this.#world.random.pick(['JSON', 'BYTE_ARRAY']),
        destination: {
          bucket: { arn: `arn:aws:s3:::${name}`, owner: owner.account },
          compression: 'NONE',
        },
      }),
    )
    channel.state = 'there'
  }

  async #delete(channel: KnownChannel): Promise<void> {
    const refused = this.#kinesis.delete(owner, stream).then(
      () => false,
      (error: unknown) => hasCode(error, 'STREAM_HAS_CHANNELS'),
    )
    if (!(await this.#world.drive(refused))) throw new Violation('a stream was deleted under its channel')
    channel.state = 'being deleted'
    await this.#world.drive(this.#kinesis.channels.delete(this.#stateOf(channel)))
    this.#retire(channel)
  }

  async #update(channel: KnownChannel): Promise<void> {
    const state = this.#stateOf(channel)
    if (this.#kinesis.channels.statusOf(state) !== 'ACTIVE') return
    const freshnessSeconds = this.#world.random.pick([300, 600])
    await this.#world.drive(this.#kinesis.channels.update(state, { freshnessSeconds }))
  }

  #stateOf({ name }: KnownChannel) {
    return this.#kinesis.channels.list(owner).find((channel) => channel.name === name)!
  }

  async #reshard(): Promise<void> {
    const { resharding, control } = this.#kinesis
    const open = control.get(owner, stream).shards.filter(isOpen)
    const { index, startingHashKey, endingHashKey } = this.#world.random.pick(open)
    const middle = (BigInt(startingHashKey) + BigInt(endingHashKey)) / 2n
    const id = `shardId-${String(index).padStart(12, '0')}`
    await this.#world.drive(resharding.split(owner, stream, id, middle + 1n))
  }

  /** One put of a key at a time, so that its records have an order. */
  async #put(): Promise<void> {
    const { random } = this.#world
    const key = random.below(keys)
    if (this.#busy.has(key)) return
    this.#busy.add(key)
    const texts = Array.from({ length: 1 + random.below(4) }, () => this.#nextText(key))
    const before = this.#channel?.state === 'there' ? this.#channel : undefined
    try {
      const records = texts.map((text) => ({ key: String(key), data: Buffer.from(text) }))
      await putAll(this.#kinesis, stream, records)
      if (before?.state === 'there') for (const text of texts) before.ledger.owe(text)
    } catch (error) {
      if (!['LOG_BUSY', 'LOG_STORE_FAILED'].some((code) => hasCode(error, code))) throw error
    } finally {
      this.#busy.delete(key)
    }
  }

  /** Most are JSON. */
  #nextText(key: number): string {
    const { random } = this.#world
    const quote = random.chance(0.8) ? '"' : ''
    return `${quote}${key} ${this.#numbers[key]!++} ${'x'.repeat(random.below(60))}${quote}\n`
  }

  async #untilDelivered(): Promise<void> {
    const { clock } = this.#world
    for (let turn = 0; turn < healTurnsMax; turn++) {
      await this.#world.run(5)
      clock.advance(5000)
      await rest()
      if (this.#busy.size === 0 && this.#channel?.ledger.isSettled() !== false) return
    }
    throw new Violation('not everything is delivered, and nothing is wrong any more')
  }
}

/** The clock of one life: a process that is dead is not woken by it, to read files that are another's now. */
function clockOf(clock: Clock, outside: Outside): Clock {
  return {
    nowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs(),
    async sleep(delayMs, signal) {
      await clock.sleep(delayMs, signal)
      if (!outside.isAlive) await new Promise(() => undefined)
    },
  }
}
