import { defineOperation } from './operation.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Closes two shards whose hash keys adjoin, in either order, and opens one that has the keys of both.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_MergeShards.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException, LimitExceededException,
 *   ValidationException
 */
export const mergeShards = defineOperation({
  name: 'MergeShards',
  access: { action: 'kinesis:MergeShards', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    await streams.reshardRequests.merge(owner, name, input.ShardToMerge, input.AdjacentShardToMerge)
  },
})
