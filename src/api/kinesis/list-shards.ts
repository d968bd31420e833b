import {
  invalidNextToken,
  type Owner,
  pageOfShards,
  type ShardFilter,
  type StreamState,
  type Streams,
  shardIndexOf,
  shardNotFound,
  streamNotActive,
  streamNotFound,
} from '../../shards/index.ts'
import { invalidArgument } from './errors.ts'
import { defineOperation } from './operation.ts'
import type { ListShardsInput } from './shapes.ts'
import { describeShard } from './shard-description.ts'
import { addressedArn, refuseStreamId, streamOf } from './stream-address.ts'
import { creationTimestamp } from './stream-description.ts'

/** Source: API reference of ListShards. */
const shardsPerPageDefault = 1000

/** What a list is about: the same on each of its pages. A NextToken carries it. */
interface ShardQuery {
  readonly name: string
  readonly createdMs?: number | undefined
  /** Only shards with a greater number. */
  readonly after: number
  readonly filter?: ShardFilter | undefined
}

/**
 * Lists the shards of a stream, a page at a time.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html
 * @throws ResourceNotFoundException, ResourceInUseException, InvalidArgumentException, ExpiredNextTokenException
 */
export const listShards = defineOperation({
  name: 'ListShards',
  access: { action: 'kinesis:ListShards', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    refuseStreamId(input)
    const query = queryOf(input, streams, caller)
    const stream = streams.control.get(caller, query.name)
    if (query.createdMs !== undefined && query.createdMs !== creationTimestamp(stream)) {
      throw streamNotFound(query.name, caller)
    }
    const status = streams.control.statusOf(stream)
    if (status === 'CREATING') throw streamNotActive(query.name, caller, status, 'ACTIVE or UPDATING')
    const range = { after: query.after, count: input.MaxResults ?? shardsPerPageDefault }
    const page = pageOfShards(stream, query.filter, range, streams.clock.nowMs())
    return {
      Shards: page.shards.map(describeShard),
      ...(page.hasMore && {
        NextToken: streams.nextTokens.create(
          'list-shards',
          nextPage(query, stream, page.shards.at(-1)!.index),
        ),
      }),
    }
  },
})

/** A page of one stream must not go on in the next stream by its name. */
function nextPage(query: ShardQuery, stream: StreamState, after: number): ShardQuery {
  return { ...query, after, createdMs: creationTimestamp(stream) }
}

function queryOf(input: ListShardsInput, streams: Streams, owner: Owner): ShardQuery {
  if (input.NextToken !== undefined) {
    refuseBeside(input, [
      'StreamName',
      'StreamARN',
      'StreamCreationTimestamp',
      'ExclusiveStartShardId',
      'ShardFilter',
    ])
    const content = streams.nextTokens.open('list-shards', input.NextToken) as Partial<ShardQuery>
    if (typeof content.name !== 'string' || typeof content.after !== 'number') throw invalidNextToken()
    return content as ShardQuery
  }
  const { name } = streamOf(input, owner)
  const startId = input.ExclusiveStartShardId
  return {
    name,
    createdMs: input.StreamCreationTimestamp,
    after: startId === undefined ? -1 : indexOf(startId, name, owner),
    filter: input.ShardFilter && filterOf(input.ShardFilter, name, owner),
  }
}

function refuseBeside(input: ListShardsInput, members: readonly (keyof ListShardsInput)[]): void {
  for (const member of members) {
    if (input[member] !== undefined) {
      throw invalidArgument(`NextToken and ${member} cannot be provided together.`)
    }
  }
}

/** Texts ours: AWS documents which member goes with which type, not what it answers otherwise. */
function filterOf(
  { Type, ShardId, Timestamp }: NonNullable<ListShardsInput['ShardFilter']>,
  name: string,
  owner: Owner,
): ShardFilter {
  if (ShardId !== undefined && Type !== 'AFTER_SHARD_ID') {
    throw invalidArgument(`ShardFilter of type ${Type} cannot have a ShardId.`)
  }
  if (Timestamp !== undefined && Type !== 'AT_TIMESTAMP' && Type !== 'FROM_TIMESTAMP') {
    throw invalidArgument(`ShardFilter of type ${Type} cannot have a Timestamp.`)
  }
  switch (Type) {
    case 'AFTER_SHARD_ID':
      if (ShardId === undefined) throw invalidArgument(`ShardFilter of type ${Type} must have a ShardId.`)
      return { type: Type, index: indexOf(ShardId, name, owner) }
    case 'AT_TIMESTAMP':
    case 'FROM_TIMESTAMP':
      if (Timestamp === undefined) throw invalidArgument(`ShardFilter of type ${Type} must have a Timestamp.`)
      return { type: Type, timestampMs: Timestamp }
    default:
      return { type: Type }
  }
}

function indexOf(shardId: string, name: string, owner: Owner): number {
  const index = shardIndexOf(shardId)
  if (index === undefined) throw shardNotFound(shardId, name, owner)
  return index
}
