import { sequenceNumberDigits } from '../../shards/index.ts'
import { CborWriter } from '../../wire/index.ts'
import type { PutAnswers, RecordsAnswerForm } from './put-form.ts'
import { ofShard, recordsAnswer } from './records-answer.ts'

/*
 * The same as put-answers.ts in CBOR, as wire/cbor-output.ts writes it: structures are maps of indefinite length, in the order of the
 * model.
 */
const digits = ' '.repeat(sequenceNumberDigits)

function resultOf(shardId: string): Buffer {
  const writer = new CborWriter()
  writer.openMap()
  writer.text('SequenceNumber')
  writer.text(digits)
  writer.text('ShardId')
  writer.text(shardId)
  writer.end()
  return writer.finish()
}

function headOf(count: number): Buffer {
  const writer = new CborWriter()
  writer.openMap()
  writer.text('FailedRecordCount')
  writer.number(0)
  writer.text('Records')
  writer.list(count)
  return writer.finish()
}

function endOf(isEncrypted: boolean): Buffer {
  const writer = new CborWriter()
  addEnd(writer, isEncrypted)
  return writer.finish()
}

function addEnd(writer: CborWriter, isEncrypted: boolean): void {
  if (isEncrypted) {
    writer.text('EncryptionType')
    writer.text('KMS')
  }
  writer.end()
}

const plainTail = endOf(false)
const encryptedTail = endOf(true)
const anyResult = resultOf('shardId-000000000000')

const cborRecords: RecordsAnswerForm = {
  head: headOf,
  resultOf: ofShard(({ id }) => resultOf(id)),
  numberAt: anyResult.indexOf(digits),
  resultSize: anyResult.length,
  tail: (isEncrypted) => (isEncrypted ? encryptedTail : plainTail),
  overlap: 0,
}

export const cborPutAnswers: PutAnswers = {
  records: (batch, memory) => recordsAnswer(cborRecords, batch, memory),
  record: (batch) => {
    const writer = new CborWriter()
    writer.openMap()
    writer.text('ShardId')
    writer.text(batch.shardOf(0).id)
    writer.text('SequenceNumber')
    writer.text(batch.sequenceNumber(0))
    addEnd(writer, batch.isEncrypted)
    return writer.finish()
  },
}
