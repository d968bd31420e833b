import { defineOperation } from '../operation.ts'
import type { CreateQueueInput } from '../shapes.ts'
import { streamOf } from '../stream-address.ts'
import { describeQueue } from './queue-description.ts'
import { onlyOne, positionOf, settingsOf } from './queue-settings.ts'

/**
 * Creates a queue over an on-demand stream.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateQueue.html
 * @throws ValidationException, ResourceInUseException, ResourceNotFoundException, LimitExceededException, InvalidArgumentException
 */
export const createQueue = defineOperation({
  name: 'CreateQueue',
  access: {
    action: 'kinesis:CreateQueue',
    /* The queue has no ARN yet; IAM asks for kinesis:AssociateStreamsWithQueue on the stream, too. */
    resource: ({ StreamConfigurationList: [configuration] }: CreateQueueInput) =>
      configuration?.StreamARN ?? '*',
  },
  async run(input, { streams }, { caller }) {
    const { QueueName, QueueAttributes, Tags } = input
    const { StreamARN, StartingPosition } = onlyOne('StreamConfigurationList', input.StreamConfigurationList)
    const { name: stream, ...owner } = streamOf({ StreamARN }, caller)
    const position = positionOf(StartingPosition)
    const settings = settingsOf(QueueAttributes)
    const request = { name: QueueName, stream, position, settings, tags: Tags }
    return { QueueDescription: describeQueue(await streams.queues.create(owner, request), streams) }
  },
})
