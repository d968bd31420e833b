import type { Clock, TokenSeal } from '../../base/index.ts'
import type { LogId, Offset } from '../../log/index.ts'
import type { StreamControl } from '../control/stream-control.ts'
import { shardNotFound } from '../errors.ts'
import { tokenLifeMs } from '../limits.ts'
import type { Owner } from '../owner.ts'
import { shardIdOf } from '../shard-id.ts'
import { findShard, type ShardState, type StreamState } from '../stream-state.ts'
import { expiredIterator, invalidIterator } from './errors.ts'
import type { TokenPurpose } from './next-tokens.ts'

/*
 * What an iterator says, inside its seal. Doubles little-endian, exact for all values; sizes in bytes.
 *
 *   0             8        16      24            28
 *   | created, ms | log    | offset | shard index | stream name, ASCII ...
 *   | f64         | f64    | f64    | u32         |
 *
 * The log is that of one shard of one stream for good: an iterator of a deleted stream is none of the next by its name.
 */
const nameAt = 28

/** A place to read from. */
export interface ShardPosition {
  readonly stream: StreamState
  readonly shard: ShardState
  readonly offset: Offset
}

interface IteratorContent {
  readonly createdMs: number
  readonly log: LogId
  readonly offset: Offset
  readonly shardIndex: number
  readonly name: string
}

/** Shard iterators: opaque to clients, good for `tokenLifeMs` and over restarts. */
export class ShardIterators {
  readonly #seal: TokenSeal<TokenPurpose>
  readonly #clock: Clock
  readonly #control: StreamControl

  constructor(seal: TokenSeal<TokenPurpose>, clock: Clock, control: StreamControl) {
    this.#seal = seal
    this.#clock = clock
    this.#control = control
  }

  create({ stream, shard, offset }: ShardPosition): string {
    const content = Buffer.allocUnsafe(nameAt + stream.name.length)
    content.writeDoubleLE(this.#clock.nowMs(), 0)
    content.writeDoubleLE(shard.log, 8)
    content.writeDoubleLE(offset, 16)
    content.writeUInt32LE(shard.index, 24)
    content.write(stream.name, nameAt, 'latin1')
    return this.#seal.seal('iterator', content)
  }

  /** @throws ITERATOR_INVALID, ITERATOR_EXPIRED, SHARD_NOT_FOUND (the stream is gone, or not the caller's) */
  open(owner: Owner, iterator: string): ShardPosition {
    const content = this.#seal.open('iterator', iterator)
    if (content === undefined) throw invalidIterator()
    const { createdMs, log, offset, shardIndex, name } = contentOf(content)
    const nowMs = this.#clock.nowMs()
    if (nowMs - createdMs > tokenLifeMs) throw expiredIterator({ createdMs, nowMs, lifeMs: tokenLifeMs })
    const stream = this.#control.findActive(owner, name)
    const shard = stream && findShard(stream, shardIndex)
    if (stream === undefined || shard?.log !== log) throw shardNotFound(shardIdOf(shardIndex), name, owner)
    return { stream, shard, offset }
  }
}

function contentOf(content: Buffer): IteratorContent {
  return {
    createdMs: content.readDoubleLE(0),
    log: content.readDoubleLE(8),
    offset: content.readDoubleLE(16),
    shardIndex: content.readUInt32LE(24),
    name: content.toString('latin1', nameAt),
  }
}
