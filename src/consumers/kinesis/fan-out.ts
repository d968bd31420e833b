import {
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis'
import type { Clock } from '../../base/index.ts'
import type { ShardBatch } from '../retrieval/stream-source.ts'
import { isNamed } from './failures.ts'
import { childOf, recordOf, startingPositionOf } from './kinesis-shapes.ts'
import type { KinesisSourceOptions, ReadShard } from './kinesis-source.ts'

/** A consumer may subscribe to a shard once a second. Source: the API's SubscribeToShard. */
const subscribeIntervalMs = 1_000
const activePollMs = 500

/** Reads by SubscribeToShard: the shard pushes its records, with 2 MiB/s for this consumer alone. */
export function fanOut({ client, clock }: KinesisSourceOptions, consumerArn: string): ReadShard {
  return async function* readShard(shardId, start, signal, moved) {
    let next = start
    while (!signal.aborted) {
      const startedMs = clock.monotonicMs()
      const command = new SubscribeToShardCommand({
        ConsumerARN: consumerArn,
        ShardId: shardId,
        StartingPosition: startingPositionOf(next),
      })
      const { EventStream } = await client.send(command, { abortSignal: signal })
      if (next.type === 'LATEST') moved({ type: 'AT_TIMESTAMP', timestampMs: clock.nowMs() })
      for await (const { SubscribeToShardEvent: event } of EventStream ?? []) {
        if (event === undefined) continue
        const { Records, ContinuationSequenceNumber, MillisBehindLatest, ChildShards } = event
        const isEnd = ContinuationSequenceNumber === undefined || (ChildShards?.length ?? 0) > 0
        if (ContinuationSequenceNumber !== undefined) {
          next = { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: ContinuationSequenceNumber }
          moved(next)
        }
        yield {
          records: (Records ?? []).map(recordOf),
          millisBehindLatest: MillisBehindLatest ?? 0,
          children: isEnd ? (ChildShards ?? []).map(childOf) : undefined,
        } satisfies ShardBatch
        if (isEnd || signal.aborted) return
      }
      await clock.sleep(startedMs + subscribeIntervalMs - clock.monotonicMs(), signal)
    }
  }
}

/** Registers the consumer if it is not there, and waits until it is active. @returns its ARN */
export async function registerConsumer(
  client: KinesisClient,
  stream: string,
  name: string,
  clock: Clock,
): Promise<string> {
  const summary = await client.send(new DescribeStreamSummaryCommand({ StreamName: stream }))
  const StreamARN = summary.StreamDescriptionSummary?.StreamARN as string
  try {
    await client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: name }))
  } catch (error) {
    if (!isNamed(error, 'ResourceInUseException')) throw error
  }
  for (;;) {
    const answer = await client.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: name }))
    const { ConsumerStatus, ConsumerARN } = answer.ConsumerDescription ?? {}
    if (ConsumerStatus === 'ACTIVE') return ConsumerARN as string
    await clock.sleep(activePollMs)
  }
}
