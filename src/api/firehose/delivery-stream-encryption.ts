import { changedEncryption, encryptionOf, type FirehoseSink } from '../../firehose-sink/index.ts'
import { addressedArn, defineOperation } from './operation.ts'

function momentOf({ clock, transitions, limits }: FirehoseSink) {
  return { nowMs: clock.nowMs(), settledAtMs: transitions.endMs(), limits }
}

/**
 * Keeps and shows that the delivery stream is encrypted, and with which key.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_StartDeliveryStreamEncryption.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException, LimitExceededException
 */
export const startDeliveryStreamEncryption = defineOperation({
  name: 'StartDeliveryStreamEncryption',
  access: { action: 'firehose:StartDeliveryStreamEncryption', resource: addressedArn },
  async run(input, { sink }, { caller }) {
    const key = encryptionOf(input.DeliveryStreamEncryptionConfigurationInput)
    await sink.streams.change(caller, input.DeliveryStreamName, (stream) =>
      changedEncryption(stream, key, momentOf(sink)),
    )
    return {}
  },
})

/**
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_StopDeliveryStreamEncryption.html
 * @throws as StartDeliveryStreamEncryption
 */
export const stopDeliveryStreamEncryption = defineOperation({
  name: 'StopDeliveryStreamEncryption',
  access: { action: 'firehose:StopDeliveryStreamEncryption', resource: addressedArn },
  async run({ DeliveryStreamName }, { sink }, { caller }) {
    await sink.streams.change(caller, DeliveryStreamName, (stream) =>
      changedEncryption(stream, undefined, momentOf(sink)),
    )
    return {}
  },
})
