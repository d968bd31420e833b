/** A queue with O(1) at both ends that can be searched by index: 0 is the oldest item. */
export class Deque<Item> {
  #items: (Item | undefined)[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  push(item: Item): void {
    this.#items.push(item)
  }

  at(index: number): Item | undefined {
    return this.#items[this.#head + index]
  }

  shift(): Item | undefined {
    const item = this.#items[this.#head]
    if (item === undefined) return undefined
    this.#items[this.#head++] = undefined
    if (this.#head === this.#items.length) {
      this.#items = []
      this.#head = 0
    } else if (this.#head >= 1024 && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  /** The first index whose item passes, where every item after one that passes passes too; `length` if none does. */
  firstIndexWhere(passes: (item: Item) => boolean): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (passes(this.#items[this.#head + middle]!)) high = middle
      else low = middle + 1
    }
    return low
  }
}
