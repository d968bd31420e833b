import { defineOperation } from '../operation.ts'
import { pageByName } from '../page-by-name.ts'
import { streamFilterOf } from '../stream-filter.ts'
import { summarizeQueue } from './queue-description.ts'

/** AWS documents no default: ours, that of ListStreamConsumers. */
const queuesPerPageDefault = 100

/**
 * Lists the queues of the account by name, or those of some streams, a page at a time. The filter goes with each page.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListQueues.html
 * @throws InvalidArgumentException, ExpiredNextTokenException
 */
export const listQueues = defineOperation({
  name: 'ListQueues',
  access: { action: 'kinesis:ListQueues', resource: () => '*' },
  async run(input, { streams }, { caller }) {
    const wanted = streams.queues.list(caller).filter(streamFilterOf(input.StreamFilter, caller))
    const { page, ...next } = pageByName(wanted, {
      tokens: streams.nextTokens,
      purpose: 'list-queues',
      token: input.NextToken,
      size: input.MaxResults ?? queuesPerPageDefault,
    })
    return { QueueSummaries: page.map((queue) => summarizeQueue(queue, streams)), ...next }
  },
})
