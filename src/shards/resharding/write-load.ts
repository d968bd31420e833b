import type { LogId } from '../../log/index.ts'
import type { Quotas } from '../quotas.ts'
import type { Counters } from '../stream-counters.ts'
import { isOpen, type StreamState } from '../stream-state.ts'
import { type LoadSample, sustainedLoad, sustainedSamples } from './on-demand-scaling.ts'

/** What was written to a shard. */
export type WriteCounters = Readonly<Pick<Counters, 'incomingBytes' | 'incomingRecords'>>

/** The load of one on-demand stream, from its last samples. */
export class WriteLoad {
  readonly #limits: Quotas
  #samples: LoadSample[] = []
  #counted = new Map<LogId, WriteCounters>()
  #peak = 0

  constructor(limits: Quotas) {
    this.#limits = limits
  }

  get samples(): readonly LoadSample[] {
    return this.#samples
  }

  /** The greatest load that was sustained, while the server runs. */
  get peak(): number {
    return this.#peak
  }

  /**
   * Takes a sample: what came since the last one, `seconds` ago. The first sample of a stream that was not on-demand
   * before has all that came since the start; it takes several to count.
   * @param countersOf undefined for a shard that was never used
   */
  sample(stream: StreamState, seconds: number, countersOf: (log: LogId) => WriteCounters | undefined): void {
    const counted = new Map<LogId, WriteCounters>()
    const shards = new Map<number, number>()
    let bytes = 0
    let records = 0
    for (const { index, log } of stream.shards.filter(isOpen)) {
      const counters = countersOf(log)
      if (counters === undefined) continue
      const { incomingBytes, incomingRecords } = counters
      const before = this.#counted.get(log)
      const newBytes = incomingBytes - (before?.incomingBytes ?? 0)
      const newRecords = incomingRecords - (before?.incomingRecords ?? 0)
      counted.set(log, { incomingBytes, incomingRecords })
      if (newRecords > 0) shards.set(index, this.#loadOf(newBytes, newRecords, seconds))
      bytes += newBytes
      records += newRecords
    }
    this.#counted = counted
    const sample = { stream: this.#loadOf(bytes, records, seconds), shards }
    this.#samples = [...this.#samples, sample].slice(-sustainedSamples)
    this.#peak = Math.max(this.#peak, sustainedLoad(this.#samples))
  }

  /** Load must be sustained anew, with the shards that there are from now on. */
  startOver(): void {
    this.#samples = []
  }

  #loadOf(bytes: number, records: number, seconds: number): number {
    const { shardWriteBytesPerSecond, shardWriteRecordsPerSecond } = this.#limits
    return Math.max(bytes / shardWriteBytesPerSecond, records / shardWriteRecordsPerSecond) / seconds
  }
}
