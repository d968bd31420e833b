import type { Owner } from '../../sqs-layer/index.ts'
import type { TopicState } from './topic-state.ts'

/** All topics by account, region and name. */
export class TopicTable {
  /** By account, then by region: a text of both would be made for each publish. */
  readonly #places = new Map<string, Map<string, Map<string, TopicState>>>()

  get(owner: Owner, name: string): TopicState | undefined {
    return this.#placeOf(owner)?.get(name)
  }

  /** The topics of one account in one region, in no order. */
  ofOwner(owner: Owner): ReadonlyMap<string, TopicState> {
    return this.#placeOf(owner) ?? new Map()
  }

  *all(): Generator<TopicState> {
    for (const regions of this.#places.values()) for (const topics of regions.values()) yield* topics.values()
  }

  put(topic: TopicState): void {
    const { account, region, name } = topic
    const regions = this.#places.get(account) ?? new Map<string, Map<string, TopicState>>()
    const topics = regions.get(region) ?? new Map<string, TopicState>()
    this.#places.set(account, regions.set(region, topics.set(name, topic)))
  }

  remove(owner: Owner, name: string): void {
    this.#placeOf(owner)?.delete(name)
  }

  clear(): void {
    this.#places.clear()
  }

  #placeOf({ account, region }: Owner): Map<string, TopicState> | undefined {
    return this.#places.get(account)?.get(region)
  }
}
