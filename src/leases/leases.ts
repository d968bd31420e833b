import type { Clock, Logger } from '../base/index.ts'
import { type LogStore, rootLogs, StateLog } from '../log/index.ts'
import { leasesOverLimit } from './errors.ts'
import type { LeaseEvent } from './lease-event.ts'
import type { Application, LeaseState, LeaseVersion } from './lease-state.ts'
import { LeaseTables } from './lease-tables.ts'
import { Turns } from './turns.ts'

export interface LeasesOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly logger: Logger
  /** Of one account in one region. */
  readonly leasesMax?: number
  /** See StateLogOptions. */
  readonly snapshotBytesMin?: number
}

/** Ten times the shards that an account has by AWS's quotas; some 50 MB. */
const leasesMaxStandard = 100_000

export interface LeasesOfApplication {
  readonly application: Application
  readonly leases: Iterable<LeaseState>
  readonly count: number
}

/**
 * The leases of all applications. A write says what it expects of the lease as it is, and is done then or not at all:
 * durable when it resolves with true. What is read is durable.
 */
export class Leases {
  readonly #tables: LeaseTables
  readonly #log: StateLog<LeaseEvent>
  readonly #leasesMax: number
  readonly #turns = new Turns()
  #written = 0
  #refused = 0

  private constructor(tables: LeaseTables, log: StateLog<LeaseEvent>, leasesMax: number) {
    this.#tables = tables
    this.#log = log
    this.#leasesMax = leasesMax
  }

  /** @throws what StateLog.open throws, LEASE_EVENT_UNKNOWN */
  static async open({ leasesMax = leasesMaxStandard, ...parts }: LeasesOptions): Promise<Leases> {
    const machine = new LeaseTables()
    const log = await StateLog.open<LeaseEvent>({ ...parts, log: rootLogs.leases, machine })
    return new Leases(machine, log, leasesMax)
  }

  /** Writes that were done since the start. */
  get written(): number {
    return this.#written
  }

  /** Writes since the start that expected the lease to be another. */
  get refused(): number {
    return this.#refused
  }

  *applications(): Generator<LeasesOfApplication> {
    for (const { application, table } of this.#tables.all())
      yield { application, leases: table.all(), count: table.size }
  }

  get(application: Application, key: string): LeaseState | undefined {
    return this.#tables.get(application)?.get(key)
  }

  /** So many leases, by key, those behind the key `after`. */
  list(application: Application, after: string | undefined, countMax: number): LeaseState[] {
    return this.#tables.get(application)?.page(after, countMax) ?? []
  }

  /** @returns false when there is a lease of this key @throws LEASES_OVER_LIMIT, and as LogStore.commit */
  create(application: Application, lease: LeaseState): Promise<boolean> {
    const isExpected = (current?: LeaseState) => current === undefined
    return this.#write(application, lease.key, isExpected, () => {
      if (this.#tables.countOf(application) >= this.#leasesMax) throw leasesOverLimit(this.#leasesMax)
      return { kind: 'lease-written', application, lease }
    })
  }

  /** @returns false when there is no lease of this key that is at `expected` @throws as LogStore.commit */
  replace(application: Application, lease: LeaseState, expected: LeaseVersion): Promise<boolean> {
    const isExpected = (current?: LeaseState) => current !== undefined && isAt(current, expected)
    return this.#write(application, lease.key, isExpected, () => ({
      kind: 'lease-written',
      application,
      lease,
    }))
  }

  /** @returns false when there is no lease of this key with this counter @throws as LogStore.commit */
  remove(application: Application, key: string, counter: number): Promise<boolean> {
    const isExpected = (current?: LeaseState) => current?.counter === counter
    return this.#write(application, key, isExpected, () => ({ kind: 'lease-removed', application, key }))
  }

  /** Removes all leases of an application in one step. @returns how many @throws as LogStore.commit */
  deleteApplication(application: Application): Promise<number> {
    return this.#turns.alone(async () => {
      const count = this.#tables.get(application)?.size ?? 0
      if (count > 0) await this.#log.commit({ kind: 'application-deleted', application })
      return count
    })
  }

  /** Resolves when nothing of this is on its way to the store any more. */
  async close(): Promise<void> {
    await this.#turns.settled()
    await this.#log.settled()
  }

  #write(
    application: Application,
    key: string,
    isExpected: (current: LeaseState | undefined) => boolean,
    event: () => LeaseEvent,
  ): Promise<boolean> {
    const { account, region, name } = application
    return this.#turns.of(`${account}/${region}/${name}/${key}`, async () => {
      if (!isExpected(this.get(application, key))) {
        this.#refused++
        return false
      }
      await this.#log.commit(event())
      this.#written++
      return true
    })
  }
}

function isAt(lease: LeaseState, { counter, owner, checkpointOwner }: LeaseVersion): boolean {
  return lease.counter === counter && lease.owner === owner && lease.checkpointOwner === checkpointOwner
}
