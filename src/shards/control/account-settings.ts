import type { Clock } from '../../base/index.ts'
import { type Owner, ownerOf } from '../owner.ts'
import type { Commitment } from './account-table.ts'
import type { ControlLog } from './control-log.ts'

/** Source: API reference, MinimumThroughputBillingCommitmentInput. */
const commitmentMsMin = 24 * 3_600_000

/** A commitment at one moment. Source: API reference, MinimumThroughputBillingCommitmentOutput. */
export interface CommitmentView {
  readonly status: 'ENABLED' | 'DISABLED' | 'ENABLED_UNTIL_EARLIEST_ALLOWED_END'
  readonly startedMs?: number
  readonly earliestEndMs?: number
  readonly endedMs?: number
}

/** What accounts have set for all their streams in a region. */
export class AccountSettings {
  readonly #clock: Clock
  readonly #log: ControlLog

  constructor(clock: Clock, log: ControlLog) {
    this.#clock = clock
    this.#log = log
  }

  /** Whether the account has On-demand Advantage now, and with it warm throughput. */
  hasAdvantage(owner: Owner): boolean {
    return this.commitment(owner).status !== 'DISABLED'
  }

  commitment(owner: Owner): CommitmentView {
    return viewOf(this.#stateOf(owner), this.#clock.nowMs())
  }

  /**
   * Starts a commitment, or takes back that its end was asked for. Nothing changes for one that goes on anyway.
   * @returns what then holds, durably
   */
  enableCommitment(owner: Owner): Promise<CommitmentView> {
    return this.#change(owner, (nowMs) => {
      const current = this.#stateOf(owner)
      const isOver = current === undefined || (current.endsMs !== null && current.endsMs <= nowMs)
      if (isOver) return { startedMs: nowMs, endsMs: null }
      return current.endsMs === null ? undefined : { ...current, endsMs: null }
    })
  }

  /** Ends a commitment: at once if its 24 hours are over, else when they are. */
  disableCommitment(owner: Owner): Promise<CommitmentView> {
    return this.#change(owner, (nowMs) => {
      const current = this.#stateOf(owner)
      if (current === undefined || current.endsMs !== null) return undefined
      return { ...current, endsMs: Math.max(nowMs, current.startedMs + commitmentMsMin) }
    })
  }

  #change(owner: Owner, decide: (nowMs: number) => Commitment | undefined): Promise<CommitmentView> {
    return this.#log.inTurn(async () => {
      const commitment = decide(this.#clock.nowMs())
      if (commitment !== undefined) {
        await this.#log.commit({ kind: 'account-changed', owner: ownerOf(owner), change: { commitment } })
      }
      return this.commitment(owner)
    })
  }

  #stateOf(owner: Owner): Commitment | undefined {
    return this.#log.state.accounts.get(owner)?.commitment
  }
}

function viewOf(commitment: Commitment | undefined, nowMs: number): CommitmentView {
  if (commitment === undefined) return { status: 'DISABLED' }
  const { startedMs, endsMs } = commitment
  if (endsMs !== null && endsMs <= nowMs) return { status: 'DISABLED', startedMs, endedMs: endsMs }
  const earliestEndMs = startedMs + commitmentMsMin
  const status = endsMs === null ? 'ENABLED' : 'ENABLED_UNTIL_EARLIEST_ALLOWED_END'
  return { status, startedMs, earliestEndMs }
}
