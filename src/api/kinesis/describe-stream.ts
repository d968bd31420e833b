import { pageOfShards, shardIndexOf, shardNotFound } from '../../shards/index.ts'
import { defineOperation } from './operation.ts'
import { describeShard } from './shard-description.ts'
import { addressedArn, streamOf } from './stream-address.ts'
import { streamHeading, streamProperties } from './stream-description.ts'

/** Source: API reference of DescribeStream: the default, and what a higher Limit is cut to. */
const shardsPerPageMax = 100

/**
 * Describes a stream and a page of its shards.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html
 * @throws ResourceNotFoundException, InvalidArgumentException
 */
export const describeStream = defineOperation({
  name: 'DescribeStream',
  access: { action: 'kinesis:DescribeStream', resource: addressedArn },
  async run(input, { streams }, { caller }) {
    const { name, ...owner } = streamOf(input, caller)
    const stream = streams.control.get(owner, name)
    const status = streams.control.statusOf(stream) ?? 'DELETING'
    const startId = input.ExclusiveStartShardId
    const after = startId === undefined ? -1 : shardIndexOf(startId)
    if (after === undefined) throw shardNotFound(startId ?? '', name, owner)
    const range = { after, count: Math.min(input.Limit ?? shardsPerPageMax, shardsPerPageMax) }
    const page =
      status === 'CREATING'
        ? { shards: [], hasMore: false }
        : pageOfShards(stream, undefined, range, streams.clock.nowMs())
    return {
      StreamDescription: {
        ...streamHeading(stream, status),
        ...streamProperties(stream),
        Shards: page.shards.map(describeShard),
        HasMoreShards: page.hasMore,
      },
    }
  },
})
