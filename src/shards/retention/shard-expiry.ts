import type { Clock } from '../../base/index.ts'
import type { ControlLog } from '../control/control-log.ts'
import type { StreamControl } from '../control/stream-control.ts'
import { ownerOf } from '../owner.ts'
import { retentionHorizonMs, type ShardState, type StreamState } from '../stream-state.ts'
import type { StreamsInUse } from '../streams-in-use.ts'

interface ShardExpiryParts {
  readonly log: ControlLog
  readonly control: StreamControl
  readonly clock: Clock
  readonly inUse: StreamsInUse
}

/** Forgets closed shards, and drops their logs, once retention has passed since they were closed. */
export class ShardExpiry {
  readonly #parts: ShardExpiryParts

  constructor(parts: ShardExpiryParts) {
    this.#parts = parts
  }

  /** Lists do not show these shards any more: this only gives back what they take. @throws as ControlLog.commit */
  async expire(stream: StreamState): Promise<void> {
    if (this.#expiredOf(stream).length === 0) return
    const { log, control, inUse } = this.#parts
    const { name } = stream
    await log.inTurn(async () => {
      const current = control.find(stream, name)
      const expired = current === undefined ? [] : this.#expiredOf(current)
      if (current?.goneAtMs !== undefined || expired.length === 0) return
      const indexes = expired.map(({ index }) => index)
      const logs = expired.map((shard) => shard.log)
      await log.commit({ kind: 'shards-expired', owner: ownerOf(stream), name, indexes }, [], logs)
      for (const gone of logs) inUse.forgetShard(gone)
    })
  }

  /** All records of a shard came before it was closed. */
  #expiredOf(stream: StreamState): ShardState[] {
    const horizonMs = retentionHorizonMs(stream, this.#parts.clock.nowMs())
    return stream.shards.filter(({ closedMs }) => closedMs !== undefined && closedMs <= horizonMs)
  }
}
