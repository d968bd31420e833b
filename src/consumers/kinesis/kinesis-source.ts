import type { KinesisClient } from '@aws-sdk/client-kinesis'
import type { Clock, Logger } from '../../base/index.ts'
import type {
  ShardBatch,
  ShardInfo,
  ShardName,
  StartingPosition,
  StreamSource,
} from '../retrieval/stream-source.ts'
import { Attempts, isNamed } from './failures.ts'
import { listShards } from './kinesis-shapes.ts'

export interface KinesisSourceOptions {
  readonly client: KinesisClient
  readonly stream: string
  readonly clock: Clock
  readonly logger: Logger
}

/** A way to read: batches until the end, a failure or the signal. `moved` is told where the next attempt begins. */
export type ReadShard = (
  shardId: string,
  start: StartingPosition,
  signal: AbortSignal,
  moved: (start: StartingPosition) => void,
) => AsyncIterable<ShardBatch>

/** A shard past its retention, whose records nobody can read any more. */
const goneShard: ShardBatch = { records: [], millisBehindLatest: 0, children: [] }

/** A stream of Kinesis. What fails is tried again, from where it was left, until the reader has had enough. */
export class KinesisSource implements StreamSource {
  readonly #options: KinesisSourceOptions
  readonly #readShard: ReadShard

  constructor(options: KinesisSourceOptions, readShard: ReadShard) {
    this.#options = options
    this.#readShard = readShard
  }

  listShards(): Promise<ShardInfo[]> {
    return listShards(this.#options.client, this.#options.stream)
  }

  nameOf(key: string): ShardName | undefined {
    return key.includes(':') ? undefined : { stream: this.#options.stream, shardId: key }
  }

  async *read(shardId: string, start: StartingPosition, signal: AbortSignal): AsyncGenerator<ShardBatch> {
    const attempts = new Attempts(this.#options.clock, this.#options.logger, signal)
    let next = start
    const moved = (to: StartingPosition) => {
      next = to
    }
    while (!signal.aborted) {
      try {
        for await (const batch of this.#readShard(shardId, next, signal, moved)) {
          attempts.succeeded()
          yield batch
          if (batch.children !== undefined) return
        }
      } catch (error) {
        if (isNamed(error, 'ResourceNotFoundException') && (await this.#isGone(shardId))) {
          yield goneShard
          return
        }
        await attempts.failed(error, shardId)
      }
    }
  }

  /** False while the list can't be read, as when the stream was deleted: what is left of it is not marked as done. */
  async #isGone(shardId: string): Promise<boolean> {
    try {
      const shards = await this.listShards()
      return shards.every((shard) => shard.shardId !== shardId)
    } catch {
      return false
    }
  }
}
