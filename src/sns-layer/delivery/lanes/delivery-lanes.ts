import { type Clock, type Logger, passOnBug } from '../../../base/index.ts'
import type { LogStore } from '../../../log/index.ts'
import { type NewWork, type PreparedSend, Timers, type Work, workAppend } from '../../../sqs-layer/index.ts'
import { DeliverySlots, type Slot } from './delivery-slots.ts'
import { Lane } from './lane.ts'
import { LaneDirectory, type LaneState } from './lane-directory.ts'
import { LaneLines } from './lane-lines.ts'
import { OpenLanes } from './open-lanes.ts'
import type { Recipient, Verdict } from './verdict.ts'

/** A delivery that takes longer is slow. Ours. */
const slowMs = 1000
/** Lanes that are opened and looked at, at once. Ours. */
const servedMax = 64
/** A lane that is empty stays for so long, so that a little traffic does not make and drop its logs all the time. Ours. */
const lingerMs = 30_000
/** After a failure of the store or of a read. */
const restMs = 1000
/** How long a stop waits for deliveries under way; those that are cut off are made again after the start. */
const graceMs = 2000

export interface DeliveryLanesParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  /** Lanes whose work queues are in memory. */
  readonly openMax?: number
  /** Who gets what is in a lane. @returns undefined when nobody does any more */
  recipientOf(name: string): Promise<Recipient | undefined>
}

/**
 * Makes all deliveries, each as soon as its subscription, its rate and its back-off allow.
 *
 * A lane is a work queue for one subscription, on the disk while it has something in it. In memory are the lanes themselves (some 300
 * bytes each), those of them that are open, and the deliveries under way: all of that is bounded but for the first. Lanes that can go on
 * stand in line, and each begins a few deliveries when its turn comes.
 */
export class DeliveryLanes {
  readonly #parts: DeliveryLanesParts
  readonly #directory: LaneDirectory
  readonly #timers: Timers
  readonly #slots = new DeliverySlots()
  readonly #lines = new LaneLines()
  readonly #open: OpenLanes
  readonly #lanes = new Map<string, Lane>()
  /** What is under way. */
  readonly #running = new Set<Promise<void>>()
  readonly #cut = new AbortController()
  #served = 0
  #isPumping = false
  #isStopping = false

  private constructor(parts: DeliveryLanesParts, directory: LaneDirectory) {
    this.#parts = parts
    this.#directory = directory
    this.#timers = new Timers(parts.clock)
    this.#open = new OpenLanes(parts)
  }

  /** Finds what the store holds. Nothing is delivered until `start` is called. @throws as LaneDirectory.open */
  static async open(parts: DeliveryLanesParts): Promise<DeliveryLanes> {
    const lanes = new DeliveryLanes(parts, await LaneDirectory.open(parts))
    for (const state of lanes.#directory.all()) lanes.#add(state)
    return lanes
  }

  start(): void {
    for (const lane of this.#lanes.values()) this.#lineUp(lane)
  }

  /** Subscriptions with deliveries that are not made, or were not until just now. */
  get laneCount(): number {
    return this.#lanes.size
  }

  /** Those of them whose work queues are in memory. */
  get openCount(): number {
    return this.#open.count
  }

  get underWayCount(): number {
    return this.#slots.takenCount
  }

  /** Deliveries for one lane, ready for a commit in this turn (see commitPrepared), which makes the lane if it is not there. */
  prepare(name: string, isFifo: boolean, works: readonly NewWork[]): PreparedSend {
    const { store, clock } = this.#parts
    const known = this.#lanes.get(name)
    const state = known?.state ?? { name, isFifo, messages: store.newLogId(), events: store.newLogId() }
    const made = known === undefined ? this.#directory.make(state) : undefined
    const append = workAppend(store, state.messages, works, clock.nowMs())
    let lane: Lane | undefined
    return {
      appends: made === undefined ? [append] : [made.append, append],
      taken: (done) => {
        made?.taken(done)
        lane = known ?? this.#add(state)
        lane.pins++
      },
      durable: () => Promise.resolve(),
      sent: () => undefined,
      release: () => {
        store.release(append.frames)
        if (lane === undefined) return
        lane.pins--
        this.#lineUp(lane)
      },
    }
  }

  /** Resolves when nothing of this is on its way to the store any more. To be called before the store is closed. */
  async close(): Promise<void> {
    this.#isStopping = true
    this.#timers.close()
    const over = new AbortController()
    const ended = this.#ended().then(() => over.abort())
    await this.#parts.clock.sleep(this.#running.size === 0 ? 0 : graceMs, over.signal)
    this.#cut.abort()
    await ended
    await this.#open.closeAll()
    await this.#directory.settled()
  }

  async #ended(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled([...this.#running])
  }

  #add(state: LaneState): Lane {
    const lane = new Lane(state)
    this.#lanes.set(state.name, lane)
    return lane
  }

  #lineUp(lane: Lane): void {
    if (this.#isStopping) return
    lane.isEmpty = false
    this.#timers.cancel(lane.timer)
    this.#lines.append(lane)
    this.#pumpSoon()
  }

  #pumpSoon(): void {
    if (this.#isPumping) return
    this.#isPumping = true
    queueMicrotask(() => {
      this.#isPumping = false
      this.#pump()
    })
  }

  #pump(): void {
    while (!this.#isStopping && this.#served < servedMax) {
      const lane = this.#lines.takeNext((isSlow) => this.#slots.hasRoom(isSlow))
      if (lane === undefined) return
      // One that is served says where it goes on when that is over.
      if (!lane.isServed) this.#run(this.#serve(lane))
    }
  }

  #run(work: Promise<void>): void {
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
  }

  /** Lets a lane begin as many deliveries as it can now. */
  async #serve(lane: Lane): Promise<void> {
    lane.isServed = true
    this.#served++
    try {
      const queue = await this.#open.use(lane)
      const recipient = await this.#parts.recipientOf(lane.state.name)
      lane.limit(recipient?.deliveriesPerSecond, this.#parts.clock)
      if (recipient === undefined) await queue.clear()
      else await this.#take(lane, recipient)
    } catch (error) {
      this.#rest(lane, error)
    }
    lane.isServed = false
    this.#served--
    this.#settle(lane)
    this.#pumpSoon()
  }

  async #take(lane: Lane, recipient: Recipient): Promise<void> {
    while (!this.#isStopping && lane.nextMs(this.#parts.clock.nowMs()) === 0) {
      if (!this.#slots.hasRoom(lane.isSlow)) return
      const slot = this.#slots.take(lane.isSlow)
      lane.begin()
      const work = await this.#takeOne(lane).catch((error: unknown) => {
        this.#end(lane, slot)
        throw error
      })
      if (work === undefined) {
        this.#end(lane, slot)
        return
      }
      this.#run(this.#deliver(lane, recipient, work, slot))
    }
  }

  async #takeOne(lane: Lane): Promise<Work | undefined> {
    const [work] = await lane.queue!.take(1)
    if (work === undefined || !lane.isHeldUp) return work
    // The one before it was given up while this one was read.
    lane.queue!.giveBack(work)
    return undefined
  }

  async #deliver(lane: Lane, recipient: Recipient, work: Work, slot: Slot): Promise<void> {
    const slow = this.#timers.set(this.#parts.clock.nowMs() + slowMs, () => {
      lane.isSlow = true
      if (this.#slots.slowDown(slot)) this.#pumpSoon()
    })
    try {
      const verdict = await recipient.attempt(work, this.#cut.signal)
      if (verdict.kind === 'done' && verdict.isHealthy) lane.succeeded(slow.at < 0)
      else lane.failed()
      if (!this.#cut.signal.aborted) await this.#carryOut(lane, work, verdict)
    } catch (error) {
      this.#rest(lane, error)
    }
    this.#timers.cancel(slow)
    lane.queue!.giveBack(work)
    this.#end(lane, slot)
    this.#settle(lane)
  }

  async #carryOut(lane: Lane, work: Work, verdict: Verdict): Promise<void> {
    const queue = lane.queue!
    if (verdict.kind === 'put-off') return queue.putOff(work, verdict.dueMs)
    if (verdict.kind === 'done' && verdict.isHealthy) return queue.done(work)
    lane.endings++
    try {
      if (verdict.kind === 'done') await queue.done(work)
      else await queue.move(work, verdict.to, verdict.message, verdict.senderId)
    } finally {
      lane.endings--
    }
  }

  #end(lane: Lane, slot: Slot): void {
    lane.underWay--
    this.#slots.release(slot)
    this.#pumpSoon()
  }

  /** Says where a lane goes on: in line, when something is due, or not at all. */
  #settle(lane: Lane): void {
    if (lane.isServed || lane.isInLine || this.#isStopping) return
    const nowMs = this.#parts.clock.nowMs()
    const nextMs = lane.nextMs(nowMs)
    lane.isEmpty = nextMs > 0 && lane.underWay === 0 && lane.queue?.count === 0
    if (nextMs === 0) this.#lineUp(lane)
    else if (lane.isEmpty) this.#wakeAt(lane, nowMs + lingerMs, () => this.#run(this.#dropIfEmpty(lane)))
    else if (nextMs < Number.POSITIVE_INFINITY) this.#wakeAt(lane, nextMs, () => this.#lineUp(lane))
    this.#open.shrink()
  }

  #wakeAt(lane: Lane, dueMs: number, wake: () => void): void {
    this.#timers.cancel(lane.timer)
    lane.timer = this.#timers.set(dueMs, wake)
  }

  async #dropIfEmpty(lane: Lane): Promise<void> {
    await this.#open.close(lane)
    // Something may have come, or be on its way.
    if (!lane.isEmpty || lane.pins > 0) return
    const { isTaken, done } = this.#directory.drop(lane.state)
    if (isTaken) this.#lanes.delete(lane.state.name)
    try {
      await done
    } catch (error) {
      this.#rest(lane, error)
      this.#settle(lane)
    }
  }

  #rest(lane: Lane, error: unknown): void {
    passOnBug(error)
    const { clock, logger } = this.#parts
    logger.warn({ err: error, subscription: lane.state.name }, 'deliveries have to wait')
    lane.restUntilMs = clock.nowMs() + restMs
    lane.failed()
  }
}
