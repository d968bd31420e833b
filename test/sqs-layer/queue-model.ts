/*
 * A queue as the documentation describes it, as plainly as possible: a list of messages, looked through from the start for
 * every question. What the engine may choose (which visible messages a receive gets, and in what order on a standard queue)
 * the model leaves open, and checks.
 */
export interface ModelMessage {
  readonly text: string
  readonly group: string | undefined
  readonly sentMs: number
  /** When it can first be received. */
  readonly readyMs: number
  hiddenUntilMs: number
  receives: number
  /** Of the last receive. */
  handle: string | undefined
}

export interface ModelSettings {
  readonly isFifo: boolean
  readonly retentionMs: number
  readonly maxReceives: number
}

const dedupMs = 5 * 60_000

export class QueueModel {
  messages: ModelMessage[] = []
  readonly #settings: ModelSettings
  readonly #sentMs = new Map<string, number>()

  constructor(settings: ModelSettings) {
    this.#settings = settings
  }

  send(text: string, group: string | undefined, delayMs: number, nowMs: number): void {
    if (this.#settings.isFifo) {
      const lastMs = this.#sentMs.get(text)
      if (lastMs !== undefined && nowMs - lastMs < dedupMs) return
      this.#sentMs.set(text, nowMs)
    }
    const readyMs = nowMs + delayMs
    const new_ = { text, group, sentMs: nowMs, readyMs, hiddenUntilMs: 0, receives: 0, handle: undefined }
    this.messages.push(new_)
  }

  /** Takes away what nobody can receive any more. */
  expire(nowMs: number): void {
    this.messages = this.messages.filter(({ sentMs }) => sentMs + this.#settings.retentionMs > nowMs)
  }

  isVisible({ readyMs, hiddenUntilMs }: ModelMessage, nowMs: number): boolean {
    return readyMs <= nowMs && hiddenUntilMs <= nowMs
  }

  /** Of a FIFO queue: whether a message of the group is with a consumer. */
  isLocked(group: string | undefined, nowMs: number): boolean {
    return this.messages.some((message) => message.group === group && message.hiddenUntilMs > nowMs)
  }

  /** Messages that a receive of any size could get, and those it must move to the dead-letter queue first. */
  receivable(nowMs: number): ModelMessage[] {
    const { isFifo } = this.#settings
    return this.messages.filter(
      (message) => this.isVisible(message, nowMs) && !(isFifo && this.isLocked(message.group, nowMs)),
    )
  }

  isWornOut({ receives }: ModelMessage): boolean {
    return receives >= this.#settings.maxReceives
  }

  remove(message: ModelMessage): void {
    this.messages.splice(this.messages.indexOf(message), 1)
  }
}
