import { framedBody, placesFor, writePlace } from '../../../framed/index.ts'
import type { PutBatch } from '../../../shards/index.ts'
import { kinesisModel } from '../model.ts'
import { jsonPutAnswer } from '../put-answers.ts'
import type { PutAnswers } from '../put-form.ts'
import type { PutRecordsResultEntry } from '../shapes.ts'
import { membersProtocol } from './framed-protocol.ts'

const nothing = Buffer.alloc(0)
const { output } = kinesisModel.operations.PutRecords

/** The answers as `framedProtocol` writes them, without an object for a record: each shard is named once, with its first number. */
export const framedPutAnswers: PutAnswers = {
  records(batch) {
    const places = placesFor(batch.count)
    const different: PutRecordsResultEntry[] = []
    for (let i = 0; i < batch.count; i++) {
      const place = batch.shardPlaceOf(i)
      if (place === different.length) {
        different.push({ SequenceNumber: batch.sequenceNumber(i), ShardId: batch.shardOf(i).id })
      }
      writePlace(places, i, place)
    }
    const members = {
      FailedRecordCount: 0,
      Records: different,
      ...(batch.isEncrypted && { EncryptionType: 'KMS' }),
    }
    return framedBody({ records: places, members: membersProtocol.encode(members, output) })
  },
  record: (batch: PutBatch) => framedBody({ records: nothing, members: Buffer.from(jsonPutAnswer(batch)) }),
}
