import { distributedBy } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Sets how records come to their shards, from the next call on.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamRecordDistributionStrategy.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const updateStreamRecordDistributionStrategy = defineOperation({
  name: 'UpdateStreamRecordDistributionStrategy',
  access: { action: 'kinesis:UpdateStreamRecordDistributionStrategy', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    await streams.control.change(owner, name, (stream) =>
      distributedBy(stream, input.RecordDistributionStrategy),
    )
  },
})
