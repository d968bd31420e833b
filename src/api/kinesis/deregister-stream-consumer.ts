import { addressedConsumerArn, consumerOf } from './consumer-address.ts'
import { defineOperation } from './operation.ts'

/**
 * Deregisters a consumer, which ends its subscriptions.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeregisterStreamConsumer.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const deregisterStreamConsumer = defineOperation({
  name: 'DeregisterStreamConsumer',
  access: { action: 'kinesis:DeregisterStreamConsumer', resource: addressedConsumerArn },
  async run(input, { streams }, { caller }) {
    await streams.consumers.deregister(() => consumerOf(input, streams, caller))
  },
})
