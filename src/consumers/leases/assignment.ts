import { isShardEnd } from './checkpoint.ts'
import type { Lease } from './lease.ts'

/** What one worker should do to have its share. */
export interface Assignment {
  /** Leases of nobody, to be taken at once. */
  readonly take: readonly Lease[]
  /** Leases of workers with more than their share, to be handed over by them. */
  readonly ask: readonly Lease[]
}

interface AssignmentOptions {
  /** Every lease of the application. */
  readonly leases: readonly Lease[]
  readonly worker: string
  isExpired(lease: Lease): boolean
  /** A number from 0 up to 1 for each lease: workers that look at the same time reach for different ones. */
  readonly random: () => number
  /** No more leases than this in all. */
  readonly leasesMax: number
}

/** A worker asks for no lease of another until it is this part below its share. KCL 3: 10 %. */
const rebalanceThreshold = 0.1
/** The part of what it lacks that a worker asks for at a time, since others do the same. KCL 3: 60 %. */
const dampening = 0.6

/**
 * Decides without a leader: each worker reads all leases, and works out its share of what they bring. First the leases
 * of nobody are shared out. When there are none, a worker below its share asks the one with the most for leases whose
 * move makes the two more alike, so that moves come to an end.
 */
export function assignLeases(options: AssignmentOptions): Assignment {
  const { leases, worker, isExpired, random, leasesMax } = options
  const byKey = new Map(leases.map((lease) => [lease.key, lease]))
  const open = leases.filter((lease) => !isShardEnd(lease.checkpoint) && mayBegin(lease, byKey))
  const loads = new Loads(open, worker, isExpired)
  const mine = open.filter(({ owner }) => owner === worker)
  const free = shuffle(
    open.filter((lease) => lease.owner !== worker && isExpired(lease)),
    random,
  )
  const take: Lease[] = []
  for (const lease of free) {
    if (loads.of(worker) >= loads.share || mine.length + take.length >= leasesMax) break
    loads.move(lease, undefined, worker)
    take.push(lease)
  }
  const room = leasesMax - mine.length - take.length
  return { take, ask: free.length > 0 ? [] : leasesToAskFor(open, worker, loads, room) }
}

/** Parents come first: their records were put before the shard's own. A parent without a lease is done or gone. */
function mayBegin({ parents }: Lease, leases: ReadonlyMap<string, Lease>): boolean {
  return parents.every((parent) => {
    const lease = leases.get(parent)
    return lease === undefined || isShardEnd(lease.checkpoint)
  })
}

function leasesToAskFor(open: readonly Lease[], worker: string, loads: Loads, room: number): Lease[] {
  const missing = loads.share - loads.of(worker)
  if (missing <= loads.share * rebalanceThreshold) return []
  const goal = loads.of(worker) + missing * dampening
  const asked: Lease[] = []
  while (asked.length < room && (asked.length === 0 || loads.of(worker) < goal)) {
    const richest = loads.richest()
    const lease = bestToMove(
      open.filter(
        (candidate) => candidate.owner === richest && isSettled(candidate) && !asked.includes(candidate),
      ),
      loads,
      (loads.of(richest) - loads.of(worker)) / 2,
    )
    if (richest === worker || lease === undefined) break
    loads.move(lease, richest, worker)
    asked.push(lease)
  }
  return asked
}

/** One that changes hands already stays where it goes. */
function isSettled({ checkpointOwner }: Lease): boolean {
  return checkpointOwner === undefined
}

/** The lease whose weight comes nearest to `half` the difference of two workers; none whose move would only swap them. */
function bestToMove(candidates: readonly Lease[], loads: Loads, half: number): Lease | undefined {
  let best: Lease | undefined
  for (const lease of candidates) {
    const weight = loads.weightOf(lease)
    if (weight >= 2 * half) continue
    if (best === undefined || Math.abs(weight - half) < Math.abs(loads.weightOf(best) - half)) best = lease
  }
  return best
}

/** What each live worker has. A worker without a lease is known to itself only. */
class Loads {
  readonly #loads = new Map<string, number>()
  readonly #baseWeight: number
  readonly share: number

  constructor(open: readonly Lease[], worker: string, isExpired: (lease: Lease) => boolean) {
    const bytesPerSecond = open.reduce((sum, lease) => sum + lease.bytesPerSecond, 0)
    /* An idle shard costs its reads, and says nothing of what it will bring. */
    this.#baseWeight = 1 + bytesPerSecond / Math.max(1, open.length) / 4
    this.#loads.set(worker, 0)
    let total = 0
    for (const lease of open) {
      const weight = this.weightOf(lease)
      total += weight
      if (lease.owner !== undefined && (lease.owner === worker || !isExpired(lease)))
        this.#loads.set(lease.owner, this.of(lease.owner) + weight)
    }
    this.share = total / this.#loads.size
  }

  weightOf({ bytesPerSecond }: Lease): number {
    return this.#baseWeight + bytesPerSecond
  }

  of(worker: string): number {
    return this.#loads.get(worker) ?? 0
  }

  move(lease: Lease, from: string | undefined, to: string): void {
    const weight = this.weightOf(lease)
    if (from !== undefined) this.#loads.set(from, this.of(from) - weight)
    this.#loads.set(to, this.of(to) + weight)
  }

  richest(): string {
    let richest = ''
    for (const [worker, load] of this.#loads) if (richest === '' || load > this.of(richest)) richest = worker
    return richest
  }
}

function shuffle(leases: readonly Lease[], random: () => number): Lease[] {
  return leases
    .map((lease) => ({ lease, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ lease }) => lease)
}
