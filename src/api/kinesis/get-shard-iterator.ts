import { findShard, shardIndexOf, shardNotFound } from '../../shards/index.ts'
import { dryRunSucceeded } from './dry-run.ts'
import { defineOperation } from './operation.ts'
import { startingPositionOf } from './starting-position.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Gives a place in a shard to read from.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const getShardIterator = defineOperation({
  name: 'GetShardIterator',
  access: { action: 'kinesis:GetShardIterator', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const { state: stream } = streams.active(owner, name)
    const shard = findShard(stream, shardIndexOf(input.ShardId) ?? -1)
    if (shard === undefined) throw shardNotFound(input.ShardId, name, owner)
    const position = startingPositionOf({
      type: input.ShardIteratorType,
      sequenceNumber: input.StartingSequenceNumber,
      timestampMs: input.Timestamp,
    })
    const offset = await streams.startingOffset(stream, shard, position)
    if (input.DryRun === true) throw dryRunSucceeded()
    return { ShardIterator: streams.iterators.create({ stream, shard, offset }) }
  },
})
