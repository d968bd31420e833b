import { type ConversionPlan, columnKey } from '../conversion-plan.ts'
import { skipString } from './json-bytes.ts'

/** Keys that are kept, and how long they are at the most: data can have any, memory has an end. */
const [keysMax, keyBytesMax] = [1000, 256]

/** What a key belongs to if no column is looked up by it. */
export const noColumn = -1

/**
 * Which column a key belongs to, by its bytes in the record: what the plan says of a key is found out once for each spelling.
 * Keys mostly come in the order of the record before, so each is first compared with the one that followed the last time.
 */
export class KeyTable {
  readonly #plan: ConversionPlan
  readonly #columns: ReadonlyMap<string, number>
  /** With the quote at their end. */
  readonly #keys: Buffer[] = []
  readonly #columnOf: number[] = []
  readonly #numbers = new Map<string, number>()
  /** Of each key, one before the first among them: the key that followed it. */
  readonly #follower = new Int32Array(keysMax + 2)
  #previous = 0
  /** Of the key that `next` has found. */
  column = noColumn

  constructor(plan: ConversionPlan) {
    this.#plan = plan
    this.#columns = new Map(plan.columns.map(({ jsonKey }, i) => [jsonKey, i]))
  }

  startRecord(): void {
    this.#previous = 0
  }

  /**
   * Finds the column of the key whose quote is at `from`.
   * @returns where the key ends, or -1 for what is no string
   */
  next(bytes: Uint8Array, from: number, end: number): number {
    const follower = this.#follower[this.#previous]!
    const key = this.#keys[follower]
    if (key !== undefined) {
      let i = 0
      while (i < key.length && bytes[from + 1 + i] === key[i]) i++
      if (i === key.length) {
        this.#previous = follower + 1
        this.column = this.#columnOf[follower]!
        return from + 1 + i
      }
    }
    return this.#find(bytes, from, end)
  }

  #find(bytes: Uint8Array, from: number, end: number): number {
    const after = skipString(bytes, from, end)
    if (after === -1) return -1
    const key = Buffer.from(bytes.subarray(from + 1, after))
    const spelling = key.toString('latin1')
    const number = this.#numbers.get(spelling) ?? this.#add(key, spelling)
    if (number === undefined) {
      this.column = this.#columnFor(key)
      return after
    }
    this.#follower[this.#previous] = number
    this.#previous = number + 1
    this.column = this.#columnOf[number]!
    return after
  }

  #add(key: Buffer, spelling: string): number | undefined {
    if (this.#keys.length === keysMax || key.length > keyBytesMax) return undefined
    this.#columnOf.push(this.#columnFor(key))
    this.#numbers.set(spelling, this.#keys.length)
    return this.#keys.push(key) - 1
  }

  #columnFor(key: Buffer): number {
    const text = JSON.parse(`"${key.toString()}`) as string
    return this.#columns.get(columnKey(text, this.#plan)) ?? noColumn
  }
}
