import { type Clock, hasCode } from '../../base/index.ts'
import type { LogStore, Offset, ReadBatch } from '../../log/index.ts'
import { rateExceeded } from '../errors.ts'
import { memoryPieceBytesMax, pieceBytesMax, pieceRecordsMax, readBytesMax } from '../limits.ts'
import { RecordCursor, recordOverhead } from '../record.ts'
import type { Shard } from '../shard.ts'
import type { Stream } from '../stream.ts'
import { retentionHorizonMs, type ShardState, type StreamState } from '../stream-state.ts'
import { type RecordsSummary, ShardRecords } from './shard-records.ts'

/** What may be read: so many records, and bytes of keys and data. The first record comes whatever `bytes` says. */
export interface RecordsLimit {
  readonly records: number
  readonly bytes: number
  /** Of the first record, if it does not come whatever its size. */
  readonly firstBytes?: number
}

/** What of a read may still come, at the most. */
export type ReadRest = Pick<RecordsLimit, 'records' | 'bytes'>

/** Where a read ended. */
export type ReadEnd = Pick<RecordsSummary, 'next' | 'millisBehindLatest'>

/**
 * Gets the next records, of which there is one at least, where they lie: they are the log's again when it returns.
 * @param rest what may come after them at the most
 */
export type TakePiece<Part> = (records: ShardRecords, rest: ReadRest) => Part

interface Piece<Part> {
  readonly end: RecordsSummary
  /** One, or none of a piece without records. */
  readonly parts: readonly Part[]
}

const anySize = Number.POSITIVE_INFINITY

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Reads shards, within their limits and those of a call. A long read is made in pieces, each of which holds this thread
 * for half a millisecond at the most, and others have their turns in between (docs/decisions/0015-history.md).
 */
export class ShardReader {
  readonly #store: LogStore
  readonly #clock: Clock

  constructor(store: LogStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /**
   * Up to `countMax` records from `from` on, 10 MiB at most (the first record comes whatever its size), none older
   * than the stream keeps records: gives what `take` makes of each piece, and reads the next when that is asked for, however late. What
   * cannot be read behind the first piece is left to the next read, which says so.
   * @throws SHARD_RATE_EXCEEDED, LOG_CORRUPT
   */
  async *read<Part>(
    stream: Stream,
    shard: Shard,
    state: ShardState,
    from: Offset,
    countMax: number,
    take: TakePiece<Part>,
  ): AsyncGenerator<Part, ReadEnd, undefined> {
    admit(stream, shard)
    let rest: ReadRest = { records: countMax, bytes: readBytesMax }
    const pieceAt = async (start: Offset, firstBytes?: number): Promise<Piece<Part>> => {
      const bytesMax = await this.#turn(state, start, firstBytes !== undefined)
      const limit = pieceOf(rest, bytesMax, firstBytes)
      return this.readUnmetered(stream.state, shard, state, start, limit, (records) => {
        /* Retention has come in between. An answer has no gap: the next read begins behind it. */
        const isGap = firstBytes !== undefined && records.next - records.count !== start
        if (isGap) return { end: records, parts: [] }
        rest = this.#account(stream, state, records, rest)
        return { end: records, parts: records.count > 0 ? [take(records, rest)] : [] }
      })
    }
    let piece = await pieceAt(from)
    yield* piece.parts
    while (piece.end.count > 0 && rest.records > 0 && rest.bytes > 0) {
      const more = await pieceAt(piece.end.next, rest.bytes).catch(unreadable)
      if (more === undefined || more.parts.length === 0) break
      piece = more
      yield* piece.parts
    }
    return piece.end
  }

  /** The records for one event of a subscription, which has limits of its own. As `read` otherwise. */
  async readEvent<Result>(
    stream: StreamState,
    shard: Shard,
    state: ShardState,
    from: Offset,
    use: (records: ShardRecords) => Result,
  ): Promise<Result> {
    await this.#turn(state, from, false)
    return this.readUnmetered(stream, shard, state, from, eventLimit, use)
  }

  /**
   * What is new is read at once; others have a turn of the loop between two pieces, and before history as long as it takes.
   * @returns how many bytes the piece may have
   */
  async #turn({ log }: ShardState, from: Offset, goesOn: boolean): Promise<number> {
    const historyTurn = this.#store.historyTurn(log, from)
    if (historyTurn !== undefined) {
      await historyTurn
      return pieceBytesMax
    }
    if (goesOn) await nextTurn()
    return memoryPieceBytesMax
  }

  #account({ counters }: Stream, { log }: ShardState, records: ShardRecords, rest: ReadRest): ReadRest {
    const { shard, count, millisBehindLatest } = records
    const bytes = records.keyBytes + records.dataBytes
    shard.reads?.take(bytes, readBytesMax - rest.bytes)
    counters.read(count, bytes, millisBehindLatest)
    shard.counters.read(count, bytes, millisBehindLatest)
    const toEnd = this.#store.bounds(log).end - records.next
    return { records: Math.min(rest.records - count, toEnd), bytes: rest.bytes - bytes }
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
    const { firstBytes = anySize } = limit
    while (cursor.next()) {
      const size = cursor.dataEnd - cursor.keyStart
      if (count === 0 ? size > firstBytes : keyBytes + dataBytes + size > limit.bytes) break
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

function admit({ state, counters }: Stream, shard: Shard): void {
  if (shard.reads?.admit() !== false) return
  counters.readsThrottled++
  shard.counters.readsThrottled++
  throw rateExceeded(shard.index, state.name, state)
}

/** What the disk does not give: the next read begins there, and fails. Anything else is a failure of this one. */
function unreadable(error: unknown): undefined {
  if (!hasCode(error, 'LOG_CORRUPT') && !(error instanceof Error && 'errno' in error)) throw error
  return undefined
}

const eventLimit: RecordsLimit = { records: pieceRecordsMax, bytes: pieceBytesMax }

function pieceOf({ records, bytes }: ReadRest, bytesMax: number, firstBytes = anySize): RecordsLimit {
  return { records: Math.min(records, pieceRecordsMax), bytes: Math.min(bytes, bytesMax), firstBytes }
}
