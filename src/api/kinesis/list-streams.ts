import { invalidNextToken } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import { streamHeading } from './stream-description.ts'

/** Source: API reference of ListStreams. */
const streamsPerPageDefault = 100

/**
 * Lists the caller's streams by name, a page at a time.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html
 * @throws InvalidArgumentException, ExpiredNextTokenException
 */
export const listStreams = defineOperation({
  name: 'ListStreams',
  access: { action: 'kinesis:ListStreams', resource: () => '*' },
  async run(input, { streams }, { caller }) {
    const after =
      input.NextToken === undefined
        ? (input.ExclusiveStartStreamName ?? '')
        : streams.nextTokens.open('list-streams', input.NextToken)
    if (typeof after !== 'string') throw invalidNextToken()
    const rest = streams.control.list(caller).filter(({ name }) => name > after)
    const page = rest.slice(0, input.Limit ?? streamsPerPageDefault)
    const hasMore = page.length < rest.length
    return {
      StreamNames: page.map(({ name }) => name),
      HasMoreStreams: hasMore,
      ...(hasMore && { NextToken: streams.nextTokens.create('list-streams', page.at(-1)!.name) }),
      StreamSummaries: page.map((stream) =>
        streamHeading(stream, streams.control.statusOf(stream) ?? 'DELETING'),
      ),
    }
  },
})
