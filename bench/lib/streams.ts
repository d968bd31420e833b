import { kinesisCall } from './kinesis-call.ts'

export function shardIdOf(shard: number): string {
  return `shardId-${String(shard).padStart(12, '0')}`
}

/** A hash key in the middle of one of so many even shards. */
export function hashKeyOf(shard: number, shardCount: number): string {
  return String(((2n * BigInt(shard) + 1n) << 127n) / BigInt(shardCount))
}

/** @returns its ARN */
export async function registerConsumer(
  url: string,
  streamName: string,
  ConsumerName: string,
): Promise<string> {
  const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${streamName}`
  const { Consumer } = await kinesisCall<{ Consumer: { ConsumerARN: string } }>(
    url,
    'RegisterStreamConsumer',
    { StreamARN, ConsumerName },
  )
  return Consumer.ConsumerARN
}
