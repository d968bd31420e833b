import type { Clock, Logger, Random } from '../../base/index.ts'
import type { Owner } from '../../sqs-layer/index.ts'
import type { SendOutcome } from '../send-outcome.ts'
import { invalidSms, notPublishable, smsUserError } from './errors.ts'
import type { SmsAccounts } from './sms-accounts.ts'
import { isSmsType } from './sms-attributes.ts'
import type { SmsSettings, TextMessage } from './sms-message.ts'
import type { SmsAnswer, SmsTransport } from './sms-transport.ts'

export interface SmsSenderOptions {
  readonly accounts: SmsAccounts
  readonly transport: SmsTransport
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** Whether all accounts are in the sandbox. */
  readonly sandbox: boolean
  /** The numbers that the gateway sends from. Any will do when none is named. */
  readonly originationNumbers: readonly string[]
}

/** A text message that somebody wants sent. */
export interface SmsOrder {
  readonly owner: Owner
  readonly messageId: string
  readonly topicArn?: string
  /** E.164. */
  readonly phoneNumber: string
  readonly message: string
  readonly settings: SmsSettings
}

/** Sends text messages to those who may get them, and remembers what it is told of them. */
export class SmsSender {
  readonly sandbox: boolean
  readonly originationNumbers: readonly string[]
  readonly #options: SmsSenderOptions

  constructor(options: SmsSenderOptions) {
    this.#options = options
    this.sandbox = options.sandbox
    this.originationNumbers = options.originationNumbers
  }

  /** @throws SMS_PARAMETER_INVALID for a number that the account may not send to, or from: for those who are told at once */
  check({ owner, phoneNumber, settings }: Pick<SmsOrder, 'owner' | 'phoneNumber' | 'settings'>): void {
    if (!this.#isAllowed(owner, phoneNumber)) throw notPublishable(phoneNumber)
    const { originationNumber } = settings
    if (originationNumber !== undefined && !this.#isOwn(originationNumber)) {
      throw invalidSms(
        'AWS.MM.SMS.OriginationNumber',
        `${originationNumber} is not one of the account's numbers`,
      )
    }
  }

  /** One attempt. Whom the gateway says to be opted out is so from then on. @throws what LogStore.commit throws */
  async send(order: SmsOrder, signal: AbortSignal): Promise<SendOutcome> {
    const { accounts, transport } = this.#options
    const { owner, phoneNumber } = order
    const obstacle = this.#obstacle(order)
    if (obstacle !== undefined) return this.#told(order, { kind: 'permanent', reason: obstacle })
    const answer = await transport.send(this.#messageOf(order), signal)
    if (answer.kind === 'opted-out') await accounts.optOut(owner, phoneNumber)
    if (answer.kind === 'sent') await accounts.charge(owner, answer.priceUsd)
    return this.#told(order, outcomeOf(answer))
  }

  /** To a number of the sandbox. @throws SMS_USER_ERROR when it does not go out, what LogStore.commit throws */
  async sendCode(owner: Owner, phoneNumber: string, code: string): Promise<void> {
    const { transport, random } = this.#options
    const message = `Your verification code is ${code}. It is good for 15 minutes.`
    const order = { owner, phoneNumber, message, messageId: random.uuid(), settings: {} }
    const answer = await transport.send(
      { ...this.#messageOf(order), type: 'Transactional' },
      new AbortController().signal,
    )
    if (answer.kind === 'opted-out') await this.#options.accounts.optOut(owner, phoneNumber)
    const outcome = outcomeOf(answer)
    if (outcome.kind !== 'delivered') throw smsUserError(`The code was not sent: ${outcome.reason}`)
  }

  /** Source of the texts: SNS Developer Guide, "Viewing CloudWatch metrics and logs for SMS deliveries", but the last two. */
  #obstacle({ owner, phoneNumber, settings: { originationNumber } }: SmsOrder): string | undefined {
    const { accounts } = this.#options
    if (accounts.of(owner).optedOut.has(phoneNumber)) return 'Phone number is opted out'
    if (accounts.isSpent(owner)) return 'No quota left for account'
    if (!this.#isAllowed(owner, phoneNumber)) return 'Phone number is not verified in the SMS sandbox'
    if (originationNumber !== undefined && !this.#isOwn(originationNumber)) {
      return 'Origination number is not one of the account'
    }
    return undefined
  }

  #isAllowed(owner: Owner, phoneNumber: string): boolean {
    const { sandbox, accounts } = this.#options
    return !sandbox || accounts.of(owner).sandbox.get(phoneNumber)?.status === 'Verified'
  }

  #isOwn(originationNumber: string): boolean {
    const { originationNumbers } = this.#options
    return originationNumbers.length === 0 || originationNumbers.includes(originationNumber)
  }

  #messageOf({ owner, settings, ...order }: SmsOrder): TextMessage {
    const { DefaultSMSType, DefaultSenderID } = this.#options.accounts.of(owner).attributes
    const type = DefaultSMSType !== undefined && isSmsType(DefaultSMSType) ? DefaultSMSType : 'Promotional'
    return {
      ...order,
      account: owner.account,
      region: owner.region,
      ...(DefaultSenderID !== undefined && { senderId: DefaultSenderID }),
      type,
      ...settings,
    }
  }

  /** The log of deliveries that SetSMSAttributes can ask for, in the members of AWS's, on the server's own log. */
  #told({ owner, messageId, phoneNumber }: SmsOrder, outcome: SendOutcome): SendOutcome {
    const { accounts, logger, random } = this.#options
    const { DeliveryStatusIAMRole, DeliveryStatusSuccessSamplingRate = '0' } = accounts.of(owner).attributes
    if (DeliveryStatusIAMRole === undefined || outcome.kind === 'retry') return outcome
    const isDelivered = outcome.kind === 'delivered'
    if (isDelivered && percentOf(random) >= Number(DeliveryStatusSuccessSamplingRate)) return outcome
    const delivery = {
      destination: phoneNumber,
      providerResponse: isDelivered ? 'Message has been accepted by phone carrier' : outcome.reason,
    }
    const status = isDelivered ? 'SUCCESS' : 'FAILURE'
    logger.info({ account: owner.account, notification: { messageId }, delivery, status }, 'SMS delivery')
    return outcome
  }
}

function outcomeOf(answer: SmsAnswer): SendOutcome {
  switch (answer.kind) {
    case 'sent':
      return { kind: 'delivered' }
    case 'retry':
      return answer
    case 'refused':
      return { kind: 'permanent', reason: answer.reason }
    case 'opted-out':
      return { kind: 'permanent', reason: 'Phone number is opted out' }
  }
}

/** 0 to 99. */
function percentOf(random: Random): number {
  return random.bytes(4).readUInt32BE() % 100
}
