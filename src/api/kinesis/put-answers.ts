import { type PutBatch, sequenceNumberDigits } from '../../shards/index.ts'
import type { PutAnswers, RecordsAnswerForm } from './put-form.ts'
import { ofShard, recordsAnswer } from './records-answer.ts'

/*
 * The JSON answers of PutRecords and PutRecord:
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

const jsonRecords: RecordsAnswerForm = {
  head: () => recordsHead,
  resultOf: ofShard(({ id }) => Buffer.from(`${resultHead}${digits}","ShardId":"${id}"},`)),
  numberAt: resultHead.length,
  resultSize: `${resultHead}${digits}","ShardId":"shardId-000000000000"},`.length,
  tail: (isEncrypted) => (isEncrypted ? recordsTailKms : recordsTail),
  /* The last comma. */
  overlap: 1,
}

/** @param batch of one record. @returns the answer, in ASCII */
export function jsonPutAnswer(batch: PutBatch): string {
  const tail = batch.isEncrypted ? kms : '}'
  return `{"ShardId":"${batch.shardOf(0).id}","SequenceNumber":"${batch.sequenceNumber(0)}"${tail}`
}

export const jsonPutAnswers: PutAnswers = {
  records: (batch, memory) => recordsAnswer(jsonRecords, batch, memory),
  record: jsonPutAnswer,
}
