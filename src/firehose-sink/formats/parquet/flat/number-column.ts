import type { ChunkValues } from '../encoding/chunk-values.ts'
import { FlatColumn } from './flat-column.ts'
import type { NumberStore } from './number-stores.ts'
import { found, type NumberScanner } from './scan-number.ts'

/** Values of a fixed size. */
export class NumberColumn extends FlatColumn {
  readonly #scanner: NumberScanner
  readonly #store: NumberStore
  readonly #min: number
  readonly #max: number

  /** Values out of `min` to `max` are left to the general reader. */
  constructor(
    rowsMax: number,
    scanner: NumberScanner,
    store: NumberStore,
    [min, max]: readonly [min: number, max: number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  ) {
    super(rowsMax)
    this.#scanner = scanner
    this.#store = store
    this.#min = min
    this.#max = max
  }

  override scan(bytes: Uint8Array, at: number, end: number): number {
    const next = this.#scanner(bytes, at, end)
    if (next < 0) return -1
    const value = found[0]!
    if (value < this.#min || value > this.#max) return -1
    this.#store.put(this.count, value)
    this.added()
    return next
  }

  override values(): ChunkValues {
    const { type, width } = this.#store
    return {
      type,
      width,
      levels: this.levels.subarray(0, this.rows),
      count: this.count,
      plain: this.#store.plain(this.count),
      pageEnds: [],
      range: this.#store.range(this.count),
    }
  }

  override get byteLength(): number {
    return 0
  }

  protected override put(value: unknown): void {
    this.#store.putValue(this.count, value)
  }

  protected override dropLast(): void {
    /* The next value takes its place. */
  }
}
