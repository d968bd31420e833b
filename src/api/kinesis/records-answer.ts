import type { PutBatch, Shard } from '../../shards/index.ts'
import type { RecordsAnswerForm } from './put-form.ts'
import { putResults } from './put-results.ts'

/**
 * @param batch committed, with all records admitted
 * @param memory where the answer is made if it has room: a fresh buffer of this size would be garbage that makes the
 *   collector mark the whole heap about twice a second
 */
export function recordsAnswer(form: RecordsAnswerForm, batch: PutBatch, memory: Buffer): Buffer {
  const head = form.head(batch.count)
  const tail = form.tail(batch.isEncrypted)
  const sizeMax = head.length + batch.count * form.resultSize + tail.length
  const body = sizeMax <= memory.length ? memory : Buffer.allocUnsafe(sizeMax)
  body.set(head, 0)
  const at = putResults?.suits(batch)
    ? putResults.write(body, head.length, form, batch)
    : writeOneByOne(body, head.length, form, batch)
  const tailAt = at - form.overlap
  body.set(tail, tailAt)
  return body.subarray(0, tailAt + tail.length)
}

function writeOneByOne(body: Buffer, start: number, form: RecordsAnswerForm, batch: PutBatch): number {
  let at = start
  for (let i = 0; i < batch.count; i++) {
    body.set(form.resultOf(batch.shardOf(i)), at)
    batch.writeSequenceNumber(i, body, at + form.numberAt)
    at += form.resultSize
  }
  return at
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
