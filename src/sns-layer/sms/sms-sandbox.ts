import type { Clock, Random } from '../../base/index.ts'
import type { Owner } from '../../sqs-layer/index.ts'
import { optedOut, sandboxNumberNotFound, smsUserError, wrongCode } from './errors.ts'
import { codeLifeMs, sandboxDeletePauseMs, sandboxNumbersMax, wrongCodesMax } from './limits.ts'
import type { SandboxNumber } from './sms-account.ts'
import type { SmsAccounts } from './sms-accounts.ts'
import type { SmsSender } from './sms-sender.ts'

export interface SmsSandboxOptions {
  readonly accounts: SmsAccounts
  readonly sender: SmsSender
  readonly clock: Clock
  readonly random: Random
  /** Whether the waiting time before a number can be deleted holds. */
  readonly limits: 'aws' | 'off'
}

/** The numbers that accounts in the sandbox may send to: verified by a code that their owner has read. */
export class SmsSandbox {
  readonly #options: SmsSandboxOptions

  constructor(options: SmsSandboxOptions) {
    this.#options = options
  }

  numbers(owner: Owner): SandboxNumber[] {
    const { sandbox } = this.#options.accounts.of(owner)
    return [...sandbox.values()].sort((a, b) => (a.phoneNumber < b.phoneNumber ? -1 : 1))
  }

  /**
   * Adds a number, or begins again with one that is not verified yet, and sends it a code.
   * @throws SMS_OPTED_OUT, SMS_USER_ERROR (verified already, or too many)
   */
  async add(owner: Owner, phoneNumber: string, languageCode: string): Promise<void> {
    const { accounts, sender, random } = this.#options
    const code = newCode(random)
    await accounts.log.change((state) => {
      const account = state.of(owner)
      if (account.optedOut.has(phoneNumber)) throw optedOut(phoneNumber)
      const known = account.sandbox.get(phoneNumber)
      if (known?.status === 'Verified') throw smsUserError(`Phone number ${phoneNumber} is verified already.`)
      if (known === undefined && account.sandbox.size >= sandboxNumbersMax) {
        throw smsUserError(`An account has at most ${sandboxNumbersMax} phone numbers in the SMS sandbox.`)
      }
      return { kind: 'sandbox-code-sent', owner, phoneNumber, languageCode, code }
    })
    await sender.sendCode(owner, phoneNumber, code)
  }

  /** A number that is verified already stays so. @throws SMS_SANDBOX_NUMBER_NOT_FOUND, SMS_CODE_WRONG */
  async verify(owner: Owner, phoneNumber: string, code: string): Promise<void> {
    const { accounts, clock } = this.#options
    const event = await accounts.log.change((state) => {
      const number = numberOf(state.of(owner).sandbox, phoneNumber)
      if (number.status === 'Verified') return undefined
      const isRight = number.code === code && number.wrongCodes < wrongCodesMax
      if (isRight && clock.nowMs() - number.codeSentMs <= codeLifeMs) {
        return { kind: 'sandbox-number-verified' as const, owner, phoneNumber }
      }
      return { kind: 'sandbox-code-wrong' as const, owner, phoneNumber }
    })
    if (event?.kind === 'sandbox-code-wrong') throw wrongCode()
  }

  /** @throws SMS_SANDBOX_NUMBER_NOT_FOUND, SMS_USER_ERROR (within 24 hours of its verification, or of trying that) */
  async remove(owner: Owner, phoneNumber: string): Promise<void> {
    const { accounts, clock, limits } = this.#options
    await accounts.log.change((state) => {
      const { triedMs } = numberOf(state.of(owner).sandbox, phoneNumber)
      if (limits === 'aws' && clock.nowMs() - triedMs < sandboxDeletePauseMs) {
        throw smsUserError(
          `Phone number ${phoneNumber} can be deleted 24 hours after its verification was tried last.`,
        )
      }
      return { kind: 'sandbox-number-deleted', owner, phoneNumber }
    })
  }
}

function numberOf(sandbox: ReadonlyMap<string, SandboxNumber>, phoneNumber: string): SandboxNumber {
  const number = sandbox.get(phoneNumber)
  if (number === undefined) throw sandboxNumberNotFound(phoneNumber)
  return number
}

/** Six digits. Of 32 random bits the remainder is even to one in 4,000. */
function newCode(random: Random): string {
  return String(random.bytes(4).readUInt32BE() % 1_000_000).padStart(6, '0')
}
