import type { ChildShard, ShardInfo, StreamSource } from '../retrieval/stream-source.ts'
import { isShardEnd } from './checkpoint.ts'
import type { Lease } from './lease.ts'
import type { LeaseStore } from './lease-store.ts'
import { createLeases, type InitialPosition, missingLeases } from './shard-sync.ts'

/** Keeps the leases of an application in step with the shards of what it reads. */
export class LeaseSync {
  readonly #source: StreamSource
  readonly #store: LeaseStore
  readonly #initialPosition: InitialPosition

  constructor(source: StreamSource, store: LeaseStore, initialPosition: InitialPosition) {
    this.#source = source
    this.#store = store
    this.#initialPosition = initialPosition
  }

  /** An application may have leases of streams that this worker was not told of. */
  async list(): Promise<Lease[]> {
    return (await this.#store.list()).filter(({ key }) => this.#source.nameOf(key) !== undefined)
  }

  /**
   * Creates the leases that are missing, and removes those of shards that are done and gone.
   * @param children shards that a list may not show yet
   */
  async run(children: readonly ChildShard[] = []): Promise<void> {
    /* First the leases: a shard with a lease that is not listed afterwards is gone, and not new. */
    const leases = await this.list()
    const listed = await this.#source.listShards()
    const isListed = new Set(listed.map(({ shardId }) => shardId))
    const unlisted = children.filter(({ shardId }) => !isListed.has(shardId))
    const shards = [...listed, ...unlisted.map((child) => ({ ...child, isOpen: true }))]
    await createLeases(this.#store, missingLeases(shards, leases, this.#initialPosition))
    await this.#removeGone(shards, leases)
  }

  /** A worker that was cut off may create a lease anew for as long as it believes that the shard is there. */
  async #removeGone(shards: readonly ShardInfo[], leases: readonly Lease[]): Promise<void> {
    const isThere = new Set(shards.map(({ shardId }) => shardId))
    for (const { key, counter, checkpoint } of leases)
      if (isShardEnd(checkpoint) && !isThere.has(key)) await this.#store.remove(key, counter)
  }
}
