import { type Clock, hasCode } from '../../base/index.ts'
import type { LogId, LogStore } from '../../log/index.ts'
import type { Owner } from '../../shards/index.ts'
import type { DeliveryStreamState } from '../control/delivery-stream-state.ts'
import type { DeliveryStreams } from '../control/delivery-streams.ts'
import type { FirehoseMetrics } from '../delivery/firehose-metrics.ts'
import { firehoseNotFound, putRefused, slowDown } from '../errors.ts'
import { frameRecords } from './direct-record.ts'
import { type PutLimits, PutThrottle, putLimits } from './put-throttle.ts'

export interface DirectPutsParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly streams: DeliveryStreams
  readonly metrics: FirehoseMetrics
  readonly limits: 'aws' | 'off'
}

export interface PutAnswer {
  /** For each record its id, or undefined for one that was too many. */
  readonly recordIds: readonly (string | undefined)[]
  readonly refused: number
  readonly encrypted: boolean
}

/** What producers put into delivery streams themselves: durable when it is answered. */
export class DirectPuts {
  readonly #parts: DirectPutsParts
  readonly #throttles = new Map<LogId, PutThrottle>()

  constructor(parts: DirectPutsParts) {
    this.#parts = parts
    parts.streams.onChange((stream) => {
      if (stream.goneAtMs !== undefined) this.#throttles.delete(stream.log)
    })
  }

  /**
   * Appends records, in their order, those that the limits of the delivery stream admit.
   * @throws FIREHOSE_NOT_FOUND (also for one that is not ACTIVE), FIREHOSE_PUT_REFUSED (it has another source),
   *   FIREHOSE_SLOW_DOWN (a call too many), and what LogStore.commit throws
   */
  async put(owner: Owner, name: string, records: readonly Uint8Array[]): Promise<PutAnswer> {
    const stream = this.#streamFor(owner, name)
    const counters = this.#parts.metrics.of(stream.log)
    const throttle = this.#throttleOf(stream)
    if (throttle?.admitCall() === false) {
      counters.throttledRecords += records.length
      throw slowDown()
    }
    const admitted = records.map((data) => throttle?.admitRecord(data.length) ?? true)
    const taken = records.filter((_, i) => admitted[i])
    const first = taken.length === 0 ? 0 : await this.#append(stream, taken)
    counters.incoming(taken)
    counters.throttledRecords += records.length - taken.length
    let next = first
    const recordIds = admitted.map((isIn) => (isIn ? recordIdOf(stream.log, next++) : undefined))
    const encrypted = stream.encryption?.keyType !== undefined
    return { recordIds, refused: records.length - taken.length, encrypted }
  }

  /** What may be put to a delivery stream in a second. Undefined: it is not limited, or takes no puts. */
  limitsOf({ type, source }: DeliveryStreamState): PutLimits | undefined {
    if (this.#parts.limits === 'off' || type !== 'DirectPut') return undefined
    return putLimits(source.DirectPutSourceConfiguration?.ThroughputHintInMBs)
  }

  #streamFor(owner: Owner, name: string): DeliveryStreamState {
    const { streams } = this.#parts
    const stream = streams.find(owner, name)
    if (stream === undefined || streams.statusOf(stream) !== 'ACTIVE') throw firehoseNotFound(name, owner)
    if (stream.type !== 'DirectPut') throw putRefused(stream.type)
    return stream
  }

  #throttleOf({ log, source }: DeliveryStreamState): PutThrottle | undefined {
    if (this.#parts.limits === 'off') return undefined
    let throttle = this.#throttles.get(log)
    if (throttle === undefined) {
      throttle = new PutThrottle(this.#parts.clock, source.DirectPutSourceConfiguration?.ThroughputHintInMBs)
      this.#throttles.set(log, throttle)
    }
    return throttle
  }

  async #append(stream: DeliveryStreamState, records: readonly Uint8Array[]): Promise<number> {
    const { store, clock } = this.#parts
    const { log, name } = stream
    const timeMs = Math.max(clock.nowMs(), store.bounds(log).lastTimeMs)
    const frames = frameRecords(store, records, timeMs)
    try {
      const [offset] = await store.commit([{ log, count: records.length, frames }])
      return offset!
    } catch (error) {
      throw hasCode(error, 'LOG_DROPPED') ? firehoseNotFound(name, stream) : error
    } finally {
      store.release(frames)
    }
  }
}

/** Unique over all delivery streams that there ever are in a data folder. */
function recordIdOf(log: LogId, offset: number): string {
  return `${log.toString(16).padStart(12, '0')}${offset.toString(16).padStart(20, '0')}`
}
