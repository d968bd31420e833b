import type { Clock, Random } from '../../base/index.ts'
import type { LogStore } from '../../log/index.ts'
import type { ConsumerSlots } from '../consumers/consumer-slots.ts'
import type { ControlLog } from '../control/control-log.ts'
import type { StreamControl } from '../control/stream-control.ts'
import type { Transitions } from '../control/transitions.ts'
import { type Owner, ownerOf } from '../owner.ts'
import type { RegionalQuotas } from '../quotas.ts'
import { withTags } from '../settings/tags.ts'
import type { StreamState } from '../stream-state.ts'
import {
  queueNeedsOnDemand,
  streamHasQueues,
  streamQueueExists,
  streamQueueNotActive,
  streamQueueNotFound,
  streamQueueNotServing,
  tooManyQueuesInTransition,
} from './errors.ts'
import type { StreamQueueId } from './queue-arn.ts'
import { effectiveStartMs, startsOf } from './queue-start.ts'
import {
  defaultQueueSettings,
  type QueuePosition,
  queueLabel,
  queueStatusOf,
  type StreamQueueChange,
  type StreamQueueSettings,
  type StreamQueueState,
  type StreamQueueStatus,
} from './queue-state.ts'

interface StreamQueueControlOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly log: ControlLog
  readonly control: StreamControl
  readonly slots: ConsumerSlots
  readonly quotas: RegionalQuotas
  readonly transitions: Transitions
}

export interface StreamQueueRequest {
  readonly name: string
  readonly stream: string
  readonly position: QueuePosition
  /** What the request leaves out is the default. */
  readonly settings: Partial<StreamQueueSettings>
  readonly tags?: Readonly<Record<string, string>> | undefined
}

/** Which queues there are over which streams, and what they are set to. */
export class StreamQueueControl {
  readonly #options: StreamQueueControlOptions

  constructor(options: StreamQueueControlOptions) {
    this.#options = options
  }

  /** Undefined for a deleted queue of which nothing is seen any more. */
  statusOf(queue: StreamQueueState): StreamQueueStatus | undefined {
    return queueStatusOf(queue, this.#options.transitions.nowMs())
  }

  find(id: StreamQueueId): StreamQueueState | undefined {
    const queue = this.#options.log.state.queues.get(id, id.id)
    return queue !== undefined && this.statusOf(queue) !== undefined ? queue : undefined
  }

  /** The queue, whatever its state. @throws STREAM_QUEUE_NOT_FOUND */
  get(id: StreamQueueId): StreamQueueState {
    const queue = this.find(id)
    if (queue === undefined) throw streamQueueNotFound(id)
    return queue
  }

  /** The queue, to receive from: ACTIVE or UPDATING. @throws STREAM_QUEUE_NOT_FOUND */
  serving(id: StreamQueueId): StreamQueueState {
    const queue = this.get(id)
    const status = this.statusOf(queue)
    if (status === 'CREATING' || status === 'DELETING') throw streamQueueNotServing(queue, status)
    return queue
  }

  /** The queues of one account in one region, by name. */
  list(owner: Owner): StreamQueueState[] {
    const { queues } = this.#options.log.state
    const seen = [...queues.ofOwner(owner)].filter((queue) => this.statusOf(queue) !== undefined)
    return seen.sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Every queue of everyone that is not deleted. */
  *all(): Generator<StreamQueueState> {
    for (const queue of this.#options.log.state.queues.all()) if (queue.goneAtMs === undefined) yield queue
  }

  /** @param operation that cannot be while there are queues. @throws STREAM_HAS_QUEUES */
  refuseAny(operation: string, stream: StreamState): void {
    if (this.list(stream).some((queue) => queue.stream === stream.name))
      throw streamHasQueues(operation, stream)
  }

  /**
   * Makes a queue; durable when it resolves. Of a record that was acknowledged before, LATEST gives nothing out; of one that is
   * put after it has resolved, everything.
   * @throws STREAM_NOT_FOUND, STREAM_NOT_ACTIVE, STREAM_QUEUE_MODE, STREAM_QUEUE_EXISTS, CONSUMER_QUOTA_EXCEEDED,
   *   STREAM_QUEUE_QUOTA_EXCEEDED, STREAM_TAGS_INVALID, TIMESTAMP_INVALID
   */
  create(owner: Owner, request: StreamQueueRequest): Promise<StreamQueueState> {
    const { control, log, slots } = this.#options
    return control.mutate(owner, request.stream, async (stream) => {
      const { name, tags = {} } = request
      if (this.list(owner).some((queue) => queue.name === name)) throw streamQueueExists({ ...owner, name })
      if (stream.mode !== 'ON_DEMAND') throw queueNeedsOnDemand(stream)
      const allTags = withTags(queueLabel({ ...owner, name }), [], tags)
      slots.checkOneMore(stream)
      this.#checkTransitions(owner)
      const queue = { ...(await this.#newQueue(stream, request)), tags: allTags }
      await log.commit({ kind: 'queue-created', queue })
      return queue
    })
  }

  /** Changes what an ACTIVE queue is set to, in what is given. Durable when it resolves. @throws STREAM_QUEUE_NOT_FOUND, STREAM_QUEUE_NOT_ACTIVE */
  update(id: StreamQueueId, settings: Partial<StreamQueueSettings>): Promise<StreamQueueState> {
    return this.change(id, (queue) => {
      const status = this.statusOf(queue)
      if (status !== undefined && status !== 'ACTIVE') throw streamQueueNotActive(queue, status)
      const updatingUntilMs = this.#options.transitions.endMs()
      return { settings: { ...queue.settings, ...settings }, updatingUntilMs }
    })
  }

  /**
   * Changes a queue; durable when it resolves. Resolves with what it is then.
   * @param decide gives the change for the queue as it is then. What it throws is thrown
   * @throws STREAM_QUEUE_NOT_FOUND
   */
  change(
    id: StreamQueueId,
    decide: (queue: StreamQueueState) => StreamQueueChange,
  ): Promise<StreamQueueState> {
    const { log } = this.#options
    return log.inTurn(async () => {
      const queue = this.get(id)
      await log.commit({ kind: 'queue-changed', owner: ownerOf(queue), id: queue.id, change: decide(queue) })
      return this.get(id)
    })
  }

  /** Deletes a queue with all that it remembers, in one step. One that is being deleted stays so. @throws STREAM_QUEUE_NOT_FOUND, STREAM_QUEUE_QUOTA_EXCEEDED */
  delete(id: StreamQueueId): Promise<void> {
    const { log, transitions } = this.#options
    return log.inTurn(async () => {
      const queue = this.get(id)
      if (queue.goneAtMs !== undefined) return
      this.#checkTransitions(queue)
      const goneAtMs = transitions.endMs()
      await log.commit(
        { kind: 'queue-deleted', owner: ownerOf(queue), id: queue.id, goneAtMs },
        [],
        [queue.events],
      )
    })
  }

  async #newQueue(stream: StreamState, request: StreamQueueRequest): Promise<StreamQueueState> {
    const { store, clock, random, transitions } = this.#options
    const { name, position, settings } = request
    const starts = await startsOf({ store, clock }, stream, position)
    return {
      ...ownerOf(stream),
      name,
      id: random.uuid(),
      stream: stream.name,
      streamCreatedMs: stream.createdMs,
      createdMs: clock.nowMs(),
      activeAtMs: transitions.endMs(),
      position,
      startsAtMs: effectiveStartMs(stream, position, clock.nowMs()),
      starts,
      events: store.newLogId(),
      settings: { ...defaultQueueSettings, ...settings },
      tags: [],
    }
  }

  #checkTransitions(owner: Owner): void {
    const limit = this.#options.quotas.of(owner).queuesInTransition
    const isInTransition = (queue: StreamQueueState) => {
      const status = this.statusOf(queue)
      return status === 'CREATING' || status === 'DELETING'
    }
    if (this.list(owner).filter(isInTransition).length >= limit) throw tooManyQueuesInTransition(owner, limit)
  }
}
