import type { Ledger, Request } from './ledger.ts'
import { idOf } from './payload.ts'

export interface StoredRecord {
  readonly sequenceNumber: string
  readonly partitionKey: string
  readonly data: Uint8Array
}

/** All records of a stream: shard id -> records in the order in which they were read. */
export type StoredShards = ReadonlyMap<string, readonly StoredRecord[]>

interface Place {
  shardId: string
  sequenceNumber: string
}

/**
 * Holds what is stored against what was promised. @returns a sentence for each fault; none when
 * - every acknowledged record is there once, in the shard and with the sequence number of its receipt,
 * - every record is one that was sent, and whole; of a request without an answer either all are there or none,
 * - sequence numbers rise within a shard, and from one request of a writer to its next,
 * - of the requests that were sent before `horizonMs`, which are too old, nothing is there any more.
 * The partition key of every test record is its id. No request may be under way at `horizonMs`.
 */
export function faultsOf(
  ledger: Ledger,
  stored: StoredShards,
  horizonMs = Number.NEGATIVE_INFINITY,
): string[] {
  const faults: string[] = []
  const places = placesOf(stored, faults)
  const sent = new Set(ledger.requests.flatMap(({ ids }) => ids))
  for (const id of places.keys()) if (!sent.has(id)) faults.push(`${id} was never sent`)
  for (const request of ledger.requests) {
    if (request.sentMs < horizonMs) checkTooOld(request, places, faults)
    else if (request.receipts === undefined) checkUnanswered(request, places, faults)
    else checkAnswered(request, places, faults)
  }
  checkWriterOrder(ledger, faults)
  return faults
}

function placesOf(stored: StoredShards, faults: string[]): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const [shardId, records] of stored) {
    let before = -1n
    for (const { sequenceNumber, partitionKey, data } of records) {
      if (BigInt(sequenceNumber) <= before) faults.push(`${shardId}: ${sequenceNumber} does not rise`)
      before = BigInt(sequenceNumber)
      const id = idOf(data)
      if (id === undefined) faults.push(`${shardId}: the record at ${sequenceNumber} is damaged`)
      else if (id !== partitionKey) faults.push(`${id} has the partition key ${partitionKey}`)
      else if (places.has(id)) faults.push(`${id} is there twice`)
      else places.set(id, { shardId, sequenceNumber })
    }
  }
  return places
}

function checkAnswered({ ids, receipts }: Request, places: Map<string, Place>, faults: string[]): void {
  for (const [i, id] of ids.entries()) {
    const receipt = receipts?.[i]
    const place = places.get(id)
    if (place === undefined) faults.push(`${id} was acknowledged and is lost`)
    else if (place.shardId !== receipt?.shardId || place.sequenceNumber !== receipt.sequenceNumber) {
      const promised = `${receipt?.shardId} ${receipt?.sequenceNumber}`
      faults.push(`${id} was promised at ${promised} and is at ${place.shardId} ${place.sequenceNumber}`)
    }
  }
}

function checkTooOld({ ids }: Request, places: Map<string, Place>, faults: string[]): void {
  for (const id of ids) if (places.has(id)) faults.push(`${id} is there though it is too old`)
}

function checkUnanswered({ ids }: Request, places: Map<string, Place>, faults: string[]): void {
  const there = ids.filter((id) => places.has(id)).length
  if (there !== 0 && there !== ids.length) {
    faults.push(`the unanswered request of ${ids[0]} is there in part: ${there} of ${ids.length} records`)
  }
}

function checkWriterOrder(ledger: Ledger, faults: string[]): void {
  const highest = new Map<string, bigint>()
  for (const { writer, receipts = [] } of ledger.requests) {
    const before = new Map(highest)
    for (const { shardId, sequenceNumber } of receipts) {
      const key = `${writer} ${shardId}`
      const sequence = BigInt(sequenceNumber)
      if (sequence <= (before.get(key) ?? -1n))
        faults.push(`${key}: ${sequenceNumber} is below an earlier answer`)
      if (sequence > (highest.get(key) ?? -1n)) highest.set(key, sequence)
    }
  }
}
