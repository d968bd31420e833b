import { type Clock, type Logger, passOnBug, type Random } from '../../base/index.ts'
import { producerClosed, recordExpired } from '../errors.ts'
import type { ProducerMetrics, RecordMeasure } from '../metrics.ts'
import type { PendingRecord } from '../record.ts'
import { KeyGuard } from './key-guard.ts'
import { RequestDraft } from './request-draft.ts'
import { type Outcomes, Sender } from './sender.ts'
import type { ShardDirectory } from './shard-directory.ts'
import { ShardLane } from './shard-lane.ts'
import { type ShardLimits, ShardRate } from './shard-rate.ts'
import type { StreamTarget } from './stream-target.ts'

export interface DispatcherOptions {
  readonly target: StreamTarget
  readonly directory: ShardDirectory
  readonly preserveOrder: boolean
  /** Bytes of an aggregated record; 0 for none. */
  readonly aggregateSizeMax: number
  readonly bufferedMs: number
  readonly ttlMs: number
  readonly requestsMax: number
  /** Undefined: as fast as the stream takes them. */
  readonly shardLimits: ShardLimits | undefined
  /** Told of each record that has its result, whichever. */
  readonly ended: (record: PendingRecord) => void
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly metrics: ProducerMetrics
  readonly signal: AbortSignal
}

/** Records don't wait for their time when so many have come since the last request. */
const earlyBytes = 1024 * 1024
const earlyRecords = 500
/** Why a sleep ended. Without a reason each `abort` makes an error with its stack: 40 us a record in the bench. */
const woken = 'woken'
/** Where the shard is not known beforehand. */
const anyShard = ''

/**
 * Decides what is sent when. One loop: it sends what is due, and sleeps until something will be: records that have gathered for
 * long enough, a shard whose rate lets more through, a failure that has waited, a record whose time is over.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #sender: Sender
  readonly #guard: KeyGuard | undefined
  readonly #lanes = new Map<string, ShardLane>()
  /** The shards that the lanes are of. */
  #map: ShardDirectory['map']
  #requests = 0
  #freshBytes = 0
  #freshRecords = 0
  #isEarly = false
  #wakesMs = 0
  #waking = new AbortController()

  constructor(options: DispatcherOptions) {
    this.#options = options
    this.#guard = options.preserveOrder ? new KeyGuard() : undefined
    this.#map = options.directory.map
    this.#sender = new Sender(options, this.#outcomes())
  }

  /** Runs until `isDone`, which is looked at after each `wake`. Everything that is left when the signal aborts is rejected. */
  async run(isDone: () => boolean): Promise<void> {
    const { clock, signal } = this.#options
    const abort = () => this.wake()
    signal.addEventListener('abort', abort)
    while (!isDone() && !signal.aborted) {
      this.#followShards()
      this.#sendDue(clock.monotonicMs())
      await this.#sleep()
    }
    signal.removeEventListener('abort', abort)
    for (const { queue } of this.#lanes.values())
      for (const record of queue.takeAll()) this.#reject(record, producerClosed(), 'closed')
  }

  add(record: PendingRecord): void {
    const lane = this.#laneOf(record)
    lane.queue.push(record)
    lane.hasDue(record.putMs + this.#options.bufferedMs)
    this.#freshBytes += record.size
    this.#freshRecords++
    const isMany = this.#options.aggregateSizeMax === 0 && this.#freshRecords >= earlyRecords
    if (isMany || this.#freshBytes >= earlyBytes) this.#isEarly = true
    if (this.#isEarly || lane.dueMs < this.#wakesMs) this.wake()
  }

  /** Sends what there is as soon as it can go. */
  hurry(): void {
    const nowMs = this.#options.clock.monotonicMs()
    for (const lane of this.#lanes.values()) lane.hasDue(nowMs)
    this.wake()
  }

  wake(): void {
    if (!this.#waking.signal.aborted) this.#waking.abort(woken)
  }

  async #sleep(): Promise<void> {
    const { clock } = this.#options
    this.#wakesMs = this.#nextMs()
    const { signal } = this.#waking
    /* With nothing to wait for, a producer that nobody closes must not keep the process alive. */
    if (this.#wakesMs === Number.POSITIVE_INFINITY) await aborted(signal)
    else await clock.sleep(this.#wakesMs - clock.monotonicMs(), signal)
    this.#waking = new AbortController()
  }

  #nextMs(): number {
    const isBusy = this.#requests >= this.#options.requestsMax
    if (this.#isEarly && !isBusy) return 0
    let nextMs = Number.POSITIVE_INFINITY
    for (const lane of this.#lanes.values()) {
      const expiresMs = lane.queue.first?.expiresMs ?? Number.POSITIVE_INFINITY
      nextMs = Math.min(nextMs, expiresMs, isBusy ? expiresMs : lane.dueMs)
    }
    return nextMs
  }

  #sendDue(nowMs: number): void {
    const { directory, requestsMax } = this.#options
    for (const lane of this.#lanes.values()) lane.dropExpired(nowMs)
    if (this.#nextMs() > nowMs) return
    this.#isEarly = false
    this.#freshBytes = 0
    this.#freshRecords = 0
    this.#guard?.beginPass()
    let isFull = true
    while (isFull && this.#requests < requestsMax) {
      const draft = new RequestDraft()
      for (const [shardId, lane] of this.#lanes) {
        lane.take(draft, nowMs, directory.recordSizeMax)
        if (draft.isFull) {
          this.#goLast(shardId, lane)
          break
        }
      }
      isFull = draft.isFull
      if (draft.entries.length > 0) void this.#send(draft)
    }
  }

  /** The next request begins with the shards that this one had no room for. */
  #goLast(shardId: string, lane: ShardLane): void {
    this.#lanes.delete(shardId)
    this.#lanes.set(shardId, lane)
  }

  async #send(draft: RequestDraft): Promise<void> {
    this.#requests++
    try {
      await this.#sender.send(draft)
    } catch (error) {
      passOnBug(error)
      throw error
    } finally {
      this.#requests--
      this.wake()
    }
  }

  /** Sorts the waiting records anew when there are other shards. */
  #followShards(): void {
    const { directory } = this.#options
    if (directory.isIncomplete) void directory.refresh().then(() => this.wake())
    if (directory.map === this.#map) return
    this.#map = directory.map
    const nowMs = this.#options.clock.monotonicMs()
    const waiting = [...this.#lanes.values()].flatMap(({ queue }) => queue.takeAll())
    waiting.sort((a, b) => a.number - b.number)
    for (const shardId of this.#lanes.keys()) if (!this.#map?.has(shardId)) this.#lanes.delete(shardId)
    for (const record of waiting) {
      const lane = this.#laneOf(record)
      lane.queue.push(record)
      lane.hasDue(nowMs)
    }
  }

  #laneOf(record: PendingRecord): ShardLane {
    const shardId = this.#map?.shardOf(record) ?? anyShard
    const lane = this.#lanes.get(shardId) ?? this.#newLane(shardId)
    this.#lanes.set(shardId, lane)
    return lane
  }

  #newLane(shardId: string): ShardLane {
    const { shardLimits, clock, directory, aggregateSizeMax, bufferedMs, ttlMs } = this.#options
    const isAny = shardId === anyShard
    return new ShardLane({
      shardId: isAny ? undefined : shardId,
      rate:
        shardLimits === undefined || isAny
          ? undefined
          : new ShardRate(clock, shardLimits, directory.recordSizeMax),
      guard: this.#guard,
      aggregateSizeMax,
      gatherMs: bufferedMs,
      expire: (record) =>
        this.#reject(record, recordExpired(ttlMs, record.attempts, record.failure), 'expired'),
    })
  }

  #outcomes(): Outcomes {
    return {
      put: (record, { shardId, sequenceNumber }, subSequenceNumber) => {
        record.resolve({ shardId, sequenceNumber, subSequenceNumber, attempts: record.attempts })
        this.#ended(record, 'put')
      },
      refused: (record, error) => this.#reject(record, error, 'refused'),
      failed: (records, notBeforeMs) => {
        for (const record of records) this.#retry(record, notBeforeMs)
      },
      throttled: (shardId) => this.#lanes.get(shardId)?.wasThrottled(),
      done: ({ records }) => {
        this.#guard?.release(records)
        const nowMs = this.#options.clock.monotonicMs()
        if (this.#guard !== undefined) for (const lane of this.#lanes.values()) lane.released(nowMs)
        this.wake()
      },
    }
  }

  #retry(record: PendingRecord, notBeforeMs: number): void {
    if (this.#options.signal.aborted) {
      this.#reject(record, producerClosed(), 'closed')
      return
    }
    record.notBeforeMs = notBeforeMs
    const lane = this.#laneOf(record)
    lane.queue.insert(record)
    lane.hasDue(notBeforeMs)
  }

  #reject(record: PendingRecord, error: Error, outcome: RecordMeasure['outcome']): void {
    record.reject(error)
    this.#ended(record, outcome)
  }

  #ended(record: PendingRecord, outcome: RecordMeasure['outcome']): void {
    const { metrics, clock, ended } = this.#options
    const durationMs = clock.monotonicMs() - record.putMs
    metrics.recordEnded({ outcome, attempts: record.attempts, durationMs })
    ended(record)
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
