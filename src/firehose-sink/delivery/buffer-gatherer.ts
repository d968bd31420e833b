import type { Clock, Random } from '../../base/index.ts'
import type { SinkRecord } from '../destinations/destination.ts'
import type { DeliverySettings } from '../destinations/destination-kind.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { bytesPerRecordMin, type FullBuffer } from './buffer.ts'
import type { DeliveryCounters } from './firehose-metrics.ts'

/** Read in one go: a millisecond of this thread at the most. */
export const pieceBytes = 1024 * 1024

const recordsMin = 10_000

export interface BufferGathererParts {
  readonly source: RecordSource
  readonly settings: Pick<DeliverySettings, 'bufferBytes' | 'bufferMs'>
  readonly clock: Clock
  readonly random: Random
  readonly counters: DeliveryCounters
}

/** Gathers records until a buffer is full, by size or by time. Holds one buffer at most. */
export class BufferGatherer {
  readonly #parts: BufferGathererParts

  constructor(parts: BufferGathererParts) {
    this.#parts = parts
  }

  /** @returns undefined when `stop` aborts @throws as RecordSource.read */
  async next(stop: AbortSignal): Promise<FullBuffer | undefined> {
    const { settings, random, source } = this.#parts
    const { bufferBytes, bufferMs } = settings
    const countMax = Math.max(recordsMin, Math.ceil(bufferBytes / bytesPerRecordMin))
    const records: SinkRecord[] = []
    const positions: Record<string, string | null> = {}
    let bytes = 0
    let due: Due | undefined
    this.#parts.counters.gatheringMs = undefined
    try {
      while (bytes < bufferBytes && records.length < countMax && due?.signal.aborted !== true) {
        const batch = await source.read(Math.min(pieceBytes, bufferBytes - bytes), due?.signal ?? stop)
        if (stop.aborted) return undefined
        Object.assign(positions, batch.positions)
        bytes += this.#add(records, batch.records)
        if (records.length > 0) {
          if (bufferMs === 0) break
          due ??= this.#dueIn(bufferMs, stop)
        }
      }
    } finally {
      due?.cancel()
    }
    return {
      ...{ id: random.uuid(), records, failed: [], backup: records, positions },
      ...{ count: records.length, bytes, oldestMs: records[0]?.arrivalMs },
    }
  }

  /** Nothing goes on between two buffers. */
  async settled(): Promise<void> {}

  #add(records: SinkRecord[], more: readonly SinkRecord[]): number {
    const { counters } = this.#parts
    let bytes = 0
    for (const record of more) {
      records.push(record)
      bytes += record.data.length
    }
    counters.readRecords += more.length
    counters.readBytes += bytes
    counters.bufferedRecords += more.length
    counters.bufferedBytes += bytes
    counters.gatheringMs ??= more[0]?.arrivalMs
    return bytes
  }

  #dueIn(delayMs: number, stop: AbortSignal): Due {
    const due = new AbortController()
    const sleep = new AbortController()
    const cancel = () => sleep.abort()
    stop.addEventListener('abort', cancel)
    void this.#parts.clock.sleep(delayMs, sleep.signal).then(() => {
      stop.removeEventListener('abort', cancel)
      due.abort()
    })
    return { signal: due.signal, cancel }
  }
}

/** When a buffer is delivered that is not full. */
interface Due {
  readonly signal: AbortSignal
  cancel(): void
}
