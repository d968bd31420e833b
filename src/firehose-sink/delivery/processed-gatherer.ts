import { type Clock, inSlices, type Random } from '../../base/index.ts'
import type { RecordProcessor } from '../processing/processor.ts'
import type { BufferContents, FullBuffer } from './buffer.ts'
import type { BufferGatherer } from './buffer-gatherer.ts'
import { givenUpBy } from './error-output.ts'
import type { DeliveryCounters } from './firehose-metrics.ts'
import type { OpenBuffers, ProcessedBatch } from './open-buffers.ts'

export interface ProcessedGathererParts {
  /** Of what is processed together. */
  readonly batches: BufferGatherer
  readonly processor: RecordProcessor
  readonly buffers: OpenBuffers
  readonly clock: Clock
  readonly random: Random
  readonly counters: DeliveryCounters
}

/**
 * Gathers records twice, as AWS does: for the processors, whose function has hints of its own, and what they make of them for the
 * destination. Holds what `OpenBuffers` may, and one batch.
 */
export class ProcessedGatherer {
  readonly #parts: ProcessedGathererParts
  /** The batch behind those that are in the buffers. It goes on while a buffer is delivered. */
  #coming: Promise<ProcessedBatch | undefined> | undefined

  constructor(parts: ProcessedGathererParts) {
    this.#parts = parts
  }

  /** As BufferGatherer.next. @param stop the same each time */
  async next(stop: AbortSignal): Promise<FullBuffer | undefined> {
    for (;;) {
      const ripe = this.#takeRipe()
      if (ripe !== undefined) return { id: this.#parts.random.uuid(), ...ripe }
      const coming = this.#coming ?? this.#begin(stop)
      const arrived = await this.#beforeDue(coming)
      if (arrived === 'due') continue
      this.#coming = undefined
      if (arrived === undefined) return undefined
      await this.#add(arrived)
    }
  }

  /** Resolves when nothing is processed any more. To be called when `stop` has aborted. */
  async settled(): Promise<void> {
    await this.#coming?.catch(() => undefined)
  }

  #begin(stop: AbortSignal): Promise<ProcessedBatch | undefined> {
    const coming = this.#process(stop)
    coming.catch(() => undefined)
    this.#coming = coming
    return coming
  }

  async #process(stop: AbortSignal): Promise<ProcessedBatch | undefined> {
    const { batches, processor, clock } = this.#parts
    const batch = await batches.next(stop)
    if (batch === undefined) return undefined
    const { records: sources, bytes, positions } = batch
    try {
      const { records, failed } = await processor.process(sources, stop)
      const endedMs = clock.nowMs()
      const givenUp = failed.map((one) => givenUpBy(one, endedMs))
      return { records, failed: givenUp, endedMs, sources, bytes, positions }
    } catch (error) {
      if (stop.aborted) return undefined
      throw error
    }
  }

  async #beforeDue(coming: Promise<ProcessedBatch | undefined>): Promise<ProcessedBatch | undefined | 'due'> {
    const { buffers, clock } = this.#parts
    if (buffers.dueMs === undefined) return await coming
    const arrived = new AbortController()
    const due = clock.sleep(buffers.dueMs - clock.monotonicMs(), arrived.signal).then(() => 'due' as const)
    try {
      return await Promise.race([coming, due])
    } finally {
      arrived.abort()
    }
  }

  async #add(batch: ProcessedBatch): Promise<void> {
    const { buffers, clock, counters } = this.#parts
    const before = buffers.held
    await inSlices(buffers.add(batch, clock.monotonicMs()))
    const { count, bytes } = buffers.held
    counters.processedRecords += batch.records.length
    for (const { data } of batch.records) counters.processedBytes += data.length
    counters.bufferedRecords += count - before.count - batch.sources.length
    counters.bufferedBytes += bytes - before.bytes - batch.bytes
    counters.openMs = buffers.oldestMs
  }

  #takeRipe(): BufferContents | undefined {
    const { buffers, clock, counters } = this.#parts
    const ripe = buffers.takeRipe(clock.monotonicMs())
    counters.openMs = buffers.oldestMs
    return ripe
  }
}
