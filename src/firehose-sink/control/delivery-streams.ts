import type { Clock } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import { type Owner, ownerOf, type Tag, type Transitions } from '../../shards/index.ts'
import { firehoseExists, firehoseNotActive, firehoseNotFound, overLimit } from '../errors.ts'
import {
  type DeliveryStreamChange,
  type DeliveryStreamState,
  type DeliveryStreamStatus,
  type DeliveryStreamType,
  type DestinationState,
  type EncryptionState,
  type SourceConfigurations,
  statusOf,
} from './delivery-stream-state.ts'
import type { Positions } from './firehose-event.ts'
import type { FirehoseLog } from './firehose-log.ts'
import { withTags } from './tags.ts'

export interface DeliveryStreamsOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly log: FirehoseLog
  readonly transitions: Transitions
  readonly limits: 'aws' | 'off'
}

export interface DeliveryStreamRequest {
  readonly name: string
  readonly type: DeliveryStreamType
  readonly source: SourceConfigurations
  /** Complete. */
  readonly destination: Omit<DestinationState, 'id'>
  readonly encryption?: Omit<EncryptionState, 'settledAtMs'> | undefined
  readonly tags: readonly Tag[]
}

/** AWS has one destination for each delivery stream, and it is called this. */
const onlyDestinationId = 'destinationId-000000000001'

/** Source: https://docs.aws.amazon.com/firehose/latest/dev/limits.html (50 delivery streams in a region once, 5,000 in the largest now). */
const deliveryStreamsMax = 5000

/** The control plane: which delivery streams there are, and what they are set to. */
export class DeliveryStreams {
  readonly #options: DeliveryStreamsOptions
  readonly #listeners: ((stream: DeliveryStreamState) => void)[] = []

  constructor(options: DeliveryStreamsOptions) {
    this.#options = options
  }

  /** Calls `listener` with what has changed, when that is durable: with what was, for one that is deleted. Listeners must not throw. */
  onChange(listener: (stream: DeliveryStreamState) => void): void {
    this.#listeners.push(listener)
  }

  find(owner: Owner, name: string): DeliveryStreamState | undefined {
    const stream = this.#options.log.tables.get(owner, name)
    return stream !== undefined && this.statusOf(stream) !== undefined ? stream : undefined
  }

  /** The delivery stream, whatever its status. @throws FIREHOSE_NOT_FOUND */
  get(owner: Owner, name: string): DeliveryStreamState {
    const stream = this.find(owner, name)
    if (stream === undefined) throw firehoseNotFound(name, owner)
    return stream
  }

  /** Undefined for a deleted one of which nothing is seen any more. */
  statusOf(stream: DeliveryStreamState): DeliveryStreamStatus | undefined {
    return statusOf(stream, this.#options.transitions.nowMs())
  }

  /** The delivery streams of one account in one region, by name. */
  list({ account, region }: Owner): DeliveryStreamState[] {
    return [...this.#options.log.tables.all()]
      .filter((stream) => stream.account === account && stream.region === region)
      .filter((stream) => this.statusOf(stream) !== undefined)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Every one that records may come to or are left of. */
  *all(): Generator<DeliveryStreamState> {
    for (const stream of this.#options.log.tables.all()) if (stream.goneAtMs === undefined) yield stream
  }

  /** Up to where the delivery stream has delivered. Undefined for one that is deleted. */
  positionsOf({ log }: DeliveryStreamState): ReadonlyMap<string, string> | undefined {
    return this.#options.log.tables.positionsOf(log)
  }

  /**
   * Makes a delivery stream; durable when it resolves.
   * @param startPositions gives where its source begins, when its turn has come. What it throws is thrown
   * @throws FIREHOSE_EXISTS, FIREHOSE_OVER_LIMIT
   */
  create(
    owner: Owner,
    request: DeliveryStreamRequest,
    startPositions: () => Positions | Promise<Positions>,
  ): Promise<DeliveryStreamState> {
    const { log, store } = this.#options
    return log.inTurn(async () => {
      if (this.find(owner, request.name) !== undefined) throw firehoseExists(request.name, owner)
      this.#checkQuota(owner)
      const positions = await startPositions()
      const stream = this.#newStream(owner, request, store.newLogId())
      await log.commit({ kind: 'created', stream, positions })
      this.#tell(stream)
      return stream
    })
  }

  /** Deletes a delivery stream with what it has not delivered, in one step. @throws FIREHOSE_NOT_FOUND, FIREHOSE_NOT_ACTIVE for one in CREATING */
  delete(owner: Owner, name: string): Promise<void> {
    const { log, transitions } = this.#options
    return log.inTurn(async () => {
      const stream = this.get(owner, name)
      const status = this.statusOf(stream)
      if (status === 'DELETING') return
      if (status !== 'ACTIVE') throw firehoseNotActive(name, owner, status!)
      const goneAtMs = transitions.endMs()
      await log.commit({ kind: 'deleted', owner: ownerOf(stream), name, goneAtMs }, [], [stream.log])
      this.#tell({ ...stream, goneAtMs })
    })
  }

  /**
   * Changes what a delivery stream is set to; durable when it resolves.
   * @param decide gives the change for it as it is then, undefined for none. What it throws is thrown
   * @throws FIREHOSE_NOT_FOUND, FIREHOSE_NOT_ACTIVE
   */
  change(
    owner: Owner,
    name: string,
    decide: (stream: DeliveryStreamState) => DeliveryStreamChange | undefined,
  ): Promise<void> {
    const { log } = this.#options
    return log.inTurn(async () => {
      const stream = this.get(owner, name)
      const status = this.statusOf(stream)
      if (status !== 'ACTIVE') throw firehoseNotActive(name, owner, status!)
      const change = decide(stream)
      if (change === undefined) return
      await log.commit({ kind: 'changed', owner: ownerOf(stream), name, change })
      this.#tell(this.get(owner, name))
    })
  }

  #newStream(owner: Owner, request: DeliveryStreamRequest, log: number): DeliveryStreamState {
    const { clock, transitions } = this.#options
    const { encryption } = request
    const activeAtMs = transitions.endMs()
    return {
      ...ownerOf(owner),
      name: request.name,
      log,
      type: request.type,
      source: request.source,
      createdMs: clock.nowMs(),
      activeAtMs,
      version: 1,
      destination: { id: onlyDestinationId, ...request.destination },
      ...(encryption !== undefined && { encryption: { ...encryption, settledAtMs: activeAtMs } }),
      tags: withTags([], request.tags),
    }
  }

  #checkQuota(owner: Owner): void {
    if (this.#options.limits === 'off') return
    if (this.list(owner).length < deliveryStreamsMax) return
    throw overLimit(`You have already consumed your firehose quota of ${deliveryStreamsMax} hoses.`)
  }

  #tell(stream: DeliveryStreamState): void {
    for (const listener of this.#listeners) listener(stream)
  }
}
