import type { Anchor } from './anchor.ts'
import { elementsOf, isObject, type Json, type JsonObject, type Scalar } from './json-value.ts'
import { exactKey } from './value-test.ts'

/** Finds, for what a message has, whatever is anchored there. One tree node for each key of a path. */
export class PostingTree<Item> {
  readonly #children = new Map<string, PostingTree<Item>>()
  readonly #byValue = new Map<Scalar, Item[]>()
  #withAnyValue: Item[] = []

  add({ path, values }: Anchor, item: Item): void {
    const tree = this.#at(path)
    if (values === undefined) {
      tree.#withAnyValue.push(item)
      return
    }
    for (const value of values) {
      const items = tree.#byValue.get(value)
      if (items === undefined) tree.#byValue.set(value, [item])
      else items.push(item)
    }
  }

  delete(anchor: Anchor, item: Item): void {
    this.#remove(anchor, 0, item)
  }

  /** How many items a message is compared with that has a value of the anchor's. */
  cost({ path, values }: Anchor): number {
    const tree = this.#find(path)
    if (tree === undefined) return 0
    if (values === undefined) return tree.#withAnyValue.length
    let cost = 0
    for (const value of values) cost += tree.#byValue.get(value)?.length ?? 0
    return cost
  }

  /** Hands over what is anchored to a value of `object`, now and then one item several times. */
  find(object: JsonObject, visit: (item: Item) => void): void {
    for (const key of Object.keys(object)) {
      const child = this.#children.get(key)
      if (child !== undefined) child.#findAt(object[key]!, visit)
    }
  }

  #findAt(value: Json, visit: (item: Item) => void): void {
    if (!Array.isArray(value)) {
      if (isObject(value)) this.find(value, visit)
      else this.#findValue(value as Scalar, visit)
      return
    }
    for (const element of elementsOf(value)) {
      if (isObject(element)) this.find(element, visit)
      else this.#findValue(element, visit)
    }
  }

  #findValue(value: Scalar, visit: (item: Item) => void): void {
    const items = this.#byValue.get(exactKey(value))
    if (items !== undefined) for (const item of items) visit(item)
    for (const item of this.#withAnyValue) visit(item)
  }

  #at(path: readonly string[]): PostingTree<Item> {
    let tree: PostingTree<Item> = this
    for (const key of path) {
      let child = tree.#children.get(key)
      if (child === undefined) {
        child = new PostingTree()
        tree.#children.set(key, child)
      }
      tree = child
    }
    return tree
  }

  #find(path: readonly string[]): PostingTree<Item> | undefined {
    let tree: PostingTree<Item> = this
    for (const key of path) {
      const child = tree.#children.get(key)
      if (child === undefined) return undefined
      tree = child
    }
    return tree
  }

  #remove(anchor: Anchor, depth: number, item: Item): void {
    const key = anchor.path[depth]
    if (key !== undefined) {
      const child = this.#children.get(key)
      if (child === undefined) return
      child.#remove(anchor, depth + 1, item)
      if (child.#isEmpty()) this.#children.delete(key)
      return
    }
    if (anchor.values === undefined) {
      this.#withAnyValue = this.#withAnyValue.filter((other) => other !== item)
      return
    }
    for (const value of anchor.values) {
      const left = this.#byValue.get(value)?.filter((other) => other !== item) ?? []
      if (left.length > 0) this.#byValue.set(value, left)
      else this.#byValue.delete(value)
    }
  }

  #isEmpty(): boolean {
    return this.#children.size + this.#byValue.size + this.#withAnyValue.length === 0
  }
}
