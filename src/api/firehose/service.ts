import type { FirehoseSink } from '../../firehose-sink/index.ts'
import { defineService, type Service } from '../service.ts'
import { createDeliveryStream } from './create-delivery-stream.ts'
import { deleteDeliveryStream } from './delete-delivery-stream.ts'
import { startDeliveryStreamEncryption, stopDeliveryStreamEncryption } from './delivery-stream-encryption.ts'
import { describeDeliveryStream } from './describe-delivery-stream.ts'
import { toFirehoseError } from './errors.ts'
import { listDeliveryStreams } from './list-delivery-streams.ts'
import { firehoseModel } from './model.ts'
import type { FirehoseContext } from './operation.ts'
import { putRecord, putRecordBatch } from './put-record.ts'
import { listTagsForDeliveryStream, tagDeliveryStream, untagDeliveryStream } from './tag-delivery-stream.ts'
import { updateDestination } from './update-destination.ts'

/** Amazon Data Firehose over these delivery streams. */
export function createFirehoseService(sink: FirehoseSink): Service {
  return defineService<FirehoseContext>({
    name: 'firehose',
    model: firehoseModel,
    operations: [
      createDeliveryStream,
      deleteDeliveryStream,
      describeDeliveryStream,
      listDeliveryStreams,
      listTagsForDeliveryStream,
      putRecord,
      putRecordBatch,
      startDeliveryStreamEncryption,
      stopDeliveryStreamEncryption,
      tagDeliveryStream,
      untagDeliveryStream,
      updateDestination,
    ],
    context: { sink },
    toAwsError: toFirehoseError,
  })
}
