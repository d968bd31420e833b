import { defineOperation } from './operation.ts'

/** Source: API_ListDeliveryStreams, "Limit". */
const namesPerPage = 10

/**
 * Lists names in their order, a page at a time.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_ListDeliveryStreams.html
 */
export const listDeliveryStreams = defineOperation({
  name: 'ListDeliveryStreams',
  access: { action: 'firehose:ListDeliveryStreams', resource: () => '*' },
  async run(input, { sink }, { caller }) {
    const {
      Limit = namesPerPage,
      DeliveryStreamType: type,
      ExclusiveStartDeliveryStreamName: after = '',
    } = input
    const rest = sink.streams
      .list(caller)
      .filter((stream) => stream.name > after && (type === undefined || stream.type === type))
    const DeliveryStreamNames = rest.slice(0, Limit).map(({ name }) => name)
    return { DeliveryStreamNames, HasMoreDeliveryStreams: DeliveryStreamNames.length < rest.length }
  },
})
