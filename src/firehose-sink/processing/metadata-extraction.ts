import type { Clock } from '../../base/index.ts'
import type { SinkRecord } from '../destinations/destination.ts'
import type { ExtractedKeys } from '../workers/extract-keys.ts'
import { packRecords } from '../workers/packed-records.ts'
import type { WorkerPool } from '../workers/worker-pool.ts'
import { type Collected, failedRecord } from './each-record.ts'
import type { Processed, RecordProcessor } from './processor.ts'

/** Of one call of jq: 20 ms of a thread or so. */
const batchBytes = 1024 * 1024
const batchRecords = 2000

/** For a query that does not end. Then its thread is ended. */
const batchMs = 60_000

export interface ExtractionParts {
  /** In jq's language. */
  readonly query: string
  readonly pool: WorkerPool
  readonly clock: Clock
}

/** MetadataExtraction: keys of partitions by a query over each record, which itself stays as it is. */
export class MetadataExtraction implements RecordProcessor {
  readonly #parts: ExtractionParts

  constructor(parts: ExtractionParts) {
    this.#parts = parts
  }

  async process(records: readonly SinkRecord[], signal: AbortSignal): Promise<Processed> {
    const into: Collected = { records: [], failed: [] }
    for (const batch of batchesOf(records)) {
      const found = await this.#extract(batch, signal)
      for (const [i, record] of batch.entries()) add(into, record, found[i] ?? 'The query gave nothing')
    }
    return into
  }

  async #extract(batch: readonly SinkRecord[], signal: AbortSignal): Promise<readonly ExtractedKeys[]> {
    const { query, pool, clock } = this.#parts
    const done = new AbortController()
    const over = new AbortController()
    void clock.sleep(batchMs, done.signal).then(() => {
      if (!done.signal.aborted) over.abort()
    })
    const inputOf = () => {
      const packed = packRecords(batch)
      return { task: { query, records: packed }, transferList: [packed.bytes.buffer, packed.ends.buffer] }
    }
    try {
      return await pool.run('extractKeys', inputOf, AbortSignal.any([signal, over.signal]))
    } catch (error) {
      signal.throwIfAborted()
      const why = over.signal.aborted
        ? `The query has not ended within ${batchMs} ms`
        : (error as Error).message
      return batch.map(() => why)
    } finally {
      done.abort()
    }
  }
}

function add(into: Collected, record: SinkRecord, found: ExtractedKeys): void {
  if (typeof found === 'string')
    into.failed.push(failedRecord(record, 'DynamicPartitioning.MetadataExtractionFailed', found))
  else into.records.push({ ...record, partitionKeys: { ...record.partitionKeys, ...found } })
}

function* batchesOf(records: readonly SinkRecord[]): Generator<readonly SinkRecord[]> {
  let [start, bytes] = [0, 0]
  for (const [at, { data }] of records.entries()) {
    if (at > start && (bytes + data.length > batchBytes || at - start >= batchRecords)) {
      yield records.slice(start, at)
      ;[start, bytes] = [at, 0]
    }
    bytes += data.length
  }
  if (start < records.length) yield records.slice(start)
}
