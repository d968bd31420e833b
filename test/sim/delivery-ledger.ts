/** What publishers have been told, and what subscribers have got, over all lives of the server. */
export class DeliveryLedger {
  readonly #published = new Map<string, { readonly lanes: readonly string[]; isAcknowledged: boolean }>()
  /** By lane: what was accepted, in the order of its first time. */
  readonly #accepted = new Map<string, Set<string>>()

  publish(text: string, lanes: readonly string[]): void {
    this.#published.set(text, { lanes, isAcknowledged: false })
  }

  acknowledged(text: string): void {
    this.#published.get(text)!.isAcknowledged = true
  }

  accepted(lane: string, text: string): void {
    if (this.#published.get(text)?.lanes.includes(lane) !== true)
      throw new Error(`${text} was not published to ${lane}`)
    const all = this.#accepted.get(lane) ?? new Set()
    this.#accepted.set(lane, all.add(text))
  }

  /** At the end. @param dead what is in the dead-letter queue: `lane text` each */
  check(dead: readonly string[]): void {
    const there = new Set(dead)
    if (there.size < dead.length)
      throw new Error(`dead twice: ${dead.filter((text, i) => dead.indexOf(text) < i)}`)
    for (const [text, { lanes, isAcknowledged }] of this.#published) {
      for (const lane of isAcknowledged ? lanes : []) {
        const isThere = this.#accepted.get(lane)?.has(text) === true || there.has(`${lane} ${text}`)
        if (!isThere) throw new Error(`${text} is lost to ${lane}`)
      }
    }
  }

  /** On a FIFO lane what was accepted rises within each group: `group-number`. */
  checkOrder(lane: string): void {
    const last = new Map<string, number>()
    for (const text of this.#accepted.get(lane) ?? []) {
      const [group = '', number] = text.split('-')
      if (Number(number) < (last.get(group) ?? -1))
        throw new Error(`${text} comes behind ${last.get(group)} to ${lane}`)
      last.set(group, Number(number))
    }
  }
}
