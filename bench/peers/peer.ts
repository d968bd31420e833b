import type { RunningServer } from '../lib/compare.ts'

/** What a load is sent as: the AWS protocols by `bench/lib`'s clients, the others by `records/record-client.ts`. */
export type Protocol = 'kinesis' | 'sqs' | 'redis' | 'nats' | 'kafka'

export interface Installed {
  readonly version: string
  /** Starts it on an empty folder, with a stream of 4 shards (subjects, partitions) or a queue, both called `bench`. */
  start(directory: string): Promise<RunningServer>
}

export interface Peer {
  readonly name: string
  readonly protocol: Protocol
  /** Closes each behind its answer. */
  readonly connectionPerRequest?: true
  /** What is true of a record when it is acknowledged. */
  readonly durability: string
  /** Fetches it from its registry if it is not in a folder of `cache` yet. @throws Error when that cannot be done here */
  install(cache: string): Promise<Installed>
}
