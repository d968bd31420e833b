import { type PutBatch, rateExceededMessage, type Stream } from '../../shards/index.ts'
import { dryRunSucceeded } from './dry-run.ts'
import { defineOperation } from './operation.ts'
import { requirePartitionKeys } from './partition-keys.ts'
import { putRecordsBytes } from './put-bytes.ts'
import { putEntries } from './put-entries.ts'
import type { PutRecordsOutput, PutRecordsResultEntry } from './shapes.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Writes up to 500 records in one commit and answers once they are durable. Records over the limits of their shard
 * fail on their own.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 * @throws ResourceNotFoundException, InvalidArgumentException, ValidationException
 */
export const putRecords = defineOperation({
  name: 'PutRecords',
  access: { action: 'kinesis:PutRecords', resource: addressedArn },
  async run(input, { streams }, { caller }): Promise<PutRecordsOutput> {
    const { name, ...owner } = streamOf(input, caller)
    return await streams.writeTo(owner, name, (stream) => {
      requirePartitionKeys(stream, input.Records, pathOf)
      if (input.DryRun === true) throw dryRunSucceeded()
      return putEntries(streams, stream, input.Records, pathOf, (batch) => ({
        FailedRecordCount: batch.refusedCount,
        Records: input.Records.map((_, i) => resultOf(batch, i, stream)),
        ...(batch.isEncrypted && { EncryptionType: 'KMS' as const }),
      }))
    })
  },
  bytes: putRecordsBytes,
})

const pathOf = (i: number) => `records.${i + 1}.member.`

function resultOf(batch: PutBatch, i: number, { state }: Stream): PutRecordsResultEntry {
  const shard = batch.shardOf(i)
  if (batch.isAdmitted(i)) return { SequenceNumber: batch.sequenceNumber(i), ShardId: shard.id }
  return {
    ErrorCode: 'ProvisionedThroughputExceededException',
    ErrorMessage: rateExceededMessage(shard.index, state.name, state),
  }
}
