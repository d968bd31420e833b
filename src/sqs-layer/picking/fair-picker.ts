import type { Offset } from '../../log/index.ts'
import type { QueueData } from '../event-log/queue-data.ts'
import type { StoredMessage } from '../message/message-reader.ts'
import type { NoisyTenants } from './noisy-tenants.ts'
import type { Picker } from './picker.ts'
import type { Tenant, Tenants } from './tenants.ts'

/** How many messages of noisy tenants a receive passes over, looking for others: each is read for it. Ours. */
const passedMax = 200
/** A peek looks at no more messages, delayed ones included, of which there may be a million. */
const peekedMax = 64
/** How many are passed over in all. As many as FIFO queues look at. */
const asideMax = 120_000

/**
 * Of a standard queue: what has become visible again first, then what was never given out, both in their order. But while a
 * tenant is noisy, messages of the others come first, as far as they are near enough.
 */
export class FairPicker implements Picker {
  readonly #data: QueueData
  readonly #tenants: Tenants
  readonly #noisy: NoisyTenants
  /** Of this receive. */
  #passed = 0

  constructor(data: QueueData, tenants: Tenants, noisy: NoisyTenants) {
    this.#data = data
    this.#tenants = tenants
    this.#noisy = noisy
  }

  get isAvailable(): boolean {
    const { backlog, end } = this.#data
    const { waiting, asideCount } = this.#tenants
    return !waiting.isEmpty || asideCount > 0 || backlog.untouched(end) > 0
  }

  begin(): void {
    this.#passed = 0
  }

  lookAhead(): undefined {}

  peek(countMax: number): Offset[] | undefined {
    if (this.#tenants.asideCount > 0) return undefined
    const { backlog, end } = this.#data
    const { table, cursor } = backlog
    const offsets: Offset[] = []
    for (let slot = this.#tenants.waiting.first; slot >= 0; slot = table.next[slot]!) {
      if (offsets.length === countMax) return offsets
      offsets.push(table.offset[slot]!)
    }
    for (let offset = cursor; offset < end && offsets.length < countMax; offset++) {
      if (offset - cursor === peekedMax) return undefined
      if (table.find(offset) < 0) offsets.push(offset)
    }
    return offsets
  }

  pick(countMax: number): number[] {
    const { end } = this.#data
    const slots: number[] = []
    while (slots.length < countMax) {
      const slot = this.#tenants.asideCount === 0 ? this.#next(end) : this.#nextOrAside(end)
      if (slot < 0) {
        this.#noisy.drained()
        break
      }
      slots.push(slot)
    }
    return slots
  }

  accept(slot: number, { record }: StoredMessage): boolean {
    if (record.groupId === undefined) return true
    const wasAside = this.#tenants.of(slot) !== undefined
    const tenant = this.#tenants.join(slot, record.groupId)
    if (wasAside || !this.#noisy.isNoisy(tenant) || !this.#mayPass()) return true
    this.#passed++
    this.#data.backlog.setAside(slot)
    return false
  }

  #nextOrAside(end: Offset): number {
    let slot = this.#asideOfQuiet()
    if (slot < 0 && this.#mayPass()) slot = this.#next(end)
    // Of noisy tenants the one with the fewest in flight comes first.
    if (slot < 0) slot = this.#asideOfNoisy()
    return slot < 0 ? this.#next(end) : slot
  }

  /** Takes the next message in the order of the queue. @returns -1 without any */
  #next(end: Offset): number {
    const { backlog } = this.#data
    const slot = this.#tenants.waiting.first
    if (slot < 0) return backlog.takeNext(end)
    backlog.take(slot)
    return slot
  }

  /** Takes a message of a tenant that was noisy and is no more. */
  #asideOfQuiet(): number {
    for (const tenant of this.#tenants.withAside)
      if (!this.#noisy.isNoisy(tenant)) return this.#takeAside(tenant)
    return -1
  }

  #asideOfNoisy(): number {
    let least: Tenant | undefined
    for (const tenant of this.#tenants.withAside) {
      if (least === undefined || tenant.held < least.held) least = tenant
    }
    return least === undefined ? -1 : this.#takeAside(least)
  }

  #takeAside({ aside }: Tenant): number {
    const slot = aside.first
    this.#data.backlog.take(slot)
    return slot
  }

  #mayPass(): boolean {
    return this.#passed < passedMax && this.#tenants.asideCount < asideMax
  }
}
