import type { Clock, Logger, Random } from '../../base/index.ts'
import { type LogStore, rootLogs } from '../../log/index.ts'
import type { Owner } from '../../sqs-layer/index.ts'
import { TurnLog } from '../turn-log.ts'
import { invalidSms } from './errors.ts'
import { optedOutMax, optInPauseMs } from './limits.ts'
import { monthOf, type SmsAccount } from './sms-account.ts'
import { withAttributes } from './sms-attributes.ts'
import type { SmsEvent } from './sms-event.ts'
import { SmsState } from './sms-state.ts'

export interface SmsAccountsOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** See StateLogOptions. */
  readonly snapshotBytesMin?: number
}

/** What accounts have set about text messages, who wants none of them any more, and what they have cost. */
export class SmsAccounts {
  readonly log: TurnLog<SmsEvent, SmsState>
  readonly #clock: Clock

  private constructor(log: TurnLog<SmsEvent, SmsState>, clock: Clock) {
    this.log = log
    this.#clock = clock
  }

  /** @throws what StateLog.open throws, SMS_EVENT_UNKNOWN */
  static async open(options: SmsAccountsOptions): Promise<SmsAccounts> {
    const log = await TurnLog.open<SmsEvent, SmsState>({
      ...options,
      log: rootLogs.snsSms,
      state: new SmsState(),
    })
    return new SmsAccounts(log, options.clock)
  }

  of(owner: Owner): Readonly<SmsAccount> {
    return this.log.state.of(owner)
  }

  /** @throws SMS_PARAMETER_INVALID */
  async setAttributes(owner: Owner, changes: Readonly<Record<string, string>>): Promise<void> {
    await this.log.change((state) => ({
      kind: 'sms-attributes-set',
      owner,
      attributes: withAttributes(state.of(owner).attributes, changes),
    }))
  }

  async optOut(owner: Owner, phoneNumber: string): Promise<void> {
    await this.log.change((state) => {
      const { optedOut } = state.of(owner)
      if (optedOut.has(phoneNumber) || optedOut.size >= optedOutMax) return undefined
      return { kind: 'sms-opted-out', owner, phoneNumber }
    })
  }

  /** A number that is not opted out stays as it is. @throws SMS_PARAMETER_INVALID within 30 days of the last opt-in */
  async optIn(owner: Owner, phoneNumber: string): Promise<void> {
    await this.log.change((state) => {
      const { optedOut, optedIn } = state.of(owner)
      if (!optedOut.has(phoneNumber)) return undefined
      const lastMs = optedIn.get(phoneNumber)
      if (lastMs !== undefined && this.#clock.nowMs() - lastMs < optInPauseMs) {
        throw invalidSms('phoneNumber', 'a phone number can be opted in only once every 30 days')
      }
      return { kind: 'sms-opted-in', owner, phoneNumber }
    })
  }

  async charge(owner: Owner, priceUsd: number): Promise<void> {
    const microUsd = Math.round(priceUsd * 1_000_000)
    if (microUsd > 0) await this.log.change(() => ({ kind: 'sms-charged', owner, microUsd }))
  }

  /** True when the account has set a limit for a month, and this month's messages have cost as much. */
  isSpent(owner: Owner): boolean {
    const { attributes, spent } = this.of(owner)
    const limit = attributes.MonthlySpendLimit
    if (limit === undefined) return false
    const microUsd = spent.month === monthOf(this.#clock.nowMs()) ? spent.microUsd : 0
    return microUsd >= Number(limit) * 1_000_000
  }

  close(): Promise<void> {
    return this.log.settled()
  }
}
