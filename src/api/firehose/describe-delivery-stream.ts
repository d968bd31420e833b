import {
  type DeliveryStreamDescription,
  type DeliveryStreamState,
  type DeliveryStreamStatus,
  deliveryStreamArnOf,
  describeEncryption,
  describeSource,
  destinationKind,
} from '../../firehose-sink/index.ts'
import { addressedArn, defineOperation } from './operation.ts'

/**
 * Tells what a delivery stream is set to, without secrets.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_DescribeDeliveryStream.html
 * @throws ResourceNotFoundException
 */
export const describeDeliveryStream = defineOperation({
  name: 'DescribeDeliveryStream',
  access: { action: 'firehose:DescribeDeliveryStream', resource: addressedArn },
  async run({ DeliveryStreamName, ExclusiveStartDestinationId = '' }, { sink }, { caller }) {
    const stream = sink.streams.get(caller, DeliveryStreamName)
    const description = describe(stream, sink.streams.statusOf(stream)!, sink.transitions.nowMs())
    const Destinations = description.Destinations.filter(
      ({ DestinationId }) => DestinationId > ExclusiveStartDestinationId,
    )
    return { DeliveryStreamDescription: { ...description, Destinations } }
  },
})

function describe(
  stream: DeliveryStreamState,
  status: DeliveryStreamStatus,
  nowMs: number,
): DeliveryStreamDescription {
  const { name, version, destination, updatedMs } = stream
  const { id, kind, configuration } = destination
  return {
    DeliveryStreamName: name,
    DeliveryStreamARN: deliveryStreamArnOf(stream, name),
    DeliveryStreamStatus: status,
    DeliveryStreamEncryptionConfiguration: describeEncryption(stream, nowMs),
    DeliveryStreamType: stream.type,
    VersionId: String(version),
    CreateTimestamp: stream.createdMs,
    LastUpdateTimestamp: updatedMs,
    Source: describeSource(stream),
    Destinations: [{ DestinationId: id, ...destinationKind(kind).describe(configuration) }],
    HasMoreDestinations: false,
  }
}
