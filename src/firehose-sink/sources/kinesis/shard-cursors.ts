import type { LogId, LogStore, Offset } from '../../../log/index.ts'
import type { ShardState, StreamState } from '../../../shards/index.ts'

/** A shard that has records to be read. */
export interface ReadableShard {
  readonly shard: ShardState
  readonly offset: Offset
}

/**
 * Up to where the shards of one stream are read. A shard is known by its log, which no other shard ever has: a stream that
 * is made anew is read from its beginning. A child has its turn when its parents are read to their ends, so that
 * the records of a key stay in order.
 */
export class ShardCursors {
  readonly #store: LogStore
  readonly #next: Map<LogId, Offset>
  /** Shards in the order of their turns. */
  #shards: readonly ShardState[] = []

  /** @param positions as `positionOf` and `gone` make them */
  constructor(store: LogStore, positions: ReadonlyMap<string, string>) {
    this.#store = store
    this.#next = new Map([...positions].map(([log, next]) => [Number(log), Number(next)]))
  }

  /** Takes note of the shards that there are now. @returns the partitions that are no more */
  follow(stream: StreamState | undefined): string[] {
    const shards = stream?.shards ?? []
    const known = new Map(shards.map((shard) => [shard.log, shard]))
    const inTurn = this.#shards.flatMap(({ log }) => known.get(log) ?? [])
    const before = new Set(inTurn)
    this.#shards = [...inTurn, ...shards.filter((shard) => !before.has(shard))]
    // A stream that is not there may be made again; what it had is gone then.
    if (stream === undefined) return []
    const gone = [...this.#next.keys()].filter((log) => !known.has(log))
    for (const log of gone) this.#next.delete(log)
    return gone.map(String)
  }

  /** The next shard with something to read; shards take turns. */
  next(): ReadableShard | undefined {
    const at = this.#shards.findIndex((shard) => this.#waiting(shard) > 0 && this.#parentsAreRead(shard))
    const shard = this.#shards[at]
    if (shard === undefined) return undefined
    this.#shards = [...this.#shards.slice(0, at), ...this.#shards.slice(at + 1), shard]
    return { shard, offset: this.#offsetOf(shard) }
  }

  moveTo({ log }: ShardState, next: Offset): void {
    this.#next.set(log, next)
  }

  /** How many records were not read yet. */
  backlog(): number {
    return this.#shards.reduce((sum, shard) => sum + this.#waiting(shard), 0)
  }

  #waiting(shard: ShardState): number {
    return Math.max(0, this.#store.bounds(shard.log).end - this.#offsetOf(shard))
  }

  /** Past the end only after a crash in a weak mode of durability: what comes next must not be passed over. */
  #offsetOf({ log }: ShardState): Offset {
    const { start, end } = this.#store.bounds(log)
    return Math.min(Math.max(this.#next.get(log) ?? 0, start), end)
  }

  #parentsAreRead({ parent, adjacentParent }: ShardState): boolean {
    return this.#shards.every(
      (other) => (other.index !== parent && other.index !== adjacentParent) || this.#waiting(other) === 0,
    )
  }
}
