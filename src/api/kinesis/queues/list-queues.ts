import { invalidNextToken, type StreamQueueState, type Streams } from '../../../shards/index.ts'
import type { Caller } from '../../caller.ts'
import { defineOperation } from '../operation.ts'
import type { ListQueuesInput } from '../shapes.ts'
import { streamOf } from '../stream-address.ts'
import { streamCreationTimestamp, summarizeQueue } from './queue-description.ts'

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
    const isWanted = filterOf(input, caller)
    const after = input.NextToken === undefined ? '' : nameIn(input.NextToken, streams)
    const rest = streams.queues.list(caller).filter((queue) => queue.name > after && isWanted(queue))
    const page = rest.slice(0, input.MaxResults ?? queuesPerPageDefault)
    return {
      QueueSummaries: page.map((queue) => summarizeQueue(queue, streams)),
      ...(page.length < rest.length && {
        NextToken: streams.nextTokens.create('list-queues', { after: page.at(-1)!.name }),
      }),
    }
  },
})

function filterOf({ StreamFilter }: ListQueuesInput, caller: Caller): (queue: StreamQueueState) => boolean {
  if (StreamFilter === undefined) return () => true
  const wanted = StreamFilter.map(({ StreamARN, StreamCreationTimestamp }) => ({
    name: streamOf({ StreamARN }, caller).name,
    createdMs: StreamCreationTimestamp,
  }))
  return (queue) =>
    wanted.some(
      ({ name, createdMs }) =>
        name === queue.stream && (createdMs === undefined || createdMs === streamCreationTimestamp(queue)),
    )
}

function nameIn(token: string, streams: Streams): string {
  const { after } = streams.nextTokens.open('list-queues', token) as { after?: unknown }
  if (typeof after !== 'string') throw invalidNextToken()
  return after
}
