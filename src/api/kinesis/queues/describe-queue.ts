import { defineOperation } from '../operation.ts'
import { queueArn, queueOf } from './queue-address.ts'
import { describeQueue as describe } from './queue-description.ts'

/**
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeQueue.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const describeQueue = defineOperation({
  name: 'DescribeQueue',
  access: { action: 'kinesis:DescribeQueue', resource: queueArn },
  async run(input, { streams }, { caller }) {
    return { QueueDescription: describe(queueOf(input, streams, caller), streams) }
  },
})
