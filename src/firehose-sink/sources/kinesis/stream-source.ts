import type { LogId, LogStore, Unsubscribe } from '../../../log/index.ts'
import { type ShardRecords, type StreamName, type StreamState, shardIdOf } from '../../../shards/index.ts'
import type { SinkRecord } from '../../destinations/destination.ts'
import { nothing, type RecordSource, type SourceBatch } from '../record-source.ts'
import { type ReadableShard, ShardCursors } from './shard-cursors.ts'
import { userRecordsOf } from './stream-records.ts'
import type { StreamWatch } from './stream-watch.ts'

export interface StreamSourceParts {
  readonly watch: StreamWatch
  readonly store: LogStore
  readonly stream: StreamName
  /** What is made of the stream's records: by default the user records that they hold. */
  readonly recordsOf?: (records: ShardRecords) => SinkRecord[]
}

const hourMs = 3_600_000

/**
 * A Kinesis stream of this server, through reshards and to the end of each shard. Reads outside the limits of its shards, as
 * one reader more. A stream that is deleted is waited for.
 */
export class StreamSource implements RecordSource {
  readonly #parts: StreamSourceParts
  readonly #cursors: ShardCursors
  readonly #followed = new Map<LogId, Unsubscribe>()
  #state: StreamState | undefined
  /** Told with the next batch. */
  #gone: string[] = []
  #wake: () => void = () => undefined
  readonly #unwatch: Unsubscribe

  constructor(parts: StreamSourceParts, positions: ReadonlyMap<string, string>) {
    this.#parts = parts
    this.#cursors = new ShardCursors(parts.store, positions)
    this.#follow()
    this.#unwatch = parts.watch.onChange(() => this.#follow())
  }

  get retentionMs(): number {
    return (this.#state?.retentionHours ?? 24) * hourMs
  }

  async read(bytesMax: number, signal: AbortSignal): Promise<SourceBatch> {
    for (;;) {
      if (signal.aborted) return nothing
      const readable = this.#cursors.next()
      if (readable !== undefined && this.#state !== undefined)
        return await this.#readFrom(this.#state, readable, bytesMax)
      await this.#untilChange(signal)
    }
  }

  /** The stream keeps its records for as long as it is set to. */
  async delivered(): Promise<void> {}

  backlog() {
    return { records: this.#cursors.backlog() }
  }

  /** In positions a shard is known by its log. */
  partitionNames(): ReadonlyMap<string, string> {
    return new Map(this.#state?.shards.map(({ log, index }) => [String(log), shardIdOf(index)]))
  }

  async close(): Promise<void> {
    this.#unwatch()
    for (const unsubscribe of this.#followed.values()) unsubscribe()
    this.#followed.clear()
  }

  async #readFrom(
    stream: StreamState,
    { shard, offset }: ReadableShard,
    bytes: number,
  ): Promise<SourceBatch> {
    const limit = { records: recordsMax, bytes }
    const { recordsOf = userRecordsOf } = this.#parts
    const batch = await this.#parts.watch.streams.readUnmetered(
      { stream, shard, offset },
      limit,
      (records) => ({
        records: recordsOf(records),
        next: records.next,
      }),
    )
    this.#cursors.moveTo(shard, batch.next)
    const gone = Object.fromEntries(this.#gone.splice(0).map((log) => [log, null]))
    return { records: batch.records, positions: { ...gone, [String(shard.log)]: String(batch.next) } }
  }

  #follow(): void {
    const { watch, stream, store } = this.#parts
    const state = watch.streams.control.findActive(stream, stream.name)
    if (state === this.#state) return
    this.#state = state
    this.#gone.push(...this.#cursors.follow(state))
    const logs = new Set(state?.shards.map(({ log }) => log))
    for (const [log, unsubscribe] of this.#followed) {
      if (logs.has(log)) continue
      unsubscribe()
      this.#followed.delete(log)
    }
    for (const log of logs)
      if (!this.#followed.has(log))
        this.#followed.set(
          log,
          store.onAppend(log, () => this.#wake()),
        )
    this.#wake()
  }

  #untilChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done)
        this.#wake = () => undefined
        resolve()
      }
      this.#wake = done
      signal.addEventListener('abort', done)
    })
  }
}

/** In one read: what is made of them is made in one turn. */
const recordsMax = 10_000
