import {
  findShard,
  invalidNumberForOrdering,
  parseSequenceNumber,
  rateExceeded,
  type Stream,
  type Streams,
  secondsOf,
} from '../../shards/index.ts'
import { dryRunSucceeded } from './dry-run.ts'
import { invalidArgument } from './errors.ts'
import { defineOperation } from './operation.ts'
import { requirePartitionKeys } from './partition-keys.ts'
import { putRecordBytes } from './put-bytes.ts'
import { putEntries } from './put-entries.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Writes one record and answers once it is durable.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html
 * @throws ResourceNotFoundException, ProvisionedThroughputExceededException, InvalidArgumentException, ValidationException
 */
export const putRecord = defineOperation({
  name: 'PutRecord',
  access: { action: 'kinesis:PutRecord', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const { SequenceNumberForOrdering: minimum } = input
    return await streams.writeTo(owner, name, (stream) => {
      requirePartitionKeys(stream, [input], () => '')
      if (minimum !== undefined) checkMinimum(minimum, stream, streams)
      if (input.DryRun === true) throw dryRunSucceeded()
      return putEntries(
        streams,
        stream,
        [input],
        () => '',
        (batch) => {
          const shard = batch.shardOf(0)
          if (!batch.isAdmitted(0)) throw rateExceeded(shard.index, name, owner)
          return {
            ShardId: shard.id,
            SequenceNumber: batch.sequenceNumber(0),
            ...(batch.isEncrypted && { EncryptionType: 'KMS' as const }),
          }
        },
      )
    })
  },
  bytes: putRecordBytes,
})

/**
 * Source of the rule: https://docs.aws.amazon.com/streams/latest/dev/service-managed-pk-producing-behavior.html.
 * Text ours.
 */
const noOrder = () =>
  invalidArgument('SequenceNumberForOrdering must not be provided with RecordDistributionStrategy AUTO.')

/** Numbers of a shard always rise, so the number is only checked: for one that nobody can have been given. */
function checkMinimum(text: string, stream: Stream, streams: Streams): void {
  if (stream.spreadsRecords) throw noOrder()
  const parsed = parseSequenceNumber(text)
  const isPossible =
    parsed.kind === 'old' ||
    (parsed.kind === 'current' && parsed.arrivalSeconds <= latestSeconds(parsed.shardIndex, stream, streams))
  if (!isPossible) throw invalidNumberForOrdering(text, stream.state.name, stream.state)
}

/** In which second the newest record of a shard, or of one that this stream does not have, can have arrived. */
function latestSeconds(shardIndex: number, stream: Stream, streams: Streams): number {
  const shard = findShard(stream.state, shardIndex)
  return secondsOf(shard === undefined ? streams.clock.nowMs() : streams.latestArrivalMs(shard))
}
