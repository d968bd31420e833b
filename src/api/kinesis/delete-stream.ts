import { defineOperation } from './operation.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Deletes a stream with its records, and with its consumers if EnforceConsumerDeletion says so.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const deleteStream = defineOperation({
  name: 'DeleteStream',
  access: { action: 'kinesis:DeleteStream', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const stream = streamOf(input, caller)
    await streams.delete(stream, stream.name, { withConsumers: input.EnforceConsumerDeletion === true })
  },
})
