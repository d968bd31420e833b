/** The values used last, up to a number of bytes in all. A single value over the limit is kept alone. */
export class Lru<Key, Value> {
  readonly #bytesMax: number
  readonly #onRemove: ((value: Value) => void) | undefined
  readonly #entries = new Map<Key, { value: Value; bytes: number }>()
  #bytes = 0

  /** @param onRemove is called with each value that is not kept any more */
  constructor(bytesMax: number, onRemove?: (value: Value) => void) {
    this.#bytesMax = bytesMax
    this.#onRemove = onRemove
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  set(key: Key, value: Value, bytes: number): void {
    this.delete(key)
    this.#entries.set(key, { value, bytes })
    this.#bytes += bytes
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#bytesMax || oldest === key) return
      this.delete(oldest)
    }
  }

  delete(key: Key): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#entries.delete(key)
    this.#bytes -= entry.bytes
    this.#onRemove?.(entry.value)
  }
}
