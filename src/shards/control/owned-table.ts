import { type Owner, placeOf } from '../owner.ts'

/** What accounts have by id: a queue over a stream, a channel. Plain data, never changed: a change is a new object. */
interface Owned extends Owner {
  /** Never used twice. */
  readonly id: string
  /** Set for a deleted one: DELETING is seen until then, and nothing afterwards. */
  readonly goneAtMs?: number
}

/**
 * All of one kind by account, region and id. A deleted one stays until its `goneAtMs`, so that it can be shown as
 * DELETING; readers ask for its status.
 */
export class OwnedTable<Item extends Owned> {
  readonly #places = new Map<string, Map<string, Item>>()

  get(owner: Owner, id: string): Item | undefined {
    return this.#places.get(placeOf(owner))?.get(id)
  }

  /** Those of one account in one region, in no order. */
  ofOwner(owner: Owner): Iterable<Item> {
    return this.#places.get(placeOf(owner))?.values() ?? []
  }

  *all(): Generator<Item> {
    for (const items of this.#places.values()) yield* items.values()
  }

  put(item: Item): void {
    const place = placeOf(item)
    const items = this.#places.get(place)
    if (items === undefined) this.#places.set(place, new Map([[item.id, item]]))
    else items.set(item.id, item)
  }

  change(owner: Owner, id: string, change: Partial<Item>): void {
    const item = this.get(owner, id)
    if (item !== undefined) this.put({ ...item, ...change })
  }

  /** Forgets what is left of those of an owner of which nothing is seen any more. */
  forgetGone(owner: Owner, nowMs: number): void {
    const items = this.#places.get(placeOf(owner))
    for (const { id, goneAtMs } of items?.values() ?? [])
      if (goneAtMs !== undefined && goneAtMs <= nowMs) items?.delete(id)
  }

  clear(): void {
    this.#places.clear()
  }
}
