import type { Clock } from '../base/index.ts'
import type { Chunk, LogStore, Offset, ReadBatch } from '../log/index.ts'
import { rateExceeded } from './errors.ts'
import { eventBytesMax, eventRecordsMax, readBytesMax } from './quotas.ts'
import { RecordCursor, recordOverhead } from './record.ts'
import type { Shard } from './shard.ts'
import type { Stream } from './stream.ts'
import { retentionHorizonMs, type ShardState, type StreamState } from './stream-state.ts'

/** Records of one shard, as they lie in the log: see `cursor`. Valid while whoever got them has not returned. */
export class ShardRecords {
  readonly shard: Shard
  readonly count: number
  /** Partition keys and data of all, in bytes. */
  readonly keyBytes: number
  readonly dataBytes: number
  /** Where to read on. */
  readonly next: Offset
  /** 0 without records. */
  readonly lastArrivalMs: number
  /** 0 at the end of the shard, else how long ago the last of the records came. */
  readonly millisBehindLatest: number
  readonly #chunks: readonly Chunk[]

  constructor(shard: Shard, chunks: readonly Chunk[], fields: RecordsSummary) {
    this.shard = shard
    this.count = fields.count
    this.keyBytes = fields.keyBytes
    this.dataBytes = fields.dataBytes
    this.next = fields.next
    this.lastArrivalMs = fields.lastArrivalMs
    this.millisBehindLatest = fields.millisBehindLatest
    this.#chunks = chunks
  }

  /** Walks over the records from the first. The bytes are the log's: encode them now, and keep nothing. */
  cursor(): RecordCursor {
    return new RecordCursor(this.#chunks, this.count)
  }
}

interface RecordsSummary {
  readonly count: number
  readonly keyBytes: number
  readonly dataBytes: number
  readonly next: Offset
  readonly lastArrivalMs: number
  readonly millisBehindLatest: number
}

/** The bytes are those of keys and data. The first record comes whatever its size. */
export interface RecordsLimit {
  readonly records: number
  readonly bytes: number
}

/** Reads shards, within their limits and those of a call. */
export class ShardReader {
  readonly #store: LogStore
  readonly #clock: Clock

  constructor(store: LogStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /**
   * Up to `countMax` records from `from` on, 10 MiB at most (the first record comes whatever its size), none older
   * than the stream keeps records.
   * @param use gets the records where they lie: they are the log's again when it returns
   * @throws SHARD_RATE_EXCEEDED
   */
  async read<Result>(
    { state: stream, counters }: Stream,
    shard: Shard,
    state: ShardState,
    from: Offset,
    countMax: number,
    use: (records: ShardRecords) => Result,
  ): Promise<Result> {
    if (shard.reads?.admit() === false) {
      counters.readsThrottled++
      shard.counters.readsThrottled++
      throw rateExceeded(shard.index, stream.name, stream)
    }
    const limit = { records: countMax, bytes: readBytesMax }
    return this.readUnmetered(stream, shard, state, from, limit, (records) => {
      const bytes = records.keyBytes + records.dataBytes
      shard.reads?.take(bytes)
      counters.read(records.count, bytes, records.millisBehindLatest)
      shard.counters.read(records.count, bytes, records.millisBehindLatest)
      return use(records)
    })
  }

  /** The records for one event of a subscription, which has limits of its own. As `read` otherwise. */
  readEvent<Result>(
    stream: StreamState,
    shard: Shard,
    state: ShardState,
    from: Offset,
    use: (records: ShardRecords) => Result,
  ): Promise<Result> {
    const limit = { records: eventRecordsMax, bytes: eventBytesMax }
    return this.readUnmetered(stream, shard, state, from, limit, use)
  }

  /** As `read`, for who has limits of its own. */
  readUnmetered<Result>(
    stream: StreamState,
    shard: Shard,
    state: ShardState,
    from: Offset,
    limit: RecordsLimit,
    use: (records: ShardRecords) => Result,
  ): Promise<Result> {
    // Past the end only after a crash in a weak mode of durability: what comes next must not be passed over.
    const start = Math.min(from, this.#store.bounds(state.log).end)
    return this.#readKept(stream, state, start, limit, (batch) =>
      use(new ShardRecords(shard, batch.chunks, this.#summarize(batch, state, limit))),
    )
  }

  /** Times in a log do not fall, so if the first record of a batch is kept, all of them are. */
  async #readKept<Result>(
    stream: StreamState,
    { log }: ShardState,
    from: Offset,
    { records, bytes }: RecordsLimit,
    use: (batch: ReadBatch) => Result,
  ): Promise<Result> {
    const limit = { bytes: bytes + records * recordOverhead, records }
    const horizonMs = retentionHorizonMs(stream, this.#clock.nowMs())
    const used = await this.#store.readInPlace(log, from, limit, (batch) => {
      const first = new RecordCursor(batch.chunks, Math.min(1, batch.chunks.length))
      return first.next() && first.arrivalMs < horizonMs ? undefined : { result: use(batch) }
    })
    if (used !== undefined) return used.result
    return this.#store.readInPlace(log, await this.#store.offsetAt(log, horizonMs), limit, use)
  }

  /** Counts the records that fit one call. */
  #summarize(
    { chunks, next: endOfBatch }: ReadBatch,
    state: ShardState,
    limit: RecordsLimit,
  ): RecordsSummary {
    const inBatch = chunks.reduce((sum, chunk) => sum + chunk.count, 0)
    const cursor = new RecordCursor(chunks, Math.min(limit.records, inBatch))
    let count = 0
    let keyBytes = 0
    let dataBytes = 0
    let next = inBatch === 0 ? endOfBatch : chunks[0]!.firstOffset
    let lastArrivalMs = 0
    while (cursor.next()) {
      const size = cursor.dataEnd - cursor.keyStart
      if (count > 0 && keyBytes + dataBytes + size > limit.bytes) break
      keyBytes += cursor.keyEnd - cursor.keyStart
      dataBytes += cursor.dataEnd - cursor.keyEnd
      count++
      next = cursor.offset + 1
      lastArrivalMs = cursor.arrivalMs
    }
    const atEnd = next >= this.#store.bounds(state.log).end
    const millisBehindLatest = atEnd ? 0 : Math.max(0, this.#clock.nowMs() - lastArrivalMs)
    return { count, keyBytes, dataBytes, next, lastArrivalMs, millisBehindLatest }
  }
}
