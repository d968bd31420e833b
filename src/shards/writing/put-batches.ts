import { assert, type Clock } from '../../base/index.ts'
import type { FrameArena, LogStore } from '../../log/index.ts'
import type { Stream } from '../stream.ts'
import { PutBatch } from './put-batch.ts'

/** As many as are in flight at once in a busy server; each is 14 KB. */
const spareMax = 64

const nothing = Buffer.alloc(0)

/** Lends out put batches, so that a call makes none of their arrays. */
export class PutBatches {
  readonly #store: LogStore
  readonly #clock: Clock
  readonly #spare: PutBatch[] = []

  constructor(store: LogStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** Where the buffers of batches are, but for very large ones: see `LogStore.arena`. */
  get arena(): FrameArena {
    return this.#store.arena
  }

  /**
   * A batch that has begun for `stream`, which must not be changing hands (`Streams.writeTo`). Give it back by `commit`,
   * or with `release` when it is not to be committed.
   */
  take(stream: Stream): PutBatch {
    assert(stream.handedOver === undefined, 'a shard that is closed takes no records')
    const batch = this.#spare.pop() ?? new PutBatch(this.#store, this.#clock)
    batch.begin(stream)
    return batch
  }

  /**
   * Commits the batch and gives it back when `answer` has been made of it.
   * @throws STREAM_NOT_FOUND (deleted meanwhile), and what PutBatch.append throws
   */
  commit<Answer>(batch: PutBatch, answer: (batch: PutBatch) => Answer): Promise<Answer> {
    /* One promise and no async function: each costs a put of one record half a microsecond, and the collector some 400 bytes. */
    return batch.append().then(
      (offsets) => {
        try {
          batch.committed(offsets)
          return answer(batch)
        } finally {
          this.release(batch)
        }
      },
      (error: unknown) => {
        const failure = batch.failureOf(error)
        this.release(batch)
        throw failure
      },
    )
  }

  release(batch: PutBatch): void {
    this.#store.release(batch.buffer)
    batch.buffer = nothing
    if (this.#spare.length < spareMax) this.#spare.push(batch)
  }
}
