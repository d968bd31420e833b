import { findShard, type StartingPosition, shardIndexOf, shardNotFound } from '../../shards/index.ts'
import { dryRunSucceeded } from './dry-run.ts'
import { invalidArgument } from './errors.ts'
import { defineOperation } from './operation.ts'
import type { GetShardIteratorInput } from './shapes.ts'
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
    const offset = await streams.startingOffset(stream, shard, positionOf(input))
    if (input.DryRun === true) throw dryRunSucceeded()
    return { ShardIterator: streams.iterators.create({ stream, shard, offset }) }
  },
})

function positionOf(input: GetShardIteratorInput): StartingPosition {
  const { ShardIteratorType: type, StartingSequenceNumber: sequenceNumber, Timestamp: timestampMs } = input
  switch (type) {
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER':
      if (sequenceNumber === undefined) throw wrongCombination(`${type} and no StartingSequenceNumber`)
      return { type, sequenceNumber }
    case 'AT_TIMESTAMP':
      if (timestampMs === undefined) throw missingTimestamp()
      return { type, timestampMs }
    default:
      if (sequenceNumber !== undefined) throw wrongCombination(`${type} and also a StartingSequenceNumber`)
      return { type }
  }
}

const wrongCombination = (specified: string) =>
  invalidArgument(
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
      `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${specified}.`,
  )

/** Text ours, on the pattern of the one above. */
const missingTimestamp = () =>
  invalidArgument('Must specify AT_TIMESTAMP and Timestamp. Request specified AT_TIMESTAMP and no Timestamp.')
