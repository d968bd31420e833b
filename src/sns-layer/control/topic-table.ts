import type { Owner } from '../../sqs-layer/index.ts'
import type { TopicState } from './topic-state.ts'

const placeOf = ({ account, region }: Owner) => `${account}/${region}`

/** All topics by account, region and name. */
export class TopicTable {
  readonly #places = new Map<string, Map<string, TopicState>>()

  get(owner: Owner, name: string): TopicState | undefined {
    return this.#places.get(placeOf(owner))?.get(name)
  }

  /** The topics of one account in one region, in no order. */
  ofOwner(owner: Owner): ReadonlyMap<string, TopicState> {
    return this.#places.get(placeOf(owner)) ?? new Map()
  }

  *all(): Generator<TopicState> {
    for (const topics of this.#places.values()) yield* topics.values()
  }

  put(topic: TopicState): void {
    const place = placeOf(topic)
    const topics = this.#places.get(place)
    if (topics === undefined) this.#places.set(place, new Map([[topic.name, topic]]))
    else topics.set(topic.name, topic)
  }

  remove(owner: Owner, name: string): void {
    this.#places.get(placeOf(owner))?.delete(name)
  }

  clear(): void {
    this.#places.clear()
  }
}
