import type { PendingRecord } from '../record.ts'
import { aggregateSizeOf, Entry } from './entry.ts'
import type { KeyGuard } from './key-guard.ts'
import { RecordQueue } from './record-queue.ts'
import type { RequestDraft } from './request-draft.ts'
import type { ShardRate } from './shard-rate.ts'

/** So many records that can't go yet are passed over in one look: behind them nothing is looked for. */
const passedOverMax = 1000

export interface LaneOptions {
  /** Undefined for records whose shard is not known beforehand: they have no rate and are not aggregated. */
  readonly shardId: string | undefined
  readonly rate: ShardRate | undefined
  /** Absent when the order within a key does not matter. */
  readonly guard: KeyGuard | undefined
  /** Bytes of an aggregated record. 0: none are made. */
  readonly aggregateSizeMax: number
  /** How long records are gathered where the rate holds them up. */
  readonly gatherMs: number
  readonly expire: (record: PendingRecord) => void
}

/** The records that wait to be sent to one shard. */
export class ShardLane {
  readonly queue = new RecordQueue()
  readonly #options: LaneOptions
  /** When the next of them should go. */
  #dueMs = Number.POSITIVE_INFINITY
  /** When the shard's rate lets the next one go. */
  #rateMs = 0
  /** Some of them wait for the results of others. */
  #isHeldBack = false

  constructor(options: LaneOptions) {
    this.#options = options
  }

  get dueMs(): number {
    return this.queue.length === 0 ? Number.POSITIVE_INFINITY : Math.max(this.#dueMs, this.#rateMs)
  }

  /** Something is to be sent at this time, or sooner. */
  hasDue(atMs: number): void {
    this.#dueMs = Math.min(this.#dueMs, atMs)
  }

  /** Results are there. */
  released(nowMs: number): void {
    if (this.#isHeldBack) this.hasDue(nowMs)
  }

  /** The shard took no more: what was saved up of its rate is gone. */
  wasThrottled(): void {
    this.#options.rate?.forfeit()
  }

  dropExpired(nowMs: number): void {
    for (
      let { first } = this.queue;
      first !== undefined && first.expiresMs <= nowMs;
      first = this.queue.first
    )
      this.#options.expire(this.queue.shift() as PendingRecord)
  }

  /** Adds to the request what may be sent now. */
  take(draft: RequestDraft, nowMs: number, recordSizeMax: number): void {
    if (this.#rateMs > nowMs || this.queue.length === 0) return
    const { rate, guard } = this.#options
    rate?.refill(recordSizeMax)
    const pass = new LanePass(this.#options, draft)
    const passedOver: PendingRecord[] = []
    let retryMs = Number.POSITIVE_INFINITY
    let isRoomy = true
    this.#isHeldBack = false
    while (isRoomy && passedOver.length < passedOverMax && this.queue.first !== undefined) {
      const record = this.queue.first
      const waits = record.notBeforeMs > nowMs
      if (waits || !pass.isFree(record)) {
        if (waits) retryMs = Math.min(retryMs, record.notBeforeMs)
        else this.#isHeldBack = true
        guard?.passOver(record)
        passedOver.push(record)
        this.queue.shift()
      } else if (pass.add(record)) this.queue.shift()
      else isRoomy = false
    }
    pass.close()
    this.queue.unshift(passedOver)
    this.#dueMs = isRoomy ? retryMs : nowMs
    if (pass.isOverRate) this.#rateMs = nowMs + this.#msUntilRate(rate as ShardRate)
  }

  #msUntilRate(rate: ShardRate): number {
    const { aggregateSizeMax, gatherMs } = this.#options
    const { bytes, length } = this.queue
    const entries = aggregateSizeMax === 0 ? length : Math.min(length, Math.ceil(bytes / aggregateSizeMax))
    return rate.msUntil(bytes, entries, gatherMs)
  }
}

/** One look at a lane: makes entries of its records for as long as request and rate have room. */
class LanePass {
  readonly #options: LaneOptions
  readonly #draft: RequestDraft
  /** To which more may be added. */
  #open: Entry | undefined
  #isOverRate = false

  constructor(options: LaneOptions, draft: RequestDraft) {
    this.#options = options
    this.#draft = draft
  }

  get isOverRate(): boolean {
    return this.#isOverRate
  }

  /** Whether no earlier record of its key is elsewhere. */
  isFree(record: PendingRecord): boolean {
    const { guard } = this.#options
    if (guard === undefined) return true
    if (this.#open === undefined) return guard.admits(record, this)
    if (!guard.admits(record, this.#open)) return false
    /* With its key in an entry that it doesn't fit in any more, it has to wait for that one's result. */
    return this.#joins(this.#open, record) || guard.admits(record, this)
  }

  /** @returns false when there is no room for it */
  add(record: PendingRecord): boolean {
    const { shardId, aggregateSizeMax, guard } = this.#options
    if (this.#open !== undefined && this.#joins(this.#open, record)) {
      this.#open.add(record)
      guard?.hold(record, this.#open)
      return true
    }
    this.close()
    if (!this.#hasRoomFor(record.size)) return false
    const isAlone = shardId === undefined || aggregateSizeOf(record) > aggregateSizeMax
    this.#open = new Entry(shardId)
    this.#open.add(record, isAlone)
    guard?.hold(record, this.#open)
    if (isAlone) this.close()
    return true
  }

  close(): void {
    if (this.#open === undefined) return
    this.#options.rate?.take(this.#open.size)
    this.#draft.add(this.#open)
    this.#open = undefined
  }

  #joins(entry: Entry, record: PendingRecord): boolean {
    const size = entry.sizeWith(record)
    return size <= this.#options.aggregateSizeMax && this.#hasRoomFor(size)
  }

  #hasRoomFor(size: number): boolean {
    this.#isOverRate = this.#options.rate?.admits(size) === false
    return !this.#isOverRate && this.#draft.fits(size)
  }
}
