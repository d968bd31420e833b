import { type Owner, ownerOf, placeOf } from '../owner.ts'

/** A promise to pay for a minimum of throughput, which opens On-demand Advantage. */
export interface Commitment {
  readonly startedMs: number
  /** When it ends or has ended; null while nobody has asked for its end. */
  readonly endsMs: number | null
}

/** What one account has set in one region. Plain data, never changed: a change is a new object. */
export interface AccountState extends Owner {
  readonly commitment?: Commitment
}

export type AccountChange = Partial<Omit<AccountState, 'account' | 'region'>>

/** The settings of those accounts that have any. */
export class AccountTable {
  readonly #accounts = new Map<string, AccountState>()

  get(owner: Owner): AccountState | undefined {
    return this.#accounts.get(placeOf(owner))
  }

  all(): Iterable<AccountState> {
    return this.#accounts.values()
  }

  put(account: AccountState): void {
    this.#accounts.set(placeOf(account), account)
  }

  change(owner: Owner, change: AccountChange): void {
    this.put({ ...ownerOf(owner), ...this.get(owner), ...change })
  }

  clear(): void {
    this.#accounts.clear()
  }
}
