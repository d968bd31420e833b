import { Violation } from '../sim-check.ts'

/** What one delivery stream was given, and where it is, over all lives of the server; says so when something is missing. */
export class DeliveryLedger {
  /** By offset: the text of each record that was acknowledged or seen in an attempt. */
  readonly #texts = new Map<number, string>()
  readonly #acknowledged = new Set<number>()
  /** Texts that the destination has confirmed in time, or that are in the error output. */
  readonly #settled = new Set<string>()
  #checkedTo = 0
  #highest = -1

  acknowledged(offset: number, text: string): void {
    this.#learn(offset, text)
    this.#acknowledged.add(offset)
  }

  /** @param records of one attempt, in its order */
  attempted(records: readonly { readonly offset: number; readonly text: string }[], isFirst: boolean): void {
    let before = -1
    for (const { offset, text } of records) {
      if (offset <= before) throw new Violation(`record ${offset} is delivered behind ${before}`)
      before = offset
      this.#learn(offset, text)
    }
    const first = records[0]?.offset ?? 0
    if (isFirst && first > this.#highest + 1)
      throw new Violation(`a buffer begins at ${first}, and ${this.#highest + 1} was never delivered`)
    this.#highest = Math.max(this.#highest, before)
  }

  settled(text: string): void {
    this.#settled.add(text)
  }

  /** The durable position has got so far. */
  checkPosition(position: number): void {
    for (; this.#checkedTo < position; this.#checkedTo++) this.#checkSettled(this.#checkedTo)
  }

  checkAll(): void {
    for (const offset of this.#acknowledged) this.#checkSettled(offset)
  }

  #checkSettled(offset: number): void {
    const text = this.#texts.get(offset)
    /* A put that a crash has left without an answer, to the folder, where nobody sees the attempts. */
    if (text === undefined && this.#highest < 0) return
    if (text === undefined || !this.#settled.has(text))
      throw new Violation(`record ${offset} (${text}) is nowhere, and the position behind it`)
  }

  #learn(offset: number, text: string): void {
    const known = this.#texts.get(offset) ?? text
    if (known !== text) throw new Violation(`record ${offset} is ${text}, and was ${known}`)
    this.#texts.set(offset, text)
  }
}
