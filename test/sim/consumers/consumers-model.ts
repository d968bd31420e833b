import type { Checkpoint } from '../../../src/consumers/leases/checkpoint.ts'
import { isShardEnd, isStart } from '../../../src/consumers/leases/checkpoint.ts'
import type { RecordBatch } from '../../../src/consumers/processing/shard-processor.ts'
import type { SimStream } from './sim-stream.ts'

interface Hold {
  readonly worker: string
  readonly token: number
  /** The place of the next record in the shard. */
  next: number
}

/** What must hold of the deliveries and checkpoints of all workers together. */
export class ConsumersModel {
  readonly #stream: SimStream
  readonly #holds = new Map<string, Hold[]>()
  readonly #delivered = new Map<string, number>()
  readonly #saved = new Map<string, Checkpoint>()
  violation: string | undefined
  deliveries = 0
  duplicates = 0

  constructor(stream: SimStream) {
    this.#stream = stream
  }

  fail(violation: string): void {
    this.violation ??= violation
  }

  /** A worker was given a shard: its records come from behind the last checkpoint on. */
  begin(worker: string, shardId: string, token: number, checkpoint: Checkpoint): void {
    const holds = this.#holds.get(shardId) ?? []
    this.#holds.set(shardId, holds)
    holds.push({ worker, token, next: this.#placeAfter(shardId, checkpoint) })
  }

  deliver(worker: string, { shardId, fencingToken, records }: RecordBatch, isAgain: boolean): void {
    const hold = this.#holds.get(shardId)?.find(({ token }) => token === fencingToken)
    if (hold?.worker !== worker) {
      this.fail(`${worker} processes ${shardId} without its token`)
      return
    }
    this.#checkParents(shardId)
    this.#checkToken(shardId, hold)
    const all = this.#stream.shards.get(shardId)?.records ?? []
    if (isAgain) hold.next -= records.length
    for (const { sequenceNumber } of records) {
      if (all[hold.next]?.sequenceNumber !== sequenceNumber)
        this.fail(`${shardId}: ${worker} got ${sequenceNumber} instead of ${all[hold.next]?.sequenceNumber}`)
      hold.next++
    }
    const delivered = this.#delivered.get(shardId) ?? 0
    this.deliveries += records.length
    this.duplicates += Math.max(0, Math.min(records.length, delivered - (hold.next - records.length)))
    this.#delivered.set(shardId, Math.max(delivered, hold.next))
  }

  checkpoint(shardId: string, before: Checkpoint, after: Checkpoint): void {
    const place = this.#placeAfter(shardId, after)
    if (place < this.#placeAfter(shardId, before)) this.fail(`${shardId}: a checkpoint went back`)
    if (place > (this.#delivered.get(shardId) ?? 0))
      this.fail(`${shardId}: a checkpoint is before its delivery`)
    this.#saved.set(shardId, after)
  }

  /** After the last fault, and time to recover. */
  checkThatAllIsDelivered(): void {
    for (const { shardId, records } of this.#stream.shards.values()) {
      const delivered = this.#delivered.get(shardId) ?? 0
      if (delivered < records.length)
        this.fail(
          `${shardId}: ${records.length - delivered} of ${records.length} records were never delivered`,
        )
    }
  }

  isDone(shardId: string): boolean {
    const saved = this.#saved.get(shardId)
    return saved !== undefined && isShardEnd(saved)
  }

  /** A worker that was cut off may go on with an old token; one that begins has a new one. */
  #checkToken(shardId: string, hold: Hold): void {
    const holds = this.#holds.get(shardId) ?? []
    for (const earlier of holds.slice(0, holds.indexOf(hold)))
      if (earlier.token >= hold.token)
        this.fail(
          `${shardId}: ${hold.worker} got token ${hold.token} after ${earlier.token} of ${earlier.worker}`,
        )
  }

  #checkParents(shardId: string): void {
    for (const parent of this.#stream.shards.get(shardId)?.parents ?? []) {
      const saved = this.#saved.get(parent)
      if (saved === undefined || !isShardEnd(saved))
        this.fail(`${shardId} was processed before ${parent} was done`)
    }
  }

  #placeAfter(shardId: string, checkpoint: Checkpoint): number {
    const all = this.#stream.shards.get(shardId)?.records ?? []
    if (isStart(checkpoint)) return 0
    if (isShardEnd(checkpoint)) return all.length
    return all.findIndex(({ sequenceNumber }) => sequenceNumber === checkpoint.sequenceNumber) + 1
  }
}
