import type { Clock } from '../../base/index.ts'
import type { LogStore, Offset, Unsubscribe } from '../../log/index.ts'
import { type ChildShard, childShards } from '../reading/child-shards.ts'
import type { ShardReader } from '../reading/shard-reader.ts'
import { ShardRecords } from '../reading/shard-records.ts'
import { type Shard, secondsOf } from '../shard.ts'
import { findShard, type ShardState, type StreamState } from '../stream-state.ts'
import type { PushThrottle } from '../throttle.ts'
import type { ConsumerState } from './consumer-state.ts'
import { Wakeup } from './wakeup.ts'

/** Source: API reference of SubscribeToShard. */
const lifeMs = 5 * 60_000
/** AWS sends empty events where there is nothing to send, so that clients know it is there. It documents no interval: ours. */
const heartbeatMs = 5_000

/** What one event says. The records are the log's: encode them now, and keep nothing. */
export interface ShardPush {
  readonly records: ShardRecords
  /** To go on from; undefined at the end of a closed shard. */
  readonly continuation: string | undefined
  /** At the end of a closed shard the shards that go on from it; undefined before. */
  readonly children: readonly ChildShard[] | undefined
}

export interface SubscriptionParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly reader: ShardReader
  readonly consumer: ConsumerState
  readonly stream: StreamState
  readonly shard: Shard
  readonly state: ShardState
  /** Where to begin. */
  readonly offset: Offset
  /** Of this consumer and shard; undefined where there are no limits. */
  readonly throttle: PushThrottle | undefined
  /** Ends it when it aborts. */
  readonly signal: AbortSignal
  /** Is called once, when it has ended. */
  readonly onEnd: (subscription: Subscription) => void
}

const noRecords = { count: 0, keyBytes: 0, dataBytes: 0, next: 0, lastArrivalMs: 0, millisBehindLatest: 0 }

/**
 * What one consumer gets of one shard, from a place on, for 5 minutes: records as soon as they are durable, a heartbeat
 * where there are none. Holds nothing but its place, so that a client that does not read costs nothing.
 *
 * `next` is the only one that waits, and by one wait: appends, the alarm, changes of the state and the end wake it.
 */
export class Subscription {
  readonly consumer: ConsumerState
  readonly #parts: SubscriptionParts
  readonly #wakeup = new Wakeup()
  readonly #over = new AbortController()
  readonly #onAbort = () => this.end()
  readonly #forgetAppends: Unsubscribe
  #stream: StreamState
  #state: ShardState
  #next: Offset
  /** When the record before `#next` came, as far as known. */
  #arrivalMs: number
  #lastEventMs: number
  #isHeartbeatDue = false
  /** Its shard is gone, since all that it had is too old: so there is no more to come of it. */
  #isExpired = false
  #failure: Error | undefined

  constructor(parts: SubscriptionParts) {
    const { clock, consumer, offset, signal, state, store, stream } = parts
    this.#parts = parts
    this.consumer = consumer
    this.#stream = stream
    this.#state = state
    this.#next = offset
    this.#arrivalMs = store.bounds(state.log).lastTimeMs
    this.#lastEventMs = clock.monotonicMs()
    this.#forgetAppends = store.onAppend(state.log, () => this.#wakeup.wake())
    signal.addEventListener('abort', this.#onAbort, { once: true })
    void this.#ringAlarms()
  }

  get stream(): StreamState {
    return this.#stream
  }

  get isOver(): boolean {
    return this.#over.signal.aborted
  }

  /** Takes note that its stream has changed: its shard may have been closed. */
  follow(stream: StreamState): void {
    this.#stream = stream
    const state = findShard(stream, this.#state.index)
    if (state === undefined) this.#isExpired = true
    else this.#state = state
    this.#wakeup.wake()
  }

  /** @param failure what `next` tells the client; none for an end that is as it should be */
  end(failure?: Error): void {
    if (this.isOver) return
    this.#failure = failure
    this.#over.abort()
    this.#forgetAppends()
    this.#parts.signal.removeEventListener('abort', this.#onAbort)
    this.#wakeup.wake()
    this.#parts.onEnd(this)
  }

  /**
   * Waits until there is something to tell. To be called again when the client has taken that.
   * @param use gets the records where they lie: they are the log's again when it returns
   * @returns what `use` returned; undefined when it is over
   * @throws CONSUMER_NOT_FOUND, STREAM_NOT_FOUND, SUBSCRIPTION_TAKEN_OVER when it ended by that; LOG_CORRUPT
   */
  async next<Result>(use: (push: ShardPush) => Result): Promise<Result | undefined> {
    const { clock, store, throttle } = this.#parts
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure
      if (this.isOver) return undefined
      if (this.#next < store.bounds(this.#state.log).end) {
        const waitMs = throttle?.waitMs() ?? 0
        if (waitMs > 0) await clock.sleep(waitMs, this.#over.signal)
        else {
          const event = await this.#pushRecords(use)
          if (event !== undefined) return event.result
        }
      } else if (this.#isHeartbeatDue || this.#isAtEnd) {
        return use(this.#push(new ShardRecords(this.#parts.shard, [], noRecords)))
      } else await this.#wakeup.wait()
    }
  }

  get #isAtEnd(): boolean {
    const { endOffset } = this.#state
    return endOffset !== undefined && (this.#isExpired || this.#next >= endOffset)
  }

  /** @returns undefined when all that was there was too old */
  async #pushRecords<Result>(use: (push: ShardPush) => Result): Promise<{ result: Result } | undefined> {
    const { reader, shard, throttle } = this.#parts
    return await reader.readEvent(this.#stream, shard, this.#state, this.#next, (records) => {
      this.#next = records.next
      if (records.count === 0 || this.isOver) return undefined
      this.#arrivalMs = records.lastArrivalMs
      throttle?.take(records.keyBytes + records.dataBytes)
      return { result: use(this.#push(records)) }
    })
  }

  #push(records: ShardRecords): ShardPush {
    this.#lastEventMs = this.#parts.clock.monotonicMs()
    this.#isHeartbeatDue = false
    if (!this.#isAtEnd) return { records, continuation: this.#continuation(), children: undefined }
    this.end()
    return { records, continuation: undefined, children: childShards(this.#stream, this.#state) }
  }

  /** The number of the record before the next: going on at it or behind it, no record is missed. */
  #continuation(): string {
    const { numbers } = this.#parts.shard
    return this.#next === 0
      ? numbers.first(secondsOf(this.#state.createdMs))
      : numbers.textOf(this.#next - 1, secondsOf(this.#arrivalMs))
  }

  /** One sleep for each heartbeat's time, however many events there are meanwhile. */
  async #ringAlarms(): Promise<void> {
    const { clock } = this.#parts
    const endMs = this.#lastEventMs + lifeMs
    for (let sinceMs = this.#lastEventMs; !this.isOver; ) {
      const alarmMs = Math.min(sinceMs + heartbeatMs, endMs)
      await clock.sleep(alarmMs - clock.monotonicMs(), this.#over.signal)
      if (alarmMs === endMs) this.end()
      else if (this.#lastEventMs > sinceMs) sinceMs = this.#lastEventMs
      else {
        sinceMs = alarmMs
        this.#isHeartbeatDue = true
        this.#wakeup.wake()
      }
    }
  }
}
