import { type Clock, type Logger, passOnBug } from '../../base/index.ts'
import type { Positions } from '../control/firehose-event.ts'
import type { OpenSource, RecordSource } from '../sources/record-source.ts'
import type { FullBuffer } from './buffer.ts'
import type { DeliveryCounters } from './firehose-metrics.ts'

export interface DeliveryLoopParts {
  /** Whose deliveries they are, for the log. */
  readonly label: Readonly<Record<string, string>>
  /** Up to where is delivered, durably. Undefined when the delivery stream is deleted. */
  readonly positions: () => ReadonlyMap<string, string> | undefined
  readonly open: OpenSource
  /** What gathers and what delivers, for a source that was opened. */
  pipeline(source: RecordSource): DeliveryPipeline
  /** Makes durable up to where is delivered. @throws as LogStore.commit */
  confirm(positions: Positions): Promise<void>
  readonly clock: Clock
  readonly logger: Logger
  readonly counters: DeliveryCounters
}

export interface DeliveryPipeline {
  /** As BufferGatherer.next. Once a buffer is asked for, those before are delivered, but for the one that was given last. */
  next(stop: AbortSignal): Promise<FullBuffer | undefined>
  /** As BufferDelivery.deliver. */
  deliver(buffer: FullBuffer, stop: AbortSignal): Promise<boolean>
  close(): Promise<void>
}

/** Before the source is opened again after a failure. */
const pauseMs = 1000

/** How long a delivery that is under way may go on when everything is to stop. */
const graceMs = 3000

/**
 * Delivers what comes to one delivery stream, a buffer at a time and in order; the next is gathered meanwhile. The position
 * moves when a buffer is delivered, and durably so: after a crash, or a failure of the source, all is read again from there.
 */
export class DeliveryLoop {
  readonly #parts: DeliveryLoopParts
  readonly #stop = new AbortController()
  readonly #abort = new AbortController()
  #running: Promise<void> | undefined
  /** The buffer after the one that is delivered. */
  #gathering: Promise<FullBuffer | undefined> | undefined
  /** While it is open. */
  #source: RecordSource | undefined

  constructor(parts: DeliveryLoopParts) {
    this.#parts = parts
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Resolves when nothing is under way any more. A delivery that is gets a moment to end. */
  async stop(): Promise<void> {
    this.#stop.abort()
    const done = new AbortController()
    const { clock } = this.#parts
    void clock.sleep(graceMs, done.signal).then(() => this.#abort.abort())
    await this.#running
    done.abort()
  }

  /** Undefined while it is not open. */
  get source(): RecordSource | undefined {
    return this.#source
  }

  async #run(): Promise<void> {
    const { clock, logger, label, counters } = this.#parts
    while (!this.#stop.signal.aborted) {
      try {
        await this.#deliverAll()
      } catch (error) {
        passOnBug(error)
        const message = error instanceof Error ? error.message : String(error)
        counters.lastError = { atMs: clock.nowMs(), code: 'SOURCE', message }
        logger.warn({ err: error, ...label }, 'the delivery begins again where it was confirmed')
        await clock.sleep(pauseMs, this.#stop.signal)
      }
    }
  }

  /** @throws what the source and confirming throw */
  async #deliverAll(): Promise<void> {
    const positions = this.#parts.positions()
    if (positions === undefined) return this.#stop.abort()
    const source = await this.#parts.open(positions, (code, message) => this.#report(code, message))
    const pipeline = this.#parts.pipeline(source)
    this.#source = source
    const gathering = new AbortController()
    const endGathering = () => gathering.abort()
    this.#stop.signal.addEventListener('abort', endGathering)
    if (this.#stop.signal.aborted) endGathering()
    try {
      await this.#pump(source, pipeline, gathering.signal)
    } finally {
      endGathering()
      this.#stop.signal.removeEventListener('abort', endGathering)
      await this.#gathering?.catch(() => undefined)
      this.#source = undefined
      this.#parts.counters.nothingBuffered()
      await pipeline.close()
      await source.close()
    }
  }

  async #pump(source: RecordSource, pipeline: DeliveryPipeline, stop: AbortSignal): Promise<void> {
    this.#gather(pipeline, stop)
    for (;;) {
      const buffer = await this.#gathering
      if (buffer === undefined) return
      this.#parts.counters.deliveringMs = buffer.oldestMs
      this.#gather(pipeline, stop)
      if (!(await pipeline.deliver(buffer, this.#abort.signal))) return
      await this.#confirm(buffer.positions, source)
      this.#forget(buffer)
    }
  }

  async #confirm(positions: Positions, source: RecordSource): Promise<void> {
    if (Object.keys(positions).length === 0) return
    await this.#parts.confirm(positions)
    await source.delivered(positions)
  }

  /** Begins at once; what it fails with is thrown when its result is waited for. */
  #gather(pipeline: DeliveryPipeline, stop: AbortSignal): void {
    this.#gathering = pipeline.next(stop)
    this.#gathering.catch(() => undefined)
  }

  #report(code: string, message: string): void {
    const { counters, clock, logger, label } = this.#parts
    counters.lastError = { atMs: clock.nowMs(), code, message }
    logger.warn({ code, ...label }, `the source has trouble: ${message}`)
  }

  #forget({ count, bytes }: FullBuffer): void {
    const { counters, clock } = this.#parts
    counters.bufferedRecords -= count
    counters.bufferedBytes -= bytes
    counters.lastDeliveryMs = clock.nowMs()
    counters.deliveringMs = undefined
  }
}
