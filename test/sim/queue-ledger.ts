import type { ReceivedMessage } from '../../src/sqs-layer/index.ts'

/** What is known of one message, whose text is its name. */
interface Known {
  readonly group: string | undefined
  isSent: boolean
  deleting: boolean
  isDeleted: boolean
  /** Of the answered receives: of which message (one that a task has moved is a new one) how many, and until when the last one hides it. */
  messageId: string
  receives: number
  hiddenUntilMs: number
}

/** What the clients of the queues have been told, over all lives of the server; says so when an answer is at odds with it. */
export class QueueLedger {
  readonly #known = new Map<string, Known>()
  /** By group, the last one in the order of sending. */
  readonly #lastSeen = new Map<string, number>()

  issue(text: string, group: string | undefined): void {
    if (this.#known.has(text)) return
    this.#known.set(text, {
      group,
      isSent: false,
      deleting: false,
      isDeleted: false,
      messageId: '',
      receives: 0,
      hiddenUntilMs: 0,
    })
  }

  sent(text: string): void {
    this.#of(text).isSent = true
  }

  /** A delete is on its way: from now on the message may be gone, and after the answer it must be. */
  deleting(text: string): void {
    this.#of(text).deleting = true
  }

  deleted(text: string): void {
    this.#of(text).isDeleted = true
  }

  /** A change of its visibility is on its way. */
  released(text: string): void {
    this.#of(text).hiddenUntilMs = 0
  }

  /** Whether that receive is the last one for certain, and hides the message still. */
  isInFlight({ body, messageId, receiveCount }: ReceivedMessage, nowMs: number): boolean {
    const known = this.#of(body.toString())
    const isLast = known.messageId === messageId && known.receives === receiveCount
    return isLast && known.hiddenUntilMs > nowMs
  }

  received({ body, messageId, receiveCount }: ReceivedMessage, nowMs: number, hiddenUntilMs: number): void {
    const text = body.toString()
    const known = this.#of(text)
    if (known.isDeleted) throw new Error(`${text} was deleted, and is received`)
    if (known.hiddenUntilMs > nowMs) throw new Error(`${text} is received while it is in flight`)
    if (known.messageId === messageId && receiveCount <= known.receives)
      throw new Error(`${text}: receive ${receiveCount} after ${known.receives}`)
    known.messageId = messageId
    known.receives = receiveCount
    known.hiddenUntilMs = hiddenUntilMs
  }

  /** At the end: what all queues together hold is what was sent, but for what was deleted, each once. */
  checkRest(texts: readonly string[]): void {
    const there = new Set(texts)
    if (there.size < texts.length)
      throw new Error(`doubled: ${texts.filter((text, i) => texts.indexOf(text) < i)}`)
    for (const [text, { isSent, deleting, isDeleted }] of this.#known) {
      if (isSent && !deleting && !there.has(text)) throw new Error(`${text} is lost`)
      if (isDeleted && there.has(text)) throw new Error(`${text} was deleted, and is there`)
    }
  }

  /** Of each group the numbers in the texts rise, but for what had come before. */
  checkOrder(texts: readonly string[]): void {
    this.#lastSeen.clear()
    for (const text of texts) {
      const { group } = this.#of(text)
      const number = Number(text.split('-').at(-1))
      if (group !== undefined && number < (this.#lastSeen.get(group) ?? -1))
        throw new Error(`${text} comes behind ${this.#lastSeen.get(group)} of its group`)
      if (group !== undefined) this.#lastSeen.set(group, number)
    }
  }

  #of(text: string): Known {
    const known = this.#known.get(text)
    if (known === undefined) throw new Error(`${text} was never sent`)
    return known
  }
}
