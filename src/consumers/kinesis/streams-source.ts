import type {
  ChildShard,
  ShardBatch,
  ShardInfo,
  ShardName,
  StartingPosition,
  StreamSource,
} from '../retrieval/stream-source.ts'
import { isNamed } from './failures.ts'

/**
 * Several streams as one. A shard is named by its stream's identifier and its own id, `account:stream:creationEpoch:shardId`,
 * as the Kinesis Client Library names the leases of several streams: a stream that is made anew has leases of its own.
 */
export class StreamsSource implements StreamSource {
  /** By identifier. */
  readonly #sources: ReadonlyMap<string, StreamSource>

  /** @param sources by identifier: `account:stream:creationEpoch` */
  constructor(sources: ReadonlyMap<string, StreamSource>) {
    this.#sources = sources
  }

  async listShards(): Promise<ShardInfo[]> {
    const all = await Promise.all([...this.#sources].map(([stream, source]) => listOne(stream, source)))
    return all.flat()
  }

  async *read(key: string, start: StartingPosition, signal: AbortSignal): AsyncGenerator<ShardBatch> {
    const [stream, shardId] = partsOf(key)
    const source = this.#sources.get(stream)
    if (source === undefined) return
    for await (const batch of source.read(shardId, start, signal)) {
      const children = batch.children?.map((child) => ({ ...child, ...namesIn(stream, child) }))
      yield { ...batch, children }
    }
  }

  nameOf(key: string): ShardName | undefined {
    const [stream, shardId] = partsOf(key)
    return this.#sources.get(stream)?.nameOf(shardId)
  }
}

/** A stream that was deleted has no shards, and keeps no other from being read. */
async function listOne(stream: string, source: StreamSource): Promise<ShardInfo[]> {
  try {
    const shards = await source.listShards()
    return shards.map((shard) => ({ ...shard, ...namesIn(stream, shard) }))
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return []
    throw error
  }
}

/** No shard's id has a colon. @returns the stream's identifier, empty where there is none, and the shard's id */
function partsOf(key: string): [stream: string, shardId: string] {
  const colon = key.lastIndexOf(':')
  return [key.slice(0, Math.max(0, colon)), key.slice(colon + 1)]
}

function namesIn(stream: string, { shardId, parents }: ChildShard) {
  return { shardId: `${stream}:${shardId}`, parents: parents.map((parent) => `${stream}:${parent}`) }
}
