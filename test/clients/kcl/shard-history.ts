import { deepEqual, equal, ok } from 'node:assert/strict'

/** What a worker did with a shard, at a time of this machine's clock, which all workers share. */
export interface ShardEvent {
  readonly worker: string
  /** `begun` has the checkpoint that it begins behind, as its sequence number. */
  readonly what: 'begun' | 'processed' | 'saved'
  readonly atMs: number
  readonly shardId: string
  readonly sequenceNumber: string
}

/** Reads what SharingProcessor prints. @returns undefined for what says nothing of who has the shard */
export function eventOf(worker: string, line: string): ShardEvent | undefined {
  const [what, atMs, shardId, sequenceNumber] = line.split(' ')
  if (what !== 'begun' && what !== 'processed' && what !== 'saved') return undefined
  if (shardId === undefined || sequenceNumber === undefined) return undefined
  return { worker, what, atMs: Number(atMs), shardId, sequenceNumber }
}

/**
 * Follows one shard through the hands it has been in. A worker begins behind the last checkpoint, whoever saved it (one that
 * is killed may have saved and not said so); leaves no record out and changes no order; and does nothing any more once
 * another has begun.
 * @param put the shard's sequence numbers in their order, all of which must have been processed
 * @returns the workers, in turn, with how many records of the one before each has processed again
 */
export function followShard(
  events: readonly ShardEvent[],
  put: readonly string[],
): { worker: string; repeats: number }[] {
  const places = new Map(put.map((sequenceNumber, place) => [sequenceNumber, place]))
  const owners: { worker: string; repeats: number }[] = []
  const seen = new Set<number>()
  let [saved, last] = [-1, -1]
  for (const event of events.toSorted((a, b) => a.atMs - b.atMs)) {
    const { worker, what, shardId, sequenceNumber } = event
    if (what === 'begun') {
      const checkpoint = places.get(sequenceNumber) ?? -1
      ok(
        checkpoint >= saved && checkpoint <= last,
        `${shardId}: begun at ${checkpoint}, not ${saved} to ${last}`,
      )
      owners.push({ worker, repeats: last - checkpoint })
      last = checkpoint
      saved = checkpoint
      continue
    }
    equal(worker, owners.at(-1)?.worker, `${shardId} has two owners: ${JSON.stringify(event)}`)
    const place = places.get(sequenceNumber)
    if (what === 'saved') {
      equal(place, last, `${shardId}: saved what it has not just processed`)
      saved = last
      continue
    }
    last++
    equal(place, last, `${shardId}: ${worker} processed the record at place ${place}, not ${last}`)
    seen.add(last)
  }
  deepEqual(
    put.filter((_, place) => !seen.has(place)),
    [],
    'records that nobody has processed',
  )
  return owners
}
