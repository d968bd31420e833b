import { type PutBatch, type Shard, sequenceNumberDigits } from '../../shards/index.ts'

/*
 * The JSON answers of PutRecords and PutRecord, to the byte as the general path writes them:
 *
 *   {"FailedRecordCount":0,"Records":[{"SequenceNumber":"<56 digits>","ShardId":"shardId-000000000000"},...]}
 *   {"ShardId":"shardId-000000000000","SequenceNumber":"<56 digits>"}
 */
const recordsHead = Buffer.from('{"FailedRecordCount":0,"Records":[')
const recordsTail = Buffer.from(']}')
const resultHead = '{"SequenceNumber":"'
const digits = ' '.repeat(sequenceNumberDigits)

/** The result of a record by its shard, but for the sequence number. */
const resultTemplates = new WeakMap<Shard, Buffer>()

function resultTemplateOf(shard: Shard): Buffer {
  const known = resultTemplates.get(shard)
  if (known !== undefined) return known
  const template = Buffer.from(`${resultHead}${digits}","ShardId":"${shard.id}"},`)
  resultTemplates.set(shard, template)
  return template
}

/** What one result takes beside its shard id at the most. */
const resultSizeMax = `${resultHead}${digits}","ShardId":"shardId-000000000000"},`.length

/**
 * @param batch committed, with all records admitted
 * @param memory where the answer is made if it has room: a fresh buffer of this size would be garbage that makes the
 *   collector mark the whole heap about twice a second
 */
export function putRecordsAnswer(batch: PutBatch, memory: Buffer): Buffer {
  const sizeMax = recordsHead.length + batch.count * resultSizeMax + recordsTail.length
  const body = sizeMax <= memory.length ? memory : Buffer.allocUnsafe(sizeMax)
  body.set(recordsHead, 0)
  let at = recordsHead.length
  for (let i = 0; i < batch.count; i++) {
    const template = resultTemplateOf(batch.shardOf(i))
    body.set(template, at)
    batch.writeSequenceNumber(i, body, at + resultHead.length)
    at += template.length
  }
  // The tail takes the place of the last comma.
  body.set(recordsTail, at - 1)
  return body.subarray(0, at - 1 + recordsTail.length)
}

/** @param batch of one record, committed and admitted */
export function putRecordAnswer(batch: PutBatch): Buffer {
  return Buffer.from(
    `{"ShardId":"${batch.shardOf(0).id}","SequenceNumber":"${batch.sequenceNumber(0)}"}`,
    'latin1',
  )
}
