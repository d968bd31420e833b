import { type Anchor, anchorsOf } from './anchor.ts'
import type { Filter } from './filter.ts'
import type { FilterScope } from './filter-scope.ts'
import type { FilterableMessage } from './filterable-message.ts'
import { PostingTree } from './posting-tree.ts'

/** The members with the same policy, which is evaluated once for all of them. */
interface Group<Member> {
  readonly filter: Filter
  /** Undefined: the policy has none. */
  readonly anchor: Anchor | undefined
  members: Member[]
  /** The last evaluation: a message may lead to a group several times. */
  evaluation: number
}

/** How many members a message was kept from. */
export type FilteredOut = Readonly<Record<FilterScope, number>>

/**
 * The filtered subscriptions of a topic: finds those that want a message without a look at each. A group of equal policies is filed under
 * something that its policy insists on (a value at a key, or any value there), and only groups under what a message has are evaluated.
 */
export class FilterIndex<Member> {
  readonly #scopes: Readonly<Record<FilterScope, ScopeIndex<Member>>> = {
    MessageAttributes: new ScopeIndex('MessageAttributes'),
    MessageBody: new ScopeIndex('MessageBody'),
  }
  readonly #filters = new Map<Member, Filter>()

  get size(): number {
    return this.#filters.size
  }

  /** Replaces the filter that a member has. */
  set(member: Member, filter: Filter): void {
    this.delete(member)
    this.#filters.set(member, filter)
    this.#scopes[filter.scope].add(member, filter)
  }

  delete(member: Member): void {
    const filter = this.#filters.get(member)
    if (filter === undefined) return
    this.#filters.delete(member)
    this.#scopes[filter.scope].delete(member, filter)
  }

  /** Hands over every member whose filter accepts the message, once and in no order. */
  select(message: FilterableMessage, visit: (member: Member) => void): FilteredOut {
    return {
      MessageAttributes: this.#scopes.MessageAttributes.select(message, visit),
      MessageBody: this.#scopes.MessageBody.select(message, visit),
    }
  }
}

class ScopeIndex<Member> {
  readonly #scope: FilterScope
  readonly #groups = new Map<string, Group<Member>>()
  readonly #anchored = new PostingTree<Group<Member>>()
  readonly #unanchored = new Set<Group<Member>>()
  #size = 0
  #evaluation = 0

  constructor(scope: FilterScope) {
    this.#scope = scope
  }

  add(member: Member, filter: Filter): void {
    this.#size++
    const group = this.#groups.get(filter.text)
    if (group !== undefined) group.members.push(member)
    else this.#addGroup({ filter, anchor: this.#bestAnchor(filter), members: [member], evaluation: 0 })
  }

  delete(member: Member, { text }: Filter): void {
    const group = this.#groups.get(text)
    if (group === undefined) return
    this.#size--
    group.members = group.members.filter((other) => other !== member)
    if (group.members.length > 0) return
    this.#groups.delete(text)
    if (group.anchor === undefined) this.#unanchored.delete(group)
    else this.#anchored.delete(group.anchor, group)
  }

  /** @returns how many members do not want the message */
  select(message: FilterableMessage, visit: (member: Member) => void): number {
    if (this.#size === 0) return 0
    let rejected = this.#size
    const evaluation = ++this.#evaluation
    const evaluate = (group: Group<Member>) => {
      if (group.evaluation === evaluation) return
      group.evaluation = evaluation
      if (!group.filter.accepts(message)) return
      rejected -= group.members.length
      for (const member of group.members) visit(member)
    }
    for (const group of this.#unanchored) evaluate(group)
    const values = message.valuesOf(this.#scope)
    if (values !== undefined) this.#anchored.find(values, evaluate)
    return rejected
  }

  #addGroup(group: Group<Member>): void {
    this.#groups.set(group.filter.text, group)
    if (group.anchor === undefined) this.#unanchored.add(group)
    else this.#anchored.add(group.anchor, group)
  }

  /** The one under which the fewest are so far: a customer's number, and not the kind of event that most ask for. */
  #bestAnchor(filter: Filter): Anchor | undefined {
    const anchors = anchorsOf(filter.root)
    const exact = anchors.filter(({ values }) => values !== undefined)
    const [first, ...others] = exact.length > 0 ? exact : anchors
    if (first === undefined) return undefined
    let best = { anchor: first, cost: this.#anchored.cost(first) }
    for (const anchor of others) {
      const cost = this.#anchored.cost(anchor)
      if (cost < best.cost) best = { anchor, cost }
    }
    return best.anchor
  }
}
