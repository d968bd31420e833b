import { hashKeyWords, hashPartitionKey, readHashKey } from '../../src/partitioner/index.ts'
import {
  findShard,
  isOpen,
  parseSequenceNumber,
  type ShardState,
  type StreamState,
} from '../../src/shards/index.ts'
import { lineageFaultsOf, orderFaultsOf } from '../shards/lineage.ts'
import type { ReadRecord } from '../shards/open-test-streams.ts'

/** More than the clock steps back in one life. */
const waitMsMax = 600_000

export interface IssuedRecord {
  readonly key: string
  /** The key and a counter that rises with each record of the key. */
  readonly text: string
  /** It arrived then or later, or `waitMsMax` earlier: the clock may step back while it waits for a reshard. */
  readonly issuedMs: number
  /** Where it is, once that is known for sure. */
  place?: { readonly shard: number; readonly sequenceNumber: string }
  /** It is not there, and may never be. */
  isAbsent?: true
}

/** What a stream must be after any crash: what was acknowledged in all of its lives, and no more than was asked for. */
export class ReshardModel {
  readonly #records = new Map<string, IssuedRecord>()
  readonly #counters = new Map<string, number>()
  /** What was trimmed and expired was so at this time or before: the clock may have stepped back since. */
  latestMs = 0
  /** The last state that somebody has been told of. */
  acknowledged: StreamState | undefined

  issue(key: string, issuedMs: number): IssuedRecord {
    const counter = (this.#counters.get(key) ?? 0) + 1
    this.#counters.set(key, counter)
    const record: IssuedRecord = { key, text: `${key} ${counter}`, issuedMs }
    this.#records.set(record.text, record)
    return record
  }

  /** What is wrong; of what was not known, the model knows afterwards what has become of it. */
  faultsOf(
    stream: StreamState,
    stored: ReadonlyMap<number, readonly ReadRecord[]>,
    horizonMs: number,
  ): string[] {
    const faults = [
      ...lineageFaultsOf(stream),
      ...orderFaultsOf([...stored.values()]),
      ...this.#shardFaultsOf(stream, horizonMs),
    ]
    const found = new Set<string>()
    for (const [index, records] of stored) {
      const shard = findShard(stream, index)!
      faults.push(...endFaultsOf(shard, records))
      for (const record of records) faults.push(...this.#recordFaultsOf(record, shard, found))
    }
    for (const [text, record] of this.#records) {
      // What is too old may be there or not, and seen again when the clock steps back.
      if (found.has(text) || record.issuedMs - waitMsMax < horizonMs) continue
      if (record.place === undefined) record.isAbsent = true
      else faults.push(`${text} is lost`)
    }
    return faults
  }

  *#recordFaultsOf(stored: ReadRecord, shard: ShardState, found: Set<string>): Generator<string> {
    const text = `${stored.data}`
    const record = this.#records.get(text)
    const place = { shard: shard.index, sequenceNumber: stored.sequenceNumber }
    if (found.has(text)) yield `${text} is there twice`
    found.add(text)
    if (record === undefined || record.isAbsent) yield `${text} was never put, or is there again`
    else if (record.place === undefined) record.place = place
    else if (JSON.stringify(record.place) !== JSON.stringify(place)) {
      yield `${text} was promised at ${JSON.stringify(record.place)} and is at ${JSON.stringify(place)}`
    }
    const hashKey = hashKeyOf(stored.key)
    if (hashKey < BigInt(shard.startingHashKey) || hashKey > BigInt(shard.endingHashKey)) {
      yield `${text} is in shard ${shard.index}, which has not its hash key`
    }
  }

  /** What was closed stays so, with the end it had; what is gone was due. */
  *#shardFaultsOf(stream: StreamState, horizonMs: number): Generator<string> {
    for (const before of this.acknowledged?.shards ?? []) {
      const now = findShard(stream, before.index)
      if (now === undefined) {
        if (!isExpired(before, horizonMs)) yield `shard ${before.index} is lost`
      } else if (!isOpen(before) && JSON.stringify(now) !== JSON.stringify(before)) {
        yield `shard ${before.index} was closed, and is another now`
      }
    }
  }
}

/** A closed shard ends with the last record that is in it, unless that is trimmed. */
function* endFaultsOf({ index, endOffset }: ShardState, records: readonly ReadRecord[]): Generator<string> {
  const last = records.at(-1)
  if (last === undefined || endOffset === undefined) return
  const parsed = parseSequenceNumber(last.sequenceNumber)
  if (parsed.kind !== 'current' || parsed.offset !== endOffset - 1) {
    yield `shard ${index} does not end with ${last.data}, which is in it`
  }
}

/** An open shard may have been closed since, but not expired: that takes a day. */
function isExpired({ closedMs }: ShardState, horizonMs: number): boolean {
  return closedMs !== undefined && closedMs <= horizonMs
}

function hashKeyOf(key: string): bigint {
  const bytes = Buffer.from(key)
  const words = new Uint32Array(hashKeyWords)
  hashPartitionKey(bytes, 0, bytes.length, words, 0)
  return readHashKey(words, 0)
}
