import { hasCode, silentLogger } from '../../../src/base/index.ts'
import type {
  DestinationKind,
  DestinationName,
} from '../../../src/firehose-sink/destinations/destination-kind.ts'
import { destinationKind } from '../../../src/firehose-sink/destinations/destination-kinds.ts'
import {
  EndpointMap,
  FirehoseSink,
  FolderObjects,
  requestedDestination,
} from '../../../src/firehose-sink/index.ts'
import type { Functions } from '../../../src/functions/index.ts'
import type { HttpClient } from '../../../src/http-client/index.ts'
import { openStreams, type Streams } from '../../../src/shards/index.ts'
import { Violation } from '../sim-check.ts'
import { rest, SimWorld } from '../sim-world.ts'
import { runSeed, type SimResult } from '../simulate.ts'
import { closeDelivery } from './close-delivery.ts'
import { ConfirmedOrder } from './confirmed-order.ts'
import { crashingLives } from './crashing-lives.ts'
import { DeliveryLedger } from './delivery-ledger.ts'
import {
  folderConfiguration,
  type Setup,
  serverConfiguration,
  serverRecord,
  setupOf,
} from './delivery-streams.ts'
import { MoodyDestination, type Outside } from './moody-destination.ts'
import { MoodyFunctions } from './moody-functions.ts'
import { MoodyServer } from './moody-server.ts'
import { checkShelf, type Shelf, WatchedObjects } from './watched-objects.ts'

const owner = { account: '000000000000', region: 'us-east-1' }
const root = '/objects'
/** The names of the delivery streams, and of their buckets: to a moody destination, to the folder, and to a moody server. */
const names = ['moody', 'folder', 'server'] as const
/** The kind that the moody destination takes the place of. */
const moodyKind = 'Elasticsearch'
const healTurnsMax = 20_000

/**
 * Goal: whatever the disk and a destination do, every acknowledged record is at the destination or in the error output at
 * least once, records are delivered in their order, and the durable position never runs ahead of what was confirmed.
 * Method: three delivery streams over several lives of a store on the simulated disk, which crash at any operation of it: to a
 * destination that fails, hangs, answers partly or too late; to a folder on the same disk, by partitions or not; and by the kinds that there are to an HTTP
 * endpoint, OpenSearch or Splunk that do the same, or say that they have what they have not, through functions or not.
 * Never throws.
 */
export function simulateFirehose(seed: number, options: { honestSync?: boolean } = {}): Promise<SimResult> {
  const world = new SimWorld(seed, { ...options, durability: 'fsync' })
  return runSeed(seed, world, () => new FirehoseLives(world).live())
}

class FirehoseLives {
  readonly #world: SimWorld
  readonly #ledgers = new Map(names.map((name) => [name as string, new DeliveryLedger()]))
  readonly #shelf: Shelf = new Map()
  readonly #setup: Setup
  #order = new ConfirmedOrder()
  #outside: Outside | undefined
  #kinesis: Streams | undefined
  #objects: WatchedObjects | undefined
  #puts = 0

  constructor(world: SimWorld) {
    this.#world = world
    this.#setup = setupOf(world.random)
  }

  async live(): Promise<void> {
    await crashingLives(this.#world, {
      once: (isHealed) => this.#liveOnce(isHealed),
      ended: () => this.#gone(),
    })
    for (const ledger of this.#ledgers.values()) ledger.checkAll()
  }

  #gone(): void {
    if (this.#outside !== undefined) this.#outside.isAlive = false
  }

  async #liveOnce(isHealed: boolean): Promise<void> {
    const { random, clock } = this.#world
    await this.#world.open()
    await checkShelf(this.#world, root, this.#shelf)
    this.#outside = { random, isAlive: true, isHealed }
    this.#order = new ConfirmedOrder()
    const sink = await this.#open(this.#outside)
    for (const name of names) if (sink.streams.find(owner, name) === undefined) await this.#create(sink, name)
    for (let step = random.below(50); step > 0; step--) {
      if (random.chance(0.6)) this.#world.beside(this.#put(sink, random.pick(names)))
      await this.#world.run(random.below(12))
      if (random.chance(0.4)) clock.advance(random.pick([100, 2000, 30_000]))
      await rest()
      this.#checkPositions(sink)
    }
    if (isHealed) await this.#untilDelivered(sink)
    await closeDelivery(this.#world, { sink, objects: this.#objects!, kinesis: this.#kinesis! })
    await this.#world.close()
  }

  async #open(outside: Outside): Promise<FirehoseSink> {
    const { store, clock, random, disk } = this.#world
    const ports = { store, clock, random, logger: silentLogger, limits: 'off' as const }
    const folder = new FolderObjects(disk, root, random)
    this.#objects = new WatchedObjects(folder, outside, this.#shelf, this.#ledgers)
    await this.#world.drive(folder.open())
    const kinesis = await this.#world.drive(openStreams(ports))
    this.#kinesis = kinesis
    const ledger = this.#ledgers.get('server')!
    const http = new MoodyServer({ outside, clock, ledger, order: this.#order, setup: this.#setup.server })
    return await this.#world.drive(
      FirehoseSink.open({
        ...ports,
        kinesis,
        http: http as unknown as HttpClient,
        endpoints: new EndpointMap(),
        functions: new MoodyFunctions(outside) as unknown as Functions,
        objects: this.#objects,
        kindOf: (name) => (name === moodyKind ? this.#moodyKind(outside) : this.#smallKind(name)),
      }),
    )
  }

  #smallKind(name: DestinationName): DestinationKind<object, object> {
    const kind = destinationKind(name)
    const { bufferBytes } = this.#setup
    return { ...kind, settings: (config) => ({ ...kind.settings(config), bufferBytes }) }
  }

  #moodyKind(outside: Outside): DestinationKind<object, object> {
    const bucket = { RoleARN: 'arn:aws:iam::000000000000:role/r', BucketARN: 'arn:aws:s3:::moody' }
    const settings = { bufferBytes: 200, bufferMs: 1000, retryMs: 5000, attemptMs: 4000, backup: undefined }
    return {
      ...destinationKind(moodyKind),
      settings: () => ({ ...settings, errors: bucket, errorOutputType: 'moody-failed' }),
      open: () => new MoodyDestination(outside, this.#ledgers.get('moody')!),
    }
  }

  async #create(sink: FirehoseSink, name: (typeof names)[number]): Promise<void> {
    const setup = name === 'moody' ? { ...this.#setup, isPartitioned: false } : this.#setup
    const input = (name === 'server' ? serverConfiguration : folderConfiguration)(setup, name)
    const endpoints = new EndpointMap()
    const requested = requestedDestination({ DeliveryStreamName: name, ...input }, endpoints)
    const { configuration } = requested
    const kind = name === 'moody' ? moodyKind : requested.kind.name
    const request = {
      name,
      type: 'DirectPut' as const,
      source: {},
      destination: { kind, configuration },
      tags: [],
    }
    await this.#world.drive(sink.streams.create(owner, request, () => ({})))
  }

  async #put(sink: FirehoseSink, name: string): Promise<void> {
    const { random } = this.#world
    const textOf = (number: number, filler: string) =>
      name === 'server' ? serverRecord(number, filler) : `${number} ${filler}\n`
    const texts = Array.from({ length: 1 + random.below(6) }, () =>
      textOf(this.#puts++, 'x'.repeat(random.below(60))),
    )
    try {
      const { recordIds } = await sink.puts.put(
        owner,
        name,
        texts.map((text) => Buffer.from(text)),
      )
      const ledger = this.#ledgers.get(name)!
      for (const [i, id] of recordIds.entries())
        ledger.acknowledged(Number.parseInt(id!.slice(12), 16), texts[i]!)
    } catch (error) {
      if (!['LOG_BUSY', 'LOG_STORE_FAILED'].some((code) => hasCode(error, code))) throw error
    }
  }

  #checkPositions(sink: FirehoseSink): boolean {
    let areAtEnd = true
    for (const name of names) {
      const stream = sink.streams.get(owner, name)
      const position = Number(sink.streams.positionsOf(stream)?.get('direct') ?? 0)
      this.#ledgers.get(name)!.checkPosition(position)
      areAtEnd &&= position === this.#world.store.bounds(stream.log).next
    }
    return areAtEnd
  }

  async #untilDelivered(sink: FirehoseSink): Promise<void> {
    const { clock } = this.#world
    for (let turn = 0; turn < healTurnsMax; turn++) {
      await this.#world.run(5)
      clock.advance(200)
      await rest()
      if (this.#checkPositions(sink)) return
    }
    throw new Violation('not everything is delivered, and nothing is wrong any more')
  }
}
