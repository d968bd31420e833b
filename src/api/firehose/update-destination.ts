import { staleVersion, updatedDestination } from '../../firehose-sink/index.ts'
import { firehoseError } from './errors.ts'
import { addressedArn, defineOperation } from './operation.ts'

/**
 * Changes where a delivery stream delivers to. Members that are absent stay as they are.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_UpdateDestination.html
 * @throws ResourceNotFoundException, ResourceInUseException, ConcurrentModificationException, InvalidArgumentException
 */
export const updateDestination = defineOperation({
  name: 'UpdateDestination',
  access: { action: 'firehose:UpdateDestination', resource: addressedArn },
  async run(input, { sink }, { caller }) {
    const { DeliveryStreamName: name, CurrentDeliveryStreamVersionId: given, DestinationId } = input
    await sink.streams.change(caller, name, ({ version, destination }) => {
      if (given !== String(version)) throw staleVersion(name, String(version), given)
      if (DestinationId !== destination.id) throw destinationNotFound(name, DestinationId)
      const configuration = updatedDestination(input, destination, sink.endpoints)
      sink.checkAvailable(configuration)
      return {
        version: version + 1,
        updatedMs: sink.clock.nowMs(),
        destination: { ...destination, configuration },
      }
    })
    return {}
  },
})

/** The text is ours. */
const destinationNotFound = (name: string, id: string) =>
  firehoseError('InvalidArgumentException', `Destination Id ${id} not found in Firehose ${name}.`)
