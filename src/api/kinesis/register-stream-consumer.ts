import { describeConsumer } from './consumer-description.ts'
import { defineOperation } from './operation.ts'
import { addressedArn, streamOf } from './stream-address.ts'

/**
 * Registers a consumer with enhanced fan-out.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html
 * @throws ResourceNotFoundException, ResourceInUseException, LimitExceededException, InvalidArgumentException
 */
export const registerStreamConsumer = defineOperation({
  name: 'RegisterStreamConsumer',
  access: { action: 'kinesis:RegisterStreamConsumer', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const consumer = await streams.consumers.register(owner, name, input.ConsumerName, input.Tags)
    return { Consumer: describeConsumer(consumer, streams) }
  },
})
