import { type Clock, inSlices, type Logger, passOnBug } from '../../base/index.ts'
import type { LogId } from '../../log/index.ts'
import type { StreamControl } from '../control/stream-control.ts'
import { streamShardsMax } from '../limits.ts'
import { type Owner, placeOf } from '../owner.ts'
import type { RegionalQuotas } from '../quotas.ts'
import { shardIdOf } from '../shard-id.ts'
import { findShard, isOpen, type StreamState } from '../stream-state.ts'
import { decideScaling, type ScalingDecision } from './on-demand-scaling.ts'
import type { ReshardStep } from './reshard-plan.ts'
import { evenSteps, splitSteps } from './reshard-steps.ts'
import type { ReshardDecision } from './resharding.ts'
import { type WriteCounters, WriteLoad } from './write-load.ts'

const sampleIntervalMs = 60_000

/** What lets a stream grow: see Resharding. */
interface GrowingShards {
  reshard(
    owner: Owner,
    name: string,
    decide: (stream: StreamState) => ReshardDecision | undefined,
  ): Promise<unknown>
}

interface OnDemandParts {
  readonly control: StreamControl
  readonly resharding: GrowingShards
  readonly clock: Clock
  readonly logger: Logger
  readonly quotas: RegionalQuotas
  /** Undefined for a shard that was never used. */
  countersOf(log: LogId): WriteCounters | undefined
}

/**
 * Lets on-demand streams grow with what is written to them: once a minute the counters of their shards are read, and
 * see `decideScaling`. Until a stream has grown its shards have their limits, so writers that exceed them are refused.
 *
 * Not for a server without limits, where no shard is ever near one.
 */
export class OnDemandTask {
  readonly #parts: OnDemandParts
  readonly #stop = new AbortController()
  #loads = new Map<string, WriteLoad>()
  #sampledMs: number

  constructor(parts: OnDemandParts) {
    this.#parts = parts
    this.#sampledMs = parts.clock.monotonicMs()
  }

  /** Samples and decides at intervals until `stop`. */
  async run(): Promise<void> {
    const { signal } = this.#stop
    for (;;) {
      await this.#parts.clock.sleep(sampleIntervalMs, signal)
      if (signal.aborted) return
      await this.round()
    }
  }

  stop(): void {
    this.#stop.abort()
  }

  /** One sample of every on-demand stream, and what follows from it. A stream that cannot be scaled waits for the next. */
  async round(): Promise<void> {
    const { control, clock } = this.#parts
    const nowMs = clock.monotonicMs()
    const seconds = (nowMs - this.#sampledMs) / 1000
    this.#sampledMs = nowMs
    if (seconds <= 0) return
    const streams = [...control.all()].filter(({ mode }) => mode === 'ON_DEMAND')
    const loads = new Map<string, WriteLoad>()
    for (const stream of streams) loads.set(keyOf(stream), this.#sample(stream, seconds))
    this.#loads = loads
    for (const stream of streams) {
      const load = loads.get(keyOf(stream))!
      const decision = this.#decide(stream, load)
      if (decision !== undefined && (await this.#carryOut(stream, decision))) load.startOver()
    }
  }

  #sample(stream: StreamState, seconds: number): WriteLoad {
    const { quotas, countersOf } = this.#parts
    const load = this.#loads.get(keyOf(stream)) ?? new WriteLoad(quotas.of(stream))
    load.sample(stream, seconds, countersOf)
    return load
  }

  #decide(stream: StreamState, { samples, peak }: WriteLoad): ScalingDecision | undefined {
    const { control, quotas } = this.#parts
    if (control.statusOf(stream) !== 'ACTIVE') return undefined
    return decideScaling({
      samples,
      peak,
      openShards: stream.shards.filter(isOpen).length,
      warmShards: stream.warmThroughputMiBps ?? 0,
      shardsMax: Math.min(quotas.of(stream).shardsPerOnDemandStream, streamShardsMax),
    })
  }

  /** @returns whether the stream has other shards now */
  async #carryOut(stream: StreamState, decision: ScalingDecision): Promise<boolean> {
    const { resharding, logger } = this.#parts
    const { name } = stream
    try {
      const steps = await stepsOf(stream, decision)
      let isDone = false
      await resharding.reshard(stream, name, (current) => {
        isDone = steps.length > 0 && isAsItWas(stream, current)
        return isDone ? { steps } : undefined
      })
      return isDone
    } catch (error) {
      passOnBug(error)
      logger.warn({ err: error, stream: name }, 'an on-demand stream could not be scaled')
      return false
    }
  }
}

/** Others have their turn between a decision and what follows from it, and may have deleted, scaled or switched the stream. */
function isAsItWas(stream: StreamState, current: StreamState): boolean {
  return keyOf(current) === keyOf(stream) && current.mode === stream.mode && current.shards === stream.shards
}

async function stepsOf(stream: StreamState, decision: ScalingDecision): Promise<readonly ReshardStep[]> {
  if (decision.kind === 'scale') return inSlices(evenSteps(stream, decision.splitTo))
  return decision.shards.flatMap((index) => halvingSteps(stream, index))
}

function halvingSteps(stream: StreamState, index: number): readonly ReshardStep[] {
  const { startingHashKey, endingHashKey } = findShard(stream, index)!
  const start = BigInt(startingHashKey)
  const end = BigInt(endingHashKey)
  return start === end ? [] : splitSteps(stream, shardIdOf(index), (start + end + 1n) / 2n)
}

/** No other stream by the name has it: `createdMs` tells them apart. */
function keyOf(stream: StreamState): string {
  return `${placeOf(stream)}/${stream.name}/${stream.createdMs}`
}
