import type { Clock, Logger } from '../base/index.ts'
import type { LogId, LogStore } from '../log/index.ts'
import type { StreamQueueId, StreamQueueState, Streams } from '../shards/index.ts'
import { Receipts, Timers } from '../sqs-layer/index.ts'
import { StreamQueue, type StreamQueueParts } from './stream-queue.ts'

export interface StreamQueuesOptions {
  readonly streams: Streams
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  /** `off` lifts the limit of records in flight. */
  readonly limits: 'aws' | 'off'
}

/** The queues over streams that are in use. Which queues there are is `Streams.queues`. */
export class StreamQueues {
  readonly #streams: Streams
  readonly #parts: StreamQueueParts
  readonly #timers: Timers
  /** By the log of its events. What a queue remembers is read when it is first used. */
  readonly #open = new Map<LogId, { readonly id: StreamQueueId; readonly queue: Promise<StreamQueue> }>()

  constructor(options: StreamQueuesOptions) {
    const { streams, clock } = options
    this.#streams = streams
    this.#timers = new Timers(clock)
    const receipts = new Receipts(streams.secretFor('receipt handles of queues over streams'))
    this.#parts = { ...options, timers: this.#timers, receipts }
    streams.onChange(() => this.#follow())
  }

  /** The queue, to receive from. @throws STREAM_QUEUE_NOT_FOUND also for one that is neither ACTIVE nor UPDATING; LOG_CORRUPT */
  async open(id: StreamQueueId): Promise<StreamQueue> {
    return this.#queueOf(this.#streams.queues.serving(id))
  }

  /** Answers every receive that waits, with nothing. To be called when the server begins to stop. */
  async endWaiting(): Promise<void> {
    for (const queue of await this.#opened()) queue.endWaiting()
  }

  /** Resolves when nothing of this is on its way to the store any more. To be called before the store is closed. */
  async close(): Promise<void> {
    await this.endWaiting()
    this.#timers.close()
    for (const queue of await this.#opened()) await queue.close()
  }

  #queueOf(state: StreamQueueState): Promise<StreamQueue> {
    const known = this.#open.get(state.events)
    if (known !== undefined) return known.queue
    const stream = this.#streams.control.get(state, state.stream)
    const queue = StreamQueue.open(this.#parts, state, stream).then((opened) => this.#followed(opened, state))
    this.#open.set(state.events, { id: state, queue })
    queue.catch(() => this.#open.delete(state.events))
    return queue
  }

  /** What has changed while it was opened. */
  #followed(queue: StreamQueue, id: StreamQueueId): StreamQueue {
    this.#update(queue, id)
    return queue
  }

  #follow(): void {
    for (const { id, queue } of this.#open.values())
      void queue.then(
        (opened) => this.#update(opened, id),
        () => undefined,
      )
  }

  #update(queue: StreamQueue, id: StreamQueueId): void {
    const state = this.#streams.queues.find(id)
    const stream = state && this.#streams.control.find(state, state.stream)
    if (state === undefined || stream === undefined || state.goneAtMs !== undefined) {
      for (const [log, open] of this.#open) if (open.id === id) this.#open.delete(log)
      queue.end()
    } else queue.update(state, stream)
  }

  async #opened(): Promise<StreamQueue[]> {
    const settled = await Promise.allSettled([...this.#open.values()].map(({ queue }) => queue))
    return settled.flatMap((open) => (open.status === 'fulfilled' ? [open.value] : []))
  }
}
