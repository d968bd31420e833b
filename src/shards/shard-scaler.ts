import { notScalable } from './settings/errors.ts'
import type { StreamControl } from './stream-control.ts'
import { isOpen, type Owner } from './stream-state.ts'

/** Gives a stream another number of open shards. What resharding is for whoever wants capacity only. */
export interface ShardScaler {
  /** Nothing happens if the stream has that number. Durable when it resolves; when it rejects nothing has changed. */
  scaleTo(owner: Owner, name: string, shardCount: number): Promise<unknown>
}

/** For as long as there is no resharding: leaves the shards as they are, and says so where that is not enough. */
export class FixedShards implements ShardScaler {
  readonly #control: StreamControl

  constructor(control: StreamControl) {
    this.#control = control
  }

  /** @throws STREAM_NOT_FOUND, STREAM_NOT_SCALABLE */
  async scaleTo(owner: Owner, name: string, shardCount: number): Promise<void> {
    const openCount = this.#control.get(owner, name).shards.filter(isOpen).length
    if (openCount === shardCount) return
    throw notScalable(`Stream ${name} under account ${owner.account}`, openCount, shardCount)
  }
}
