import { hashKeyMax } from '../../src/partitioner/index.ts'
import {
  findShard,
  isOpen,
  numbersFromSecondsOf,
  type ShardState,
  type StreamState,
} from '../../src/shards/index.ts'
import type { ReadRecord } from './open-test-streams.ts'

const startOf = ({ startingHashKey }: ShardState) => BigInt(startingHashKey)
const endOf = ({ endingHashKey }: ShardState) => BigInt(endingHashKey)
const byStart = (a: ShardState, b: ShardState) => (startOf(a) < startOf(b) ? -1 : 1)

/**
 * What is wrong with the shards of a stream, a sentence each; none when every hash key has exactly one open shard, every
 * closed shard has children that have its hash keys and come later, and every open one has none.
 */
export function lineageFaultsOf(stream: StreamState): string[] {
  const { shards } = stream
  const faults = [...gapsOf(shards.filter(isOpen), 0n, hashKeyMax, 'the open shards')]
  shards.forEach((shard, i) => {
    if (i > 0 && shard.index <= shards[i - 1]!.index) faults.push(`shard ${shard.index} is out of order`)
    faults.push(...childFaultsOf(shard, shards), ...parentFaultsOf(shard, stream))
  })
  return faults
}

function* gapsOf(ranges: readonly ShardState[], start: bigint, end: bigint, what: string): Generator<string> {
  let at = start
  for (const shard of ranges.toSorted(byStart)) {
    if (startOf(shard) !== at) yield `${what}: shard ${shard.index} begins at ${startOf(shard)}, not at ${at}`
    at = endOf(shard) + 1n
  }
  if (at !== end + 1n) yield `${what} end at ${at - 1n}, not at ${end}`
}

function* childFaultsOf(shard: ShardState, shards: readonly ShardState[]): Generator<string> {
  const children = shards.filter(({ parent, adjacentParent }) =>
    [parent, adjacentParent].includes(shard.index),
  )
  if (isOpen(shard)) {
    if (children.length > 0) yield `shard ${shard.index} is open and has children`
    return
  }
  if (shard.endOffset === undefined) yield `shard ${shard.index} is closed without an end`
  if (children.length === 2)
    yield* gapsOf(children, startOf(shard), endOf(shard), `the children of ${shard.index}`)
  else if (children.length !== 1) yield `shard ${shard.index} has ${children.length} children`
}

/** Of the parents that are still known. */
function* parentFaultsOf(shard: ShardState, stream: StreamState): Generator<string> {
  const known = [shard.parent, shard.adjacentParent].flatMap((index) =>
    index === undefined ? [] : (findShard(stream, index) ?? []),
  )
  for (const { index, closedMs = Number.POSITIVE_INFINITY, ...parent } of known) {
    if (closedMs > shard.createdMs) yield `shard ${shard.index} is older than the end of its parent ${index}`
    const from = numbersFromSecondsOf({ index, ...parent })
    if (from >= numbersFromSecondsOf(shard))
      yield `the numbers of ${shard.index} are not above those of ${index}`
  }
  if (known.length === 2) yield* gapsOf(known, startOf(shard), endOf(shard), `the parents of ${shard.index}`)
}

/**
 * What is wrong with the order of the records of each key, by its data: `key counter`. Shards come parents first, so that
 * one list has the records of a key as a consumer reads them.
 */
export function orderFaultsOf(shards: readonly (readonly ReadRecord[])[]): string[] {
  const faults: string[] = []
  const last = new Map<string, ReadRecord>()
  for (const record of shards.flat()) {
    const before = last.get(record.key)
    last.set(record.key, record)
    if (before === undefined) continue
    const what = `${record.data} comes after ${before.data}`
    if (counterOf(record) <= counterOf(before)) faults.push(what)
    if (record.sequenceNumber <= before.sequenceNumber) faults.push(`${what} and has no greater number`)
    if (record.arrivalMs < before.arrivalMs) faults.push(`${what} and arrived earlier`)
  }
  return faults
}

const counterOf = ({ data }: ReadRecord) => Number(String(data).split(' ')[1])
