import { defineOperation } from '../operation.ts'
import { pageByName } from '../page-by-name.ts'
import { streamFilterOf } from '../stream-filter.ts'
import { summarizeChannel } from './channel-description.ts'

/** Source: https://docs.aws.amazon.com/streams/latest/dev/data-delivery-quotas.html ("ListChannels maximum results per page") */
const channelsPerPageMax = 100

/**
 * Lists the channels of the account by name, or those of some streams, a page at a time. The filter goes with each page.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListChannels.html
 * @throws InvalidArgumentException, ExpiredNextTokenException
 */
export const listChannels = defineOperation({
  name: 'ListChannels',
  access: { action: 'kinesis:ListChannels', resource: () => '*' },
  async run(input, { streams }, { caller }) {
    const wanted = streams.channels.list(caller).filter(streamFilterOf(input.StreamFilter, caller))
    const { page, ...next } = pageByName(wanted, {
      tokens: streams.nextTokens,
      purpose: 'list-channels',
      token: input.NextToken,
      size: Math.min(input.MaxResults ?? channelsPerPageMax, channelsPerPageMax),
    })
    return { ChannelSummaries: page.map((channel) => summarizeChannel(channel, streams)), ...next }
  },
})
