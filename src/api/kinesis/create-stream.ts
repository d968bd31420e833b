import type { StreamMode } from '../../shards/index.ts'
import { streamArnOf } from '../../shards/index.ts'
import { invalidArgument } from './errors.ts'
import { defineOperation } from './operation.ts'

/**
 * Makes a stream. Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html
 * @throws ResourceInUseException, LimitExceededException, InvalidArgumentException
 */
export const createStream = defineOperation({
  name: 'CreateStream',
  access: {
    action: 'kinesis:CreateStream',
    resource: ({ StreamName }, caller) => streamArnOf(caller, StreamName),
  },
  async run(input, { streams }, { caller }) {
    const mode = input.StreamModeDetails?.StreamMode ?? 'PROVISIONED'
    checkShardCount(mode, input.ShardCount)
    const { StreamName: name, WarmThroughputMiBps: warmThroughputMiBps } = input
    const request = {
      name,
      mode,
      shardCount: input.ShardCount,
      maxRecordSizeKiB: input.MaxRecordSizeInKiB,
      tags: input.Tags,
      distribution: input.RecordDistributionStrategy,
      warmThroughputMiBps,
    }
    await streams.control.create(caller, request, () => {
      if (warmThroughputMiBps === undefined) return
      streams.warmThroughput.check({ ...caller, name, mode }, warmThroughputMiBps)
    })
  },
})

function checkShardCount(mode: StreamMode, shardCount: number | undefined): void {
  if (mode === 'ON_DEMAND' && shardCount !== undefined) {
    throw invalidArgument('ShardCount is not expected when StreamMode=ON_DEMAND')
  }
  if (mode === 'PROVISIONED' && shardCount === undefined) {
    throw invalidArgument('ShardCount is expected when StreamMode=PROVISIONED')
  }
}
