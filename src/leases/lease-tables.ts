import type { StateMachine } from '../log/index.ts'
import { unknownLeaseEvent } from './errors.ts'
import type { LeaseEvent } from './lease-event.ts'
import type { Application, LeaseState, Owner } from './lease-state.ts'
import { LeaseTable } from './lease-table.ts'

interface Entry {
  readonly application: Application
  readonly table: LeaseTable
}

interface Snapshot {
  readonly applications: readonly {
    readonly application: Application
    readonly leases: readonly LeaseState[]
  }[]
}

/** All leases of everyone, as their log has them. An application is there for as long as it has a lease. */
export class LeaseTables implements StateMachine<LeaseEvent> {
  readonly #entries = new Map<string, Entry>()
  /** The number of leases of each owner that has any. */
  readonly #counts = new Map<string, number>()

  get(application: Application): LeaseTable | undefined {
    return this.#entries.get(nameOf(application))?.table
  }

  countOf(owner: Owner): number {
    return this.#counts.get(placeOf(owner)) ?? 0
  }

  all(): Iterable<Entry> {
    return this.#entries.values()
  }

  /** @throws LEASE_EVENT_UNKNOWN, in a replay of what a newer version wrote */
  apply(event: LeaseEvent): void {
    switch (event.kind) {
      case 'lease-written':
        this.#put(event.application, event.lease)
        break
      case 'lease-removed':
        this.#remove(event.application, event.key)
        break
      case 'application-deleted':
        this.#forget(event.application)
        break
      default:
        throw unknownLeaseEvent((event satisfies never as { kind: unknown }).kind)
    }
  }

  snapshot(): Snapshot {
    const applications = [...this.#entries.values()].map(({ application, table }) => ({
      application,
      leases: [...table.all()],
    }))
    return { applications }
  }

  restore(snapshot: unknown): void {
    this.#entries.clear()
    this.#counts.clear()
    for (const { application, leases } of (snapshot as Snapshot).applications)
      for (const lease of leases) this.#put(application, lease)
  }

  #put(application: Application, lease: LeaseState): void {
    const name = nameOf(application)
    const { table } = this.#entries.get(name) ?? { table: new LeaseTable() }
    this.#entries.set(name, { application, table })
    const before = table.size
    table.put(lease)
    this.#count(application, table.size - before)
  }

  #remove(application: Application, key: string): void {
    const table = this.get(application)
    if (table?.remove(key)) this.#count(application, -1)
    if (table?.size === 0) this.#entries.delete(nameOf(application))
  }

  #forget(application: Application): void {
    this.#count(application, -(this.get(application)?.size ?? 0))
    this.#entries.delete(nameOf(application))
  }

  #count(owner: Owner, change: number): void {
    const count = this.countOf(owner) + change
    if (count === 0) this.#counts.delete(placeOf(owner))
    else this.#counts.set(placeOf(owner), count)
  }
}

function placeOf({ account, region }: Owner): string {
  return `${account}/${region}`
}

/** No account, region or name has a slash. */
function nameOf(application: Application): string {
  return `${placeOf(application)}/${application.name}`
}
