import type { DeliveryOrder } from '../backlog/delivery-order.ts'
import { type MessageTable, place } from '../backlog/message-table.ts'
import { SlotList } from '../backlog/slot-list.ts'
import type { ProcessingTime } from './processing-time.ts'

/** The messages of one group of a standard queue. */
export class Tenant {
  readonly name: string
  readonly number: number
  /** How many of them receives have. */
  held = 0
  /** Those that wait behind all others. */
  readonly aside: SlotList

  constructor(name: string, number: number, table: MessageTable) {
    this.name = name
    this.number = number
    this.aside = new SlotList(table)
  }
}

/**
 * The messages of a standard queue that wait in the table, in the order in which they became visible, and beside them those of
 * tenants (message groups) that were set aside. Knows a tenant while a receive has messages of it, or some are set aside.
 */
export class Tenants implements DeliveryOrder {
  readonly waiting: SlotList
  asideCount = 0
  /** Of the time since the queue was opened: while its log is replayed there is none, as it was not then that messages were processed. */
  processingTime: ProcessingTime | undefined
  /** The tenants that have messages aside. */
  readonly withAside = new Set<Tenant>()
  readonly #table: MessageTable
  readonly #byName = new Map<string, Tenant>()
  /** By number. */
  readonly #tenants: (Tenant | undefined)[] = []
  readonly #free: number[] = []
  /** Tenants that have messages in flight, and all those messages. */
  #busy = 0
  #busyHeld = 0

  constructor(table: MessageTable) {
    this.#table = table
    this.waiting = new SlotList(table)
  }

  enter(slot: number): void {
    if (this.#table.place[slot] === place.aside) {
      const tenant = this.of(slot)!
      tenant.aside.append(slot)
      this.withAside.add(tenant)
      this.asideCount++
    } else this.waiting.append(slot)
  }

  leave(slot: number): void {
    if (this.#table.place[slot] === place.aside) {
      const tenant = this.of(slot)!
      tenant.aside.remove(slot)
      if (tenant.aside.isEmpty) this.withAside.delete(tenant)
      this.asideCount--
    } else this.waiting.remove(slot)
  }

  held(slot: number, change: 1 | -1): void {
    const tenant = this.of(slot)
    if (tenant === undefined) return
    this.#hold(tenant, change)
    // One that is no longer held is given out anew, and its tenant found anew; one that is set aside needs it.
    if (change < 0 && this.#table.place[slot] !== place.aside) this.#part(slot, tenant)
  }

  processed(slot: number): void {
    this.processingTime?.add(this.of(slot)?.name, this.#table.receivedS[slot]!)
  }

  /** A message may go from its place aside. */
  forget(slot: number): void {
    const tenant = this.of(slot)
    if (tenant !== undefined) this.#part(slot, tenant)
  }

  of(slot: number): Tenant | undefined {
    const number = this.#table.group[slot]!
    return number < 0 ? undefined : this.#tenants[number]
  }

  /** Says whose a held message is. */
  join(slot: number, name: string): Tenant {
    const known = this.of(slot)
    if (known !== undefined) return known
    const tenant = this.#byName.get(name) ?? this.#begin(name)
    this.#table.group[slot] = tenant.number
    this.#hold(tenant, 1)
    return tenant
  }

  /** How many tenants have messages in flight; one without a group is a tenant of its own. @param heldCount all in flight */
  busyCount(heldCount: number): number {
    return this.#busy + heldCount - this.#busyHeld
  }

  #hold(tenant: Tenant, change: 1 | -1): void {
    tenant.held += change
    this.#busyHeld += change
    if (tenant.held === (change === 1 ? 1 : 0)) this.#busy += change
  }

  #begin(name: string): Tenant {
    const number = this.#free.pop() ?? this.#tenants.length
    const tenant = new Tenant(name, number, this.#table)
    this.#tenants[number] = tenant
    this.#byName.set(name, tenant)
    return tenant
  }

  #part(slot: number, tenant: Tenant): void {
    this.#table.group[slot] = -1
    if (tenant.held > 0 || !tenant.aside.isEmpty) return
    this.#byName.delete(tenant.name)
    this.#tenants[tenant.number] = undefined
    this.#free.push(tenant.number)
  }
}
