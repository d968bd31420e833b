import { defineOperation } from './operation.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Closes a shard and opens two that have its hash keys between them.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SplitShard.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException, LimitExceededException,
 *   ValidationException
 */
export const splitShard = defineOperation({
  name: 'SplitShard',
  access: { action: 'kinesis:SplitShard', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const at = BigInt(input.NewStartingHashKey)
    await streams.reshardRequests.split(owner, name, input.ShardToSplit, at)
  },
})
