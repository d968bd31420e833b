import { isDeepStrictEqual } from 'node:util'
import type { Clock, Random } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import { queueDeletedRecently, queueExists, queueNotFound } from '../errors.ts'
import { idSeedSize } from '../message/message-id.ts'
import { checkSettings } from './check-settings.ts'
import { queueArnOf } from './queue-arn.ts'
import type { QueueControlLog } from './queue-control-log.ts'
import { nameFreeAfterMs } from './queue-control-state.ts'
import {
  defaultSettings,
  type Owner,
  type QueueChange,
  type QueueSettings,
  type QueueState,
  type Tag,
} from './queue-state.ts'

export interface QueueControlOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly log: QueueControlLog
  readonly limits: 'aws' | 'off'
}

export interface QueueRequest {
  /** One that ends in `.fifo` makes a FIFO queue. */
  readonly name: string
  /** What the request gives; what it leaves out is the default, and is not compared with a queue that is there. */
  readonly settings?: Partial<QueueSettings>
  readonly tags?: readonly Tag[]
}

/** The control plane: which queues there are, and what they are set to. */
export class QueueControl {
  /** Told of a queue that was changed or deleted, when that is durable. */
  changed: (queue: QueueState) => void = () => undefined
  readonly #options: QueueControlOptions

  constructor(options: QueueControlOptions) {
    this.#options = options
  }

  find(owner: Owner, name: string): QueueState | undefined {
    const queue = this.#options.log.state.queues.get(owner, name)
    return queue?.deletedMs === undefined ? queue : undefined
  }

  /** @throws QUEUE_NOT_FOUND */
  get(owner: Owner, name: string): QueueState {
    const queue = this.find(owner, name)
    if (queue === undefined) throw queueNotFound()
    return queue
  }

  /** The queues of one account in one region whose names begin so, by name. */
  list(owner: Owner, prefix = ''): QueueState[] {
    return [...this.#options.log.state.queues.ofOwner(owner)]
      .filter(({ name, deletedMs }) => deletedMs === undefined && name.startsWith(prefix))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Every queue of everyone. */
  *all(): Generator<QueueState> {
    for (const queue of this.#options.log.state.queues.all()) if (queue.deletedMs === undefined) yield queue
  }

  /** The queues that have this one as their dead-letter queue, by name. @throws QUEUE_NOT_FOUND */
  deadLetterSources(owner: Owner, name: string): QueueState[] {
    const arn = queueArnOf(this.get(owner, name))
    return this.list(owner).filter(({ settings }) => settings.redrivePolicy?.deadLetterTargetArn === arn)
  }

  /**
   * Makes a queue, or finds the one of that name if it has the settings of the request. Durable when it resolves.
   * @throws QUEUE_EXISTS, QUEUE_DELETED_RECENTLY, QUEUE_SETTING_INVALID
   */
  create({ account, region }: Owner, request: QueueRequest): Promise<QueueState> {
    const owner = { account, region }
    return this.#options.log.inTurn(async () => {
      const known = this.find(owner, request.name)
      if (known !== undefined) {
        compare(known, request)
        return known
      }
      this.#refuseRecentlyDeleted(owner, request.name)
      const queue = this.#newQueue(owner, request)
      checkSettings(queue, request.settings ?? {}, (other) => this.find(other, other.name))
      await this.#options.log.commit({ kind: 'queue-created', queue })
      return this.get(owner, request.name)
    })
  }

  /** Deletes a queue with its messages, in one step. @throws QUEUE_NOT_FOUND */
  delete(owner: Owner, name: string): Promise<void> {
    return this.#options.log.inTurn(async () => {
      const queue = this.get(owner, name)
      const { account, region, messages, events } = queue
      await this.#options.log.commit({ kind: 'queue-deleted', owner: { account, region }, name }, [
        messages,
        events,
      ])
      this.changed({ ...queue, deletedMs: this.#options.clock.nowMs() })
    })
  }

  /**
   * Changes what a queue is set to; durable when it resolves.
   * @param decide gives the change for the queue as it is then, undefined for none. What it throws is thrown
   * @throws QUEUE_NOT_FOUND, QUEUE_SETTING_INVALID
   */
  change(owner: Owner, name: string, decide: (queue: QueueState) => QueueChange | undefined): Promise<void> {
    return this.#options.log.inTurn(async () => {
      const queue = this.get(owner, name)
      const change = decide(queue)
      if (change === undefined) return
      const { account, region } = queue
      const settings = { ...queue.settings, ...change.settings }
      checkSettings({ ...queue, settings }, change.settings ?? {}, (other) => this.find(other, other.name))
      await this.#options.log.commit({ kind: 'queue-changed', owner: { account, region }, name, change })
      this.changed(this.get(owner, name))
    })
  }

  /** Resolves when every change that was asked for so far is done. */
  async settled(): Promise<void> {
    await this.#options.log.inTurn(async () => undefined)
  }

  #newQueue(owner: Owner, { name, settings, tags = [] }: QueueRequest): QueueState {
    const { store, clock, random } = this.#options
    const nowMs = clock.nowMs()
    return {
      ...owner,
      name,
      isFifo: name.endsWith('.fifo'),
      createdMs: nowMs,
      modifiedMs: nowMs,
      messages: store.newLogId(),
      events: store.newLogId(),
      idSeed: random.bytes(idSeedSize),
      settings: { ...defaultSettings, ...settings },
      tags,
    }
  }

  #refuseRecentlyDeleted(owner: Owner, name: string): void {
    const { limits, log, clock } = this.#options
    const deletedMs = log.state.queues.get(owner, name)?.deletedMs
    if (limits === 'off' || deletedMs === undefined) return
    if (clock.nowMs() - deletedMs < nameFreeAfterMs) throw queueDeletedRecently()
  }
}

/** @throws QUEUE_EXISTS */
function compare(queue: QueueState, { settings = {} }: QueueRequest): void {
  for (const [member, value] of Object.entries(settings)) {
    if (isDeepStrictEqual(queue.settings[member as keyof QueueSettings], value)) continue
    throw queueExists(member[0]!.toUpperCase() + member.slice(1))
  }
}
