import { hasCode } from '../base/index.ts'
import type { TopicState } from './control/topic-state.ts'
import { DataProtection } from './protection/index.ts'
import type { TopicMessage } from './topic-message.ts'

/* A state is never changed, so what is compiled of its policy is good as long as it is there. */
const compiled = new WeakMap<TopicState, DataProtection>()

/** Undefined for a topic without a data protection policy. */
export function protectionOf(topic: TopicState): DataProtection | undefined {
  if (topic.dataProtectionPolicy === null) return undefined
  const known = compiled.get(topic) ?? DataProtection.compile(topic.dataProtectionPolicy)
  compiled.set(topic, known)
  return known
}

/** The messages of one publish as the subscriptions of each account may have them: the same object for all subscriptions of one. */
export class OutboundMessages {
  readonly #protection: DataProtection | undefined
  #known: Map<TopicMessage, Map<string, TopicMessage | undefined>> | undefined

  constructor(topic: TopicState) {
    const protection = protectionOf(topic)
    this.#protection = protection?.concerns('Outbound') ? protection : undefined
  }

  /** Undefined for one that is denied. @param account of the subscription */
  messageFor(message: TopicMessage, account: string): TopicMessage | undefined {
    if (this.#protection === undefined) return message
    this.#known ??= new Map()
    const known = this.#known.get(message) ?? new Map<string, TopicMessage | undefined>()
    this.#known.set(message, known)
    if (!known.has(account)) known.set(account, this.#apply(this.#protection, message, account))
    return known.get(account)
  }

  #apply(protection: DataProtection, message: TopicMessage, account: string): TopicMessage | undefined {
    try {
      return protection.apply(message, 'Outbound', account)
    } catch (error) {
      if (hasCode(error, 'MESSAGE_DATA_DENIED')) return undefined
      throw error
    }
  }
}
