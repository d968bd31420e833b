import {
  invalidNextToken,
  type StreamState,
  type Streams,
  streamNotActive,
  streamNotFound,
} from '../../shards/index.ts'
import type { Caller } from '../caller.ts'
import { describeConsumer } from './consumer-description.ts'
import { invalidArgument } from './errors.ts'
import { defineOperation } from './operation.ts'
import type { ListStreamConsumersInput } from './shapes.ts'
import { addressedArn, streamOf } from './stream-address.ts'
import { creationTimestamp } from './stream-description.ts'

/** Source: API reference of ListStreamConsumers. */
const consumersPerPageDefault = 100

/** What a NextToken says. A page of one stream must not go on in the next stream by its name. */
interface PageStart {
  readonly name: string
  readonly createdMs: number
  /** Only consumers with a later name. */
  readonly after: string
}

/**
 * Lists the consumers of a stream by name, a page at a time.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreamConsumers.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException, ExpiredNextTokenException
 */
export const listStreamConsumers = defineOperation({
  name: 'ListStreamConsumers',
  access: { action: 'kinesis:ListStreamConsumers', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { stream, after } = pageOf(input, streams, caller)
    const status = streams.control.statusOf(stream)
    if (status === 'CREATING') throw streamNotActive(stream.name, stream, status)
    const rest = streams.consumers.list(stream).filter(({ name }) => name > after)
    const page = rest.slice(0, input.MaxResults ?? consumersPerPageDefault)
    const { name } = stream
    const nextPage = { name, createdMs: creationTimestamp(stream), after: page.at(-1)?.name }
    return {
      Consumers: page.map((consumer) => describeConsumer(consumer, streams)),
      ...(page.length < rest.length && {
        NextToken: streams.nextTokens.create('list-stream-consumers', nextPage),
      }),
    }
  },
})

/** A NextToken goes with the StreamARN, which is required, and without the time of creation, as AWS documents it. */
function pageOf(
  input: ListStreamConsumersInput,
  streams: Streams,
  caller: Caller,
): { stream: StreamState; after: string } {
  const { name, ...owner } = streamOf(input, caller)
  const { NextToken, StreamCreationTimestamp } = input
  if (NextToken !== undefined && StreamCreationTimestamp !== undefined) {
    throw invalidArgument('NextToken and StreamCreationTimestamp cannot be provided together.')
  }
  const start = NextToken === undefined ? undefined : openToken(NextToken, streams)
  if (start !== undefined && start.name !== name) throw invalidNextToken()
  const stream = streams.control.get(owner, name)
  const createdMs = start?.createdMs ?? StreamCreationTimestamp
  if (createdMs !== undefined && createdMs !== creationTimestamp(stream)) throw streamNotFound(name, owner)
  return { stream, after: start?.after ?? '' }
}

function openToken(token: string, streams: Streams): PageStart {
  const content = streams.nextTokens.open('list-stream-consumers', token) as Partial<PageStart>
  if (typeof content.name !== 'string' || typeof content.after !== 'string') throw invalidNextToken()
  return content as PageStart
}
