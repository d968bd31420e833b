import type { SinkRecord } from '../destinations/destination.ts'
import type { Processed, RecordProcessor, UnprocessedRecord } from './processor.ts'

/** Processors one behind the other. What one fails on, the next does not see. */
export class RecordProcessing implements RecordProcessor {
  readonly #processors: readonly RecordProcessor[]

  constructor(processors: readonly RecordProcessor[]) {
    this.#processors = processors
  }

  async process(records: readonly SinkRecord[], signal: AbortSignal): Promise<Processed> {
    const failed: UnprocessedRecord[] = []
    let left = records
    for (const processor of this.#processors) {
      signal.throwIfAborted()
      if (left.length === 0) break
      const processed = await processor.process(left, signal)
      for (const failure of processed.failed) failed.push(failure)
      left = processed.records
    }
    return { records: left, failed }
  }
}
