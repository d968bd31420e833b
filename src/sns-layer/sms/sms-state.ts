import type { StateMachine } from '../../log/index.ts'
import type { Owner } from '../../sqs-layer/index.ts'
import { unknownSmsEvent } from './errors.ts'
import { optInPauseMs } from './limits.ts'
import { monthOf, newAccount, type SandboxNumber, type SmsAccount } from './sms-account.ts'
import type { SmsEvent } from './sms-event.ts'

interface Snapshot {
  readonly accounts: readonly {
    readonly owner: Owner
    readonly attributes: Readonly<Record<string, string>>
    readonly optedOut: readonly (readonly [string, number])[]
    readonly optedIn: readonly (readonly [string, number])[]
    readonly sandbox: readonly SandboxNumber[]
    readonly spent: SmsAccount['spent']
  }[]
}

/** What all accounts have set and been told about text messages, as their log has it. */
export class SmsState implements StateMachine<SmsEvent> {
  readonly #accounts = new Map<string, SmsAccount>()

  /** An account that nothing is known of is as a new one. */
  of(owner: Owner): SmsAccount {
    return this.#accounts.get(placeOf(owner)) ?? newAccount(owner)
  }

  /** @throws SMS_EVENT_UNKNOWN, in a replay of what a newer version wrote */
  apply(event: SmsEvent, timeMs: number): void {
    const account = this.of(event.owner)
    this.#accounts.set(placeOf(event.owner), account)
    switch (event.kind) {
      case 'sms-attributes-set':
        account.attributes = event.attributes
        break
      case 'sms-opted-out':
        account.optedOut.set(event.phoneNumber, timeMs)
        break
      case 'sms-opted-in':
        optIn(account, event.phoneNumber, timeMs)
        break
      case 'sms-charged':
        charge(account, event.microUsd, timeMs)
        break
      case 'sandbox-number-deleted':
        account.sandbox.delete(event.phoneNumber)
        break
      case 'sandbox-code-sent':
      case 'sandbox-code-wrong':
      case 'sandbox-number-verified':
        account.sandbox.set(
          event.phoneNumber,
          changedNumber(account.sandbox.get(event.phoneNumber), event, timeMs),
        )
        break
      default:
        throw unknownSmsEvent((event satisfies never as { kind: unknown }).kind)
    }
  }

  snapshot(): Snapshot {
    const accounts = [...this.#accounts.values()].map(({ optedOut, optedIn, sandbox, ...account }) => ({
      ...account,
      optedOut: [...optedOut],
      optedIn: [...optedIn],
      sandbox: [...sandbox.values()],
    }))
    return { accounts }
  }

  restore(snapshot: unknown): void {
    this.#accounts.clear()
    for (const { optedOut, optedIn, sandbox, ...account } of (snapshot as Snapshot).accounts)
      this.#accounts.set(placeOf(account.owner), {
        ...account,
        optedOut: new Map(optedOut),
        optedIn: new Map(optedIn),
        sandbox: new Map(sandbox.map((number) => [number.phoneNumber, number])),
      })
  }
}

/** An opt-in that is long enough ago to allow the next is as good as none: so there are not more of them than a month brings. */
function optIn({ optedOut, optedIn }: SmsAccount, phoneNumber: string, timeMs: number): void {
  optedOut.delete(phoneNumber)
  for (const [number, sinceMs] of optedIn) if (timeMs - sinceMs >= optInPauseMs) optedIn.delete(number)
  optedIn.set(phoneNumber, timeMs)
}

function charge(account: SmsAccount, microUsd: number, timeMs: number): void {
  const month = monthOf(timeMs)
  const before = account.spent.month === month ? account.spent.microUsd : 0
  account.spent = { month, microUsd: before + microUsd }
}

type NumberEvent = Extract<
  SmsEvent,
  { kind: 'sandbox-code-sent' | 'sandbox-code-wrong' | 'sandbox-number-verified' }
>

function changedNumber(before: SandboxNumber | undefined, event: NumberEvent, timeMs: number): SandboxNumber {
  const { phoneNumber } = event
  if (event.kind === 'sandbox-code-sent') {
    const { code, languageCode } = event
    return {
      phoneNumber,
      languageCode,
      status: 'Pending',
      code,
      codeSentMs: timeMs,
      wrongCodes: 0,
      triedMs: timeMs,
    }
  }
  const { code, ...number } = before ?? unknownNumber(phoneNumber)
  if (event.kind === 'sandbox-number-verified') return { ...number, status: 'Verified', triedMs: timeMs }
  return {
    ...number,
    ...(code !== undefined && { code }),
    wrongCodes: number.wrongCodes + 1,
    triedMs: timeMs,
  }
}

/** No event of a number comes before its first code: but a state machine must not throw. */
function unknownNumber(phoneNumber: string): SandboxNumber {
  return { phoneNumber, languageCode: 'en-US', status: 'Pending', codeSentMs: 0, wrongCodes: 0, triedMs: 0 }
}

function placeOf({ account, region }: Owner): string {
  return `${account}/${region}`
}
