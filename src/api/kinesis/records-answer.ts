import type { PutBatch, Shard } from '../../shards/index.ts'

/** What an answer to PutRecords is made of: a head, for each record the result of its shard with its number, and a tail. */
export interface RecordsAnswerForm {
  head(count: number): Buffer
  /** The result of a record in this shard, with room for the sequence number `numberAt`. */
  resultOf(shard: Shard): Buffer
  readonly numberAt: number
  /** What the longest result takes. */
  readonly resultSizeMax: number
  tail(isEncrypted: boolean): Buffer
  /** How many bytes of the last result the tail takes the place of. */
  readonly overlap: number
}

/**
 * @param batch committed, with all records admitted
 * @param memory where the answer is made if it has room: a fresh buffer of this size would be garbage that makes the
 *   collector mark the whole heap about twice a second
 */
export function recordsAnswer(form: RecordsAnswerForm, batch: PutBatch, memory: Buffer): Buffer {
  const head = form.head(batch.count)
  const tail = form.tail(batch.isEncrypted)
  const sizeMax = head.length + batch.count * form.resultSizeMax + tail.length
  const body = sizeMax <= memory.length ? memory : Buffer.allocUnsafe(sizeMax)
  body.set(head, 0)
  let at = head.length
  for (let i = 0; i < batch.count; i++) {
    const result = form.resultOf(batch.shardOf(i))
    body.set(result, at)
    batch.writeSequenceNumber(i, body, at + form.numberAt)
    at += result.length
  }
  const tailAt = at - form.overlap
  body.set(tail, tailAt)
  return body.subarray(0, tailAt + tail.length)
}

/** Remembers what is made of a shard, as long as there is that shard. */
export function ofShard(make: (shard: Shard) => Buffer): (shard: Shard) => Buffer {
  const made = new WeakMap<Shard, Buffer>()
  return (shard) => {
    const known = made.get(shard)
    if (known !== undefined) return known
    const result = make(shard)
    made.set(shard, result)
    return result
  }
}
