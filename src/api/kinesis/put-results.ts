import { assert, hasVectors, startKernel } from '../../base/index.ts'
import { type PutBatch, sequenceNumberDigits, sequenceNumberStep } from '../../shards/index.ts'
import type { RecordsAnswerForm } from './put-form.ts'
import { wasm } from './put-results.wasm.ts'

/** What kernels/put-results.ts exports. */
interface Kernel {
  writeResults(count: number, resultBytes: number, numberAt: number): number
}

type Constant =
  | 'stepAt'
  | 'sharesAt'
  | 'recordsMax'
  | 'resultsAt'
  | 'resultBytesMax'
  | 'textAt'
  | 'memoryBytes'

const memoryPages = 3
const pageBytes = 64 * 1024
/** The first number of a shard is made from scratch here, which takes as long as so many are one after the other. */
const recordsOfShareMin = 8

/** Writes the results of a PutRecords all at once: 0.03 us each instead of 0.15, of which most are calls. */
class PutResults {
  readonly #kernel: Kernel
  readonly #constants: Record<Constant, number>
  readonly #bytes: Buffer
  readonly #shares: Int32Array

  constructor() {
    const memory = new WebAssembly.Memory({ initial: memoryPages, maximum: memoryPages })
    const { functions, constants } = startKernel<Kernel, Constant>(wasm, memory)
    assert(constants.memoryBytes <= memoryPages * pageBytes)
    this.#kernel = functions
    this.#constants = constants
    this.#bytes = Buffer.from(memory.buffer)
    this.#shares = new Int32Array(memory.buffer, constants.sharesAt, constants.recordsMax)
    const step = sequenceNumberStep.toString().padStart(sequenceNumberDigits, '0')
    this.#bytes.write(step, constants.stepAt, 'latin1')
  }

  /** Whether the batch has enough records for each shard. */
  suits(batch: PutBatch): boolean {
    return batch.count >= recordsOfShareMin * batch.shareCount
  }

  /** @param batch committed, with all records admitted. @returns the place in the body after the last result */
  write(body: Buffer, at: number, form: RecordsAnswerForm, batch: PutBatch): number {
    const { resultsAt, resultBytesMax, textAt } = this.#constants
    const { numberAt, resultSize } = form
    assert(resultSize <= resultBytesMax && batch.refusedCount === 0)
    batch.copyShares(this.#shares)
    for (let share = 0; share < batch.shareCount; share++) {
      const result = resultsAt + share * resultBytesMax
      this.#bytes.set(form.resultOf(batch.shardOfShare(share)), result)
      batch.writeFirstNumber(share, this.#bytes, result + numberAt)
    }
    const end = this.#kernel.writeResults(batch.count, resultSize, numberAt)
    body.set(this.#bytes.subarray(textAt, end), at)
    return at + end - textAt
  }
}

/* Used in one turn, so one serves the process. Undefined on machines whose vectors it cannot use. */
export const putResults = hasVectors ? new PutResults() : undefined
