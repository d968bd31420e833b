import {
  checkEncryptable,
  deliveryStreamArnOf,
  encryptionOf,
  requestedDestination,
  requestedSource,
} from '../../firehose-sink/index.ts'
import { addressedArn, defineOperation } from './operation.ts'
import { tagPairs } from './tag-delivery-stream.ts'

/**
 * Makes a delivery stream. Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html
 * @throws InvalidArgumentException, ResourceInUseException, LimitExceededException
 */
export const createDeliveryStream = defineOperation({
  name: 'CreateDeliveryStream',
  access: { action: 'firehose:CreateDeliveryStream', resource: addressedArn },
  async run(input, { sink }, { caller }) {
    const { DeliveryStreamName: name, DeliveryStreamEncryptionConfigurationInput: key } = input
    const { type, source } = requestedSource(input)
    const { kind, configuration } = requestedDestination(input, sink.endpoints)
    sink.checkAvailable(configuration)
    if (key !== undefined) checkEncryptable({ type })
    const request = {
      name,
      type,
      source,
      destination: { kind: kind.name, configuration },
      encryption: key && encryptionOf(key),
      tags: tagPairs(input.Tags),
    }
    const start = await sink.sources.starting(source)
    await sink.streams.create(caller, request, start)
    return { DeliveryStreamARN: deliveryStreamArnOf(caller, name) }
  },
})
