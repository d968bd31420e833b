import { type PutBatch, type Shard, sequenceNumberDigits } from '../../shards/index.ts'

/*
 * The JSON answers of PutRecords and PutRecord, to the byte as the general path writes them:
 *
 *   {"FailedRecordCount":0,"Records":[{"SequenceNumber":"<56 digits>","ShardId":"shardId-000000000000"},...]}
 *   {"ShardId":"shardId-000000000000","SequenceNumber":"<56 digits>"}
 *
 * with "EncryptionType":"KMS" as the last member of both for a stream with encryption, and nothing of it otherwise.
 */
const recordsHead = Buffer.from('{"FailedRecordCount":0,"Records":[')
const kms = ',"EncryptionType":"KMS"}'
const recordsTail = Buffer.from(']}')
const recordsTailKms = Buffer.from(`]${kms}`)
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
  const tail = batch.isEncrypted ? recordsTailKms : recordsTail
  const sizeMax = recordsHead.length + batch.count * resultSizeMax + tail.length
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
  body.set(tail, at - 1)
  return body.subarray(0, at - 1 + tail.length)
}

/** @param batch of one record, committed and admitted */
export function putRecordAnswer(batch: PutBatch): Buffer {
  const tail = batch.isEncrypted ? kms : '}'
  return Buffer.from(
    `{"ShardId":"${batch.shardOf(0).id}","SequenceNumber":"${batch.sequenceNumber(0)}"${tail}`,
    'latin1',
  )
}
