import type { Clock, Logger } from '../../../base/index.ts'
import type { LogStore } from '../../../log/index.ts'
import { WorkQueue } from '../../../sqs-layer/index.ts'
import type { Lane } from './lane.ts'

/** Lanes whose work queues are in memory: more than there are slots for deliveries, so that one can always give way. Ours. */
const openMaxDefault = 2048

export interface OpenLanesParts {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  readonly openMax?: number | undefined
}

/** The lanes whose work queues are in memory. One that was not used for longest gives way to the next. */
export class OpenLanes {
  readonly #parts: OpenLanesParts
  /** In the order of their last use. */
  readonly #lanes = new Set<Lane>()

  constructor(parts: OpenLanesParts) {
    this.#parts = parts
  }

  get count(): number {
    return this.#lanes.size
  }

  /** Opens a lane, if it is not. One call at a time for a lane, while it is being served. @throws as WorkQueue.open */
  async use(lane: Lane): Promise<WorkQueue> {
    await lane.closing
    this.#lanes.delete(lane)
    this.#lanes.add(lane)
    this.shrink()
    if (lane.queue !== undefined) return lane.queue
    try {
      lane.queue = await WorkQueue.open({ ...this.#parts, ...lane.state })
      return lane.queue
    } catch (error) {
      this.#lanes.delete(lane)
      throw error
    }
  }

  /** Lets go of what a lane has in memory. Resolves when nothing of it is on its way to the store. */
  async close(lane: Lane): Promise<void> {
    const { queue } = lane
    if (queue !== undefined) {
      this.#lanes.delete(lane)
      lane.queue = undefined
      lane.closing = queue.close().finally(() => {
        lane.closing = undefined
      })
    }
    await lane.closing
  }

  async closeAll(): Promise<void> {
    for (const lane of [...this.#lanes]) await this.close(lane)
  }

  /** Closes lanes of which nothing is under way while there are too many. To be called when one has come to rest. */
  shrink(): void {
    const { openMax = openMaxDefault } = this.#parts
    if (this.#lanes.size <= openMax) return
    for (const lane of this.#lanes) {
      if (lane.underWay > 0 || lane.isServed) continue
      // Its log of events may have a snapshot on its way, and no more.
      void this.close(lane)
      if (this.#lanes.size <= openMax) return
    }
  }
}
