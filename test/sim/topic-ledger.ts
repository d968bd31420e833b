/** What the publishers of topics have been told, over all lives of the server; says so when what subscribers have is at odds with it. */
export class TopicLedger {
  /** By text, which is the name of the message: its group, of a FIFO topic. */
  readonly #groups = new Map<string, string | undefined>()
  readonly #acknowledged = new Set<string>()

  issue(text: string, group: string | undefined): void {
    this.#groups.set(text, group)
  }

  acknowledged(text: string): void {
    this.#acknowledged.add(text)
  }

  get acknowledgedCount(): number {
    return this.#acknowledged.size
  }

  checkStandard(a: readonly string[], b: readonly string[]): void {
    this.#checkAll(a, b, 's')
  }

  checkFifo(inFifo: readonly string[], inStandard: readonly string[]): void {
    this.#checkAll(inFifo, inStandard, 'f')
  }

  /** Per group; a FIFO queue gives out groups in turn. */
  checkReplay(live: readonly string[], replayed: readonly string[]): void {
    this.#checkAll(live, replayed, 'f')
    for (const group of new Set(this.#groups.values())) {
      const ofGroup = (texts: readonly string[]) => texts.filter((text) => this.#groups.get(text) === group)
      const [one, other] = [ofGroup(live), ofGroup(replayed)]
      if (one.join() !== other.join()) throw new Error(`${group}: live ${one}, replayed ${other}`)
    }
  }

  /** Both have the same messages, each once, and among them all that were acknowledged. */
  #checkAll(one: readonly string[], other: readonly string[], kind: 's' | 'f'): void {
    for (const texts of [one, other]) {
      const there = new Set(texts)
      if (there.size < texts.length)
        throw new Error(`doubled: ${texts.filter((text, i) => texts.indexOf(text) < i)}`)
      for (const text of texts) if (!this.#groups.has(text)) throw new Error(`${text} was never published`)
      for (const text of this.#acknowledged)
        if (text.startsWith(kind) && !there.has(text)) throw new Error(`${text} is lost`)
    }
    const missing = one
      .filter((text) => !other.includes(text))
      .concat(other.filter((text) => !one.includes(text)))
    if (missing.length > 0) throw new Error(`${missing}: one subscriber has it, another has not`)
  }
}
