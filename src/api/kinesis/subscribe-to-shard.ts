import {
  findShard,
  type ShardPush,
  type Subscription,
  shardIndexOf,
  shardNotFound,
} from '../../shards/index.ts'
import type { Caller } from '../caller.ts'
import type { Messages } from '../operation.ts'
import { consumerOfArn } from './consumer-address.ts'
import { dryRunSucceeded } from './dry-run.ts'
import { listRecords } from './get-records.ts'
import { defineOperation, type KinesisContext } from './operation.ts'
import type { SubscribeToShardEvent, SubscribeToShardEventStream, SubscribeToShardInput } from './shapes.ts'
import { describeChildShard } from './shard-description.ts'
import { startingPositionOf } from './starting-position.ts'
import { refuseStreamId } from './stream-address.ts'
import { PushMessage } from './subscribe-to-shard-json.ts'

interface SubscribeCall {
  readonly caller: Caller
  readonly signal: AbortSignal
}

/**
 * Pushes the records of a shard to a consumer as they come, for 5 minutes.
 * Source: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html
 * @throws ResourceNotFoundException, ResourceInUseException, LimitExceededException, InvalidArgumentException
 */
export const subscribeToShard = defineOperation({
  name: 'SubscribeToShard',
  access: { action: 'kinesis:SubscribeToShard', resource: ({ ConsumerARN }) => ConsumerARN },
  async run(input, context, call) {
    return { EventStream: events(await subscribe(input, context, call)) }
  },
  runToMessages(input, context, call) {
    if (call.protocol.name !== 'json') return undefined
    return subscribe(input, context, call).then((subscription) =>
      messages(subscription, new PushMessage(call.protocol.contentType)),
    )
  },
})

async function subscribe(
  input: SubscribeToShardInput,
  { streams }: KinesisContext,
  { caller, signal }: SubscribeCall,
): Promise<Subscription> {
  refuseStreamId(input)
  const consumer = consumerOfArn(input.ConsumerARN, streams, caller)
  const { stream: name } = consumer
  const stream = streams.active(consumer, name)
  const state = findShard(stream.state, shardIndexOf(input.ShardId) ?? -1)
  if (state === undefined) throw shardNotFound(input.ShardId, name, consumer)
  streams.subscriptions.admit(consumer, state)
  const { Type: type, SequenceNumber: sequenceNumber, Timestamp: timestampMs } = input.StartingPosition
  const position = startingPositionOf({ type, sequenceNumber, timestampMs })
  const offset = await streams.startingOffset(stream.state, state, position, 'SubscribeToShard')
  if (input.DryRun === true) throw dryRunSucceeded()
  /* Once more: of two calls that come together one only is to get through. */
  streams.subscriptions.admit(consumer, state)
  const shard = stream.shard(state)
  return streams.subscriptions.open({ consumer, stream: stream.state, shard, state, offset, signal })
}

async function* events(subscription: Subscription): AsyncGenerator<SubscribeToShardEventStream> {
  try {
    for (;;) {
      const event = await subscription.next(plainEvent)
      if (event === undefined) return
      yield { SubscribeToShardEvent: event }
    }
  } finally {
    subscription.end()
  }
}

function plainEvent({ records, continuation, children }: ShardPush): SubscribeToShardEvent {
  /* The model requires ContinuationSequenceNumber; at the end of a shard AWS leaves it out:
     https://github.com/awslabs/amazon-kinesis-client/pull/1744 */
  return {
    Records: listRecords(records),
    ...(continuation !== undefined && { ContinuationSequenceNumber: continuation }),
    MillisBehindLatest: records.millisBehindLatest,
    ...(children !== undefined && { ChildShards: children.map(describeChildShard) }),
  } as SubscribeToShardEvent
}

async function* messages(subscription: Subscription, message: PushMessage): Messages {
  try {
    for (;;) {
      const bytes = await subscription.next((push) => message.write(push))
      if (bytes === undefined) return
      yield bytes
      /* Not where the client has gone in the middle of it: the system may still have it. */
      message.release()
    }
  } finally {
    subscription.end()
  }
}
