import { streamArnOf } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Splits and merges shards until there are as many as asked for, all of the same size.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException, LimitExceededException,
 *   ValidationException
 */
export const updateShardCount = defineOperation({
  name: 'UpdateShardCount',
  access: { action: 'kinesis:UpdateShardCount', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const before = await streams.reshardRequests.updateCount(owner, name, input.TargetShardCount)
    return {
      StreamName: name,
      CurrentShardCount: before,
      TargetShardCount: input.TargetShardCount,
      StreamARN: streamArnOf(owner, name),
    }
  },
})
