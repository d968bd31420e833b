import { type Clock, type Logger, passOnBug } from '../../base/index.ts'
import { ShardMap } from './shard-map.ts'
import type { StreamFacts, StreamTarget } from './stream-target.ts'

/** DescribeStreamSummary is allowed 20 times a second for an account: producers of one stream share that. */
const refreshIntervalMs = 1_000

/** What is known of the stream: which shards are open, and how large records may be. */
export class ShardDirectory {
  readonly #target: StreamTarget
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #signal: AbortSignal
  #facts: StreamFacts = { recordSizeMax: 0, keysChooseShards: true, shards: [] }
  #map: ShardMap | undefined
  #refreshing: Promise<void> | undefined
  #refreshedMs = 0

  constructor(target: StreamTarget, clock: Clock, logger: Logger, signal: AbortSignal) {
    this.#target = target
    this.#clock = clock
    this.#logger = logger
    this.#signal = signal
  }

  /** Undefined when keys don't say which shard takes a record, or it isn't known. */
  get map(): ShardMap | undefined {
    return this.#map
  }

  get recordSizeMax(): number {
    return this.#facts.recordSizeMax
  }

  /** The list was read in the middle of a reshard. */
  get isIncomplete(): boolean {
    return this.#map === undefined && this.#facts.keysChooseShards
  }

  /** @throws what the client throws: for one, that there is no such stream */
  async read(): Promise<void> {
    this.#facts = await this.#target.describe(this.#signal)
    this.#map = this.#facts.keysChooseShards ? ShardMap.of(this.#facts.shards) : undefined
    this.#refreshedMs = this.#clock.monotonicMs()
  }

  /** Reads again, once for all who ask meanwhile. Resolves when that was tried. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #refresh(): Promise<void> {
    const sinceMs = this.#clock.monotonicMs() - this.#refreshedMs
    await this.#clock.sleep(refreshIntervalMs - sinceMs, this.#signal)
    try {
      await this.read()
    } catch (error) {
      passOnBug(error)
      if (!this.#signal.aborted) this.#logger.warn({ err: error }, 'the shards could not be listed')
      this.#refreshedMs = this.#clock.monotonicMs()
    }
  }
}
