import { streamName } from './bodies.ts'
import { kinesisCall } from './kinesis-call.ts'
import { queueName } from './queue-load.ts'
import { sqsCall } from './sqs-call.ts'
import { millraceArgs, StartedServer } from './started-server.ts'

/** Millrace as most benches run it: quotas off, and durable (the default: an answer means on disk). */
export function startMillrace(
  directory: string,
  limits: 'aws' | 'off' = 'off',
  durability: 'fsync' | 'os' = 'fsync',
): Promise<StartedServer> {
  return StartedServer.start(millraceArgs(directory, '--limits', limits, '--durability', durability))
}

export async function startMillraceWithStream(
  directory: string,
  { shardCount, durability }: { shardCount: number; durability?: 'fsync' | 'os' },
): Promise<StartedServer> {
  const server = await startMillrace(directory, 'off', durability)
  await kinesisCall(server.url, 'CreateStream', { StreamName: streamName, ShardCount: shardCount })
  return server
}

export async function startMillraceWithQueue(directory: string): Promise<StartedServer> {
  const server = await startMillrace(directory)
  await sqsCall(server.url, 'CreateQueue', { QueueName: queueName })
  return server
}
