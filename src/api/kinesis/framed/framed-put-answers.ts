import { framedBody, placesFor, writePlace } from '../../../framed/index.ts'
import { jsonPutAnswer } from '../put-answers.ts'
import type { PutAnswers } from '../put-form.ts'

const nothing = Buffer.alloc(0)
const kms = ',"EncryptionType":"KMS"}'

/** The answers as `framedProtocol` writes them, without an object for a record: each shard is named once, with its first number. */
export const framedPutAnswers: PutAnswers = {
  records(batch) {
    const places = placesFor(batch.count)
    const different: string[] = []
    for (let i = 0; i < batch.count; i++) {
      const place = batch.shardPlaceOf(i)
      if (place === different.length) {
        different.push(`{"SequenceNumber":"${batch.sequenceNumber(i)}","ShardId":"${batch.shardOf(i).id}"}`)
      }
      writePlace(places, i, place)
    }
    const tail = batch.isEncrypted ? kms : '}'
    const members = Buffer.from(`{"FailedRecordCount":0,"Records":[${different.join()}]${tail}`, 'latin1')
    return framedBody({ records: places, members })
  },
  record: (batch) => framedBody({ records: nothing, members: Buffer.from(jsonPutAnswer(batch), 'latin1') }),
}
