import { streamArnOf } from '../../shards/index.ts'
import { addressedConsumerArn, consumerOf } from './consumer-address.ts'
import { describeConsumer } from './consumer-description.ts'
import { defineOperation } from './operation.ts'

/**
 * Describes a consumer.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamConsumer.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const describeStreamConsumer = defineOperation({
  name: 'DescribeStreamConsumer',
  access: { action: 'kinesis:DescribeStreamConsumer', resource: addressedConsumerArn },
  async run(input, { streams }, { caller }) {
    const consumer = consumerOf(input, streams, caller)
    const StreamARN = streamArnOf(consumer, consumer.stream)
    return { ConsumerDescription: { ...describeConsumer(consumer, streams), StreamARN } }
  },
})
