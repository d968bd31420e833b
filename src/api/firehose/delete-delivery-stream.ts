import { addressedArn, defineOperation } from './operation.ts'

/**
 * Deletes a delivery stream with what it has not delivered. `AllowForceDelete` is about grants of keys, of which there
 * are none here.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_DeleteDeliveryStream.html
 * @throws ResourceNotFoundException, ResourceInUseException
 */
export const deleteDeliveryStream = defineOperation({
  name: 'DeleteDeliveryStream',
  access: { action: 'firehose:DeleteDeliveryStream', resource: addressedArn },
  async run({ DeliveryStreamName }, { sink }, { caller }) {
    await sink.streams.delete(caller, DeliveryStreamName)
    return {}
  },
})
