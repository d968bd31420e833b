import type { Owner } from './stream-state.ts'

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

const keyOf = ({ account, region }: Owner) => `${account}/${region}`

/** The settings of those accounts that have any. */
export class AccountTable {
  readonly #accounts = new Map<string, AccountState>()

  get(owner: Owner): AccountState | undefined {
    return this.#accounts.get(keyOf(owner))
  }

  all(): Iterable<AccountState> {
    return this.#accounts.values()
  }

  put(account: AccountState): void {
    this.#accounts.set(keyOf(account), account)
  }

  change({ account, region }: Owner, change: AccountChange): void {
    this.put({ account, region, ...this.get({ account, region }), ...change })
  }

  clear(): void {
    this.#accounts.clear()
  }
}
