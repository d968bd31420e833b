import type { Shard } from '@aws-sdk/client-kinesis'

/** Read to its end: nothing more will come. */
const atEnd = 'end'
const fromTime = 'time:'

/** For a shard of which only what comes after `timeMs` is wanted. */
export const positionFrom = (timeMs: number) => `${fromTime}${timeMs}`

/** Where to begin in a shard, in the words of GetShardIterator. */
export type StartingPoint =
  | { readonly ShardIteratorType: 'TRIM_HORIZON' }
  | { readonly ShardIteratorType: 'AT_TIMESTAMP'; readonly Timestamp: Date }
  | { readonly ShardIteratorType: 'AFTER_SEQUENCE_NUMBER'; readonly StartingSequenceNumber: string }

export interface RemoteShard {
  readonly id: string
  readonly parents: readonly string[]
  iterator: string | undefined
  /** Of the iterator, which is good for 5 minutes. */
  iteratorMs: number
  /** When it may be read next, by the monotonic clock. */
  dueMs: number
  /** By how much what was read last is older than the shard's newest, in milliseconds. Undefined: not read yet. */
  behindMs: number | undefined
}

/** Which shards of a stream elsewhere are to be read, and from where. Its children come after a shard, so keys keep their order. */
export class RemoteShards {
  readonly #positions: Map<string, string>
  readonly #shards = new Map<string, RemoteShard>()

  constructor(positions: ReadonlyMap<string, string>) {
    this.#positions = new Map(positions)
  }

  /** Takes note of the shards that there are now. @returns the partitions that are no more */
  follow(list: readonly Shard[]): string[] {
    const listed = new Set(list.map(({ ShardId }) => ShardId!))
    for (const { ShardId: id = '', ParentShardId, AdjacentParentShardId } of list) {
      const parents = [ParentShardId, AdjacentParentShardId].filter((parent) => parent !== undefined)
      if (!this.#shards.has(id))
        this.#shards.set(id, {
          id,
          parents,
          iterator: undefined,
          iteratorMs: 0,
          dueMs: 0,
          behindMs: undefined,
        })
    }
    for (const id of this.#shards.keys()) if (!listed.has(id)) this.#shards.delete(id)
    const gone = [...this.#positions.keys()].filter((id) => !listed.has(id))
    for (const id of gone) this.#positions.delete(id)
    return gone
  }

  /** The one that may be read first. */
  next(): RemoteShard | undefined {
    let first: RemoteShard | undefined
    for (const shard of this.#shards.values()) {
      if (this.#isRead(shard.id) || !shard.parents.every((parent) => this.#isRead(parent))) continue
      if (first === undefined || shard.dueMs < first.dueMs) first = shard
    }
    return first
  }

  startOf({ id }: RemoteShard): StartingPoint {
    const position = this.#positions.get(id)
    if (position === undefined) return { ShardIteratorType: 'TRIM_HORIZON' }
    if (position.startsWith(fromTime))
      return {
        ShardIteratorType: 'AT_TIMESTAMP',
        Timestamp: new Date(Number(position.slice(fromTime.length))),
      }
    return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: position }
  }

  /** @param sequenceNumber of the last record that was read; undefined at the end of the shard */
  moveTo({ id }: RemoteShard, sequenceNumber: string | undefined): { [id: string]: string } {
    const position = sequenceNumber ?? atEnd
    this.#positions.set(id, position)
    return { [id]: position }
  }

  /** Of the shard that is furthest behind; undefined before any was read. */
  behindMs(): number | undefined {
    const known = [...this.#shards.values()].flatMap(({ behindMs }) => behindMs ?? [])
    return known.length === 0 ? undefined : known.reduce((most, behindMs) => Math.max(most, behindMs), 0)
  }

  #isRead(id: string): boolean {
    return !this.#shards.has(id) || this.#positions.get(id) === atEnd
  }
}
