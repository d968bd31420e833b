import { streamArnOf } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, streamOf } from './stream-address.ts'
import { warmThroughputOf } from './stream-description.ts'

/**
 * Scales an on-demand stream to what it is to take in at once.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamWarmThroughput.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException
 */
export const updateStreamWarmThroughput = defineOperation({
  name: 'UpdateStreamWarmThroughput',
  access: { action: 'kinesis:UpdateStreamWarmThroughput', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    await streams.warmThroughput.set(owner, name, input.WarmThroughputMiBps)
    return {
      StreamARN: streamArnOf(owner, name),
      StreamName: name,
      WarmThroughput: warmThroughputOf(streams.control.get(owner, name)),
    }
  },
})
