import { setTimeout as delay } from 'node:timers/promises'
import { PacedLoad } from './paced-load.ts'
import { RateMeter } from './rate-meter.ts'
import { rounded } from './statistics.ts'

/** What each shard is offered, at a steady rate, and how much of it may go through. */
export interface ShardOffer {
  readonly what: string
  readonly limitPerSecond: number
  /** What may go through at once. */
  readonly burst: number
  readonly requestsPerSecond: number
  /** What one request asks for, in what the limit is about. */
  readonly amount: number
  readonly paid: 'before' | 'after'
  /** One for each shard. */
  readonly requests: readonly Buffer[]
  /** How much of the request an answer of 200 has let through; without it all. */
  admitted?(body: Buffer): number
}

export interface OfferedRates {
  readonly what: string
  readonly limitPerSecond: number
  readonly shards: number
  /** What was answered in the measured time, over the limit. Undefined for a push, which has all at once. */
  readonly offered?: number
  /** What went through, over the limit: of the shard with the least, of all, of the shard with the most. */
  readonly least: number
  readonly mean: number
  readonly most: number
}

const connections = 64
const tickMs = 10
/** For every shard to have refused something. */
const refusedMsMax = 30_000

/**
 * Makes the offer to all shards in turn, and measures for `windowMs` when the bursts are used up: a second after what a
 * burst lasts at twice the limit, from when every shard has refused something.
 */
export async function offerToShards(
  port: number,
  offer: ShardOffer,
  windowMs: number,
): Promise<OfferedRates> {
  const shards = offer.requests.length
  const meters = offer.requests.map(() => new RateMeter(offer.paid))
  const full = new Set(offer.requests.keys())
  /** Whether the last answer of a shard was a refusal. */
  const hasRefused = new Uint8Array(shards)
  let isMeasuring = false
  let offered = 0
  const load = new PacedLoad({
    port,
    connections,
    requestsPerSecond: offer.requestsPerSecond * shards,
    request: (i) => offer.requests[i % shards]!,
    answered(i, _dueMs, body) {
      const admitted = offer.admitted?.(body) ?? offer.amount
      if (admitted < offer.amount) full.delete(i % shards)
      if (!isMeasuring) return
      offered += offer.amount
      const isEdge = admitted < offer.amount || hasRefused[i % shards] === 1
      meters[i % shards]!.add(performance.now(), admitted, isEdge)
      hasRefused[i % shards] = 0
    },
    refused(i, body) {
      if (!body.includes('ProvisionedThroughputExceededException')) throw new Error(body.toString())
      full.delete(i % shards)
      hasRefused[i % shards] = 1
      if (isMeasuring) offered += offer.amount
    },
    keepBodies: offer.admitted !== undefined,
  })
  load.start()
  for (let ms = 0; full.size > 0 && ms < refusedMsMax; ms += tickMs) await delay(tickMs)
  if (full.size > 0) throw new Error(`${offer.what}: ${full.size} of ${shards} shards have refused nothing`)
  await delay(1000 * (1 + offer.burst / offer.limitPerSecond))
  isMeasuring = true
  await delay(windowMs)
  isMeasuring = false
  await load.stop()
  return {
    ...ratesOf(offer, meters),
    offered: rounded(offered / (offer.limitPerSecond * shards * (windowMs / 1000))),
  }
}

export function ratesOf(
  { what, limitPerSecond }: Pick<ShardOffer, 'what' | 'limitPerSecond'>,
  meters: readonly RateMeter[],
): OfferedRates {
  const ratios = meters.map(({ perSecond }) => perSecond / limitPerSecond)
  const digits = (ratio: number) => Number(ratio.toFixed(4))
  return {
    what,
    limitPerSecond,
    shards: meters.length,
    least: digits(Math.min(...ratios)),
    mean: digits(ratios.reduce((sum, ratio) => sum + ratio, 0) / meters.length),
    most: digits(Math.max(...ratios)),
  }
}
