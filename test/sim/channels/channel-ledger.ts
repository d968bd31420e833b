import { Violation } from '../sim-check.ts'

/** A record of one key: `"3 17 xxx"\n`, which is JSON, or without the quotation marks, which is none. */
const parts = /^("?)(\d+) (\d+) /

/** What one channel has to deliver, and where it is, over all lives of the server. */
export class ChannelLedger {
  readonly #owed = new Set<string>()
  readonly #settled = new Set<string>()
  /** By key and form: the number of the newest record that is in its bucket. */
  readonly #newest = new Map<string, number>()

  /** Acknowledged while the channel was there. */
  owe(text: string): void {
    this.#owed.add(text)
  }

  /** In its bucket, or with its data in the dead letters. The first time in the order of its key. */
  settled(text: string): void {
    if (this.#settled.has(text)) return
    const [, form = '', key, number] = parts.exec(text) ?? []
    const newest = this.#newest.get(`${form}${key}`) ?? -1
    if (Number(number) <= newest) throw new Violation(`record ${text} is delivered behind ${newest}`)
    this.#newest.set(`${form}${key}`, Number(number))
    this.#settled.add(text)
  }

  isSettled(): boolean {
    return this.#missing === undefined
  }

  checkAll(): void {
    if (this.#missing !== undefined) throw new Violation(`record ${this.#missing} is nowhere`)
  }

  get #missing(): string | undefined {
    return [...this.#owed].find((text) => !this.#settled.has(text))
  }
}
