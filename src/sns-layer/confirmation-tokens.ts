import type { Clock, Random, TokenSeal } from '../base/index.ts'
import type { SubscriptionState } from './control/subscription-state.ts'
import { sealFor } from './page-tokens.ts'

/** Source: API reference of ConfirmSubscription: a token is good for two days. */
const goodMs = 2 * 24 * 3_600_000

/**
 * The tokens by which endpoints confirm that they want what they are sent. A token is the sealed id of its subscription, so that none has to
 * be remembered. In hexadecimal digits: it stands in addresses.
 */
export class ConfirmationTokens {
  readonly #seal: TokenSeal
  readonly #clock: Clock

  constructor(secret: Buffer, { clock, random }: { clock: Clock; random: Random }) {
    this.#seal = sealFor(secret, 'confirmations', random)
    this.#clock = clock
  }

  create({ topicArn, id }: SubscriptionState): string {
    const content = Buffer.from(`${id} ${this.#clock.nowMs()}`)
    return Buffer.from(this.#seal.seal(topicArn, content), 'base64').toString('hex')
  }

  /** @returns the id of the subscription; undefined for what is no token for this topic, or none any more */
  open(topicArn: string, token: string): string | undefined {
    const sealed = /^(?:[0-9a-f]{2})+$/.test(token) ? Buffer.from(token, 'hex').toString('base64') : ''
    const [id, madeMs] = this.#seal.open(topicArn, sealed)?.toString().split(' ') ?? []
    return id !== undefined && this.#clock.nowMs() - Number(madeMs) < goodMs ? id : undefined
  }
}
