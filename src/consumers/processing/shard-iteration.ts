import { shardLeft } from '../errors.ts'
import type { RecordBatch, ShardContext, ShardEnd, ShardProcessor } from './shard-processor.ts'

/** Why no more batches of a shard come. */
export type IterationEnd = 'shardEnded' | 'shutdownRequested' | 'leaseLost'

/**
 * The batches of one shard, in order, for as long as this worker has it. The next one is made ready while one is in hand,
 * and no more than that: whoever asks for none slows the reads down, and loses no lease by it.
 *
 * A batch is processed when the next one is asked for. A loop that is left in the middle of a batch gets it again.
 */
export interface ShardBatches extends ShardContext, AsyncIterable<RecordBatch> {
  /** Undefined while batches may come. */
  readonly end: IterationEnd | undefined
}

/**
 * Consumes one shard. When it resolves behind the shard's end, the shard is done; behind any other end of the batches, the
 * shard is let go, and until then the last batch's `writeCheckpoint` still counts, unless the lease is lost. When it
 * rejects, or resolves before the batches are over, the shard begins again at its last checkpoint, here or elsewhere.
 */
export type ConsumeShard = (shard: ShardBatches) => Promise<void>

interface Offer {
  readonly batch: RecordBatch
  resolve(): void
  reject(error: unknown): void
}

/** Turns what a shard's processor is told into batches to be asked for. */
export class ShardIteration implements ShardProcessor {
  readonly #consume: ConsumeShard
  readonly #givingUp = new AbortController()
  #offer: Offer | undefined
  #end: IterationEnd | undefined
  #wake: () => void = () => undefined
  #running: Promise<void> = Promise.resolve()
  /** That the application failed, and nobody has been told of it yet. */
  #failure: { readonly error: unknown } | undefined

  constructor(consume: ConsumeShard) {
    this.#consume = consume
  }

  get givesUp(): AbortSignal {
    return this.#givingUp.signal
  }

  initialize(context: ShardContext): void {
    const iteration = this
    const shard: ShardBatches = {
      ...context,
      get end() {
        return iteration.#end
      },
      [Symbol.asyncIterator]: () => iteration.#batches(),
    }
    this.#running = this.#run(shard)
  }

  /** Resolves when the next batch is asked for. */
  process(batch: RecordBatch): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#takeFailure())
    return new Promise((resolve, reject) => {
      this.#offer = { batch, resolve, reject }
      this.#wake()
    })
  }

  async shardEnded({ writeCheckpoint }: ShardEnd): Promise<void> {
    await this.#finish('shardEnded')
    await writeCheckpoint()
  }

  shutdownRequested(): Promise<void> {
    return this.#finish('shutdownRequested')
  }

  leaseLost(): Promise<void> {
    return this.#finish('leaseLost')
  }

  async #run(shard: ShardBatches): Promise<void> {
    try {
      await this.#consume(shard)
      if (this.#end === undefined) this.#fail(shardLeft(shard.shardId))
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    this.#givingUp.abort()
    const offer = this.#offer
    this.#offer = undefined
    if (offer === undefined) this.#failure = { error }
    else offer.reject(error)
  }

  async *#batches(): AsyncGenerator<RecordBatch, void, void> {
    for (let offer = await this.#next(); offer !== undefined; offer = await this.#next()) {
      yield offer.batch
      this.#offer = undefined
      offer.resolve()
    }
  }

  /** @returns the batch at hand, or the next one when it comes; undefined when none will */
  async #next(): Promise<Offer | undefined> {
    while (this.#offer === undefined && this.#end === undefined)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    return this.#offer
  }

  /** Resolves when the application is through. @throws what it failed with, unless that was said before */
  async #finish(end: IterationEnd): Promise<void> {
    this.#end ??= end
    this.#wake()
    await this.#running
    if (this.#failure !== undefined) throw this.#takeFailure()
  }

  #takeFailure(): unknown {
    const failure = this.#failure
    this.#failure = undefined
    return failure?.error
  }
}
