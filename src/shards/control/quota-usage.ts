import { tooManyOnDemandStreams, tooManyShards, tooManyStreamsInTransition } from '../errors.ts'
import type { Owner } from '../owner.ts'
import type { RegionalQuotas } from '../quotas.ts'
import { isOpen, type StreamMode, type StreamState, type StreamStatus } from '../stream-state.ts'
import { type StreamRequest, shardCountOf } from './new-stream.ts'

/** The streams that there are: see StreamControl. */
interface SeenStreams {
  list(owner: Owner): readonly StreamState[]
  statusOf(stream: StreamState): StreamStatus | undefined
}

export interface AccountUsage {
  /** Of provisioned streams: those of on-demand streams count against no quota. */
  readonly openShards: number
  readonly onDemandStreams: number
}

/** What the streams of one account in one region take of its quotas, and whether there is room for more. */
export class QuotaUsage {
  readonly #streams: SeenStreams
  readonly #quotas: RegionalQuotas

  constructor(streams: SeenStreams, quotas: RegionalQuotas) {
    this.#streams = streams
    this.#quotas = quotas
  }

  of(owner: Owner): AccountUsage {
    let openShards = 0
    let onDemandStreams = 0
    for (const { mode, shards } of this.#streams.list(owner)) {
      if (mode === 'ON_DEMAND') onDemandStreams++
      else openShards += shards.filter(isOpen).length
    }
    return { openShards, onDemandStreams }
  }

  /** Whether there is room for a new stream. @throws STREAM_QUOTA_EXCEEDED */
  checkNew(owner: Owner, request: StreamRequest): void {
    this.checkTransitions(owner)
    if (request.mode === 'ON_DEMAND') this.#checkOnDemand(owner)
    else this.checkShards(owner, shardCountOf(request))
  }

  /** Whether there is room for the stream in another mode. @throws STREAM_QUOTA_EXCEEDED */
  checkMode(stream: StreamState, mode: StreamMode): void {
    if (mode === stream.mode) return
    if (mode === 'ON_DEMAND') this.#checkOnDemand(stream)
    else this.checkShards(stream, stream.shards.filter(isOpen).length)
  }

  /** @throws STREAM_QUOTA_EXCEEDED when as many streams as may be are made, changed or deleted already */
  checkTransitions(owner: Owner): void {
    const limit = this.#quotas.of(owner).streamsInTransition
    const isInTransition = (stream: StreamState) => this.#streams.statusOf(stream) !== 'ACTIVE'
    if (this.#streams.list(owner).filter(isInTransition).length >= limit)
      throw tooManyStreamsInTransition(owner, limit)
  }

  /** @throws STREAM_QUOTA_EXCEEDED when the account cannot have so many open shards more in provisioned streams */
  checkShards(owner: Owner, additional: number): void {
    const limit = this.#quotas.of(owner).shardsPerAccount
    const current = this.of(owner).openShards
    if (current + additional > limit) throw tooManyShards(owner, { current, limit, additional })
  }

  #checkOnDemand(owner: Owner): void {
    const limit = this.#quotas.of(owner).onDemandStreamsPerAccount
    const current = this.of(owner).onDemandStreams
    if (current >= limit) throw tooManyOnDemandStreams(owner, current, limit)
  }
}
