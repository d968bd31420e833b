import type { DeliveryOrder } from '../backlog/delivery-order.ts'
import { type MessageTable, place } from '../backlog/message-table.ts'
import { SlotList } from '../backlog/slot-list.ts'

/** One message group of a FIFO queue, as far as its messages are in the table. */
export class MessageGroup {
  readonly name: string
  readonly number: number
  /** All of its messages, in their order. */
  readonly messages: SlotList
  /** How many of them receives have. While there is one the others wait. */
  held = 0
  isReady = false
  next: MessageGroup | undefined
  previous: MessageGroup | undefined

  constructor(name: string, number: number, table: MessageTable) {
    this.name = name
    this.number = number
    this.messages = new SlotList(table)
  }
}

/**
 * The message groups of a FIFO queue. A group is ready when none of its messages is with a receive and its first one waits.
 * Ready groups stand in a line; one that becomes ready again stands behind the others.
 *
 * A message of the table is of no group until `join` has said of which.
 */
export class MessageGroups implements DeliveryOrder {
  first: MessageGroup | undefined
  #last: MessageGroup | undefined
  readonly #table: MessageTable
  readonly #byName = new Map<string, MessageGroup>()
  /** By number. */
  readonly #groups: (MessageGroup | undefined)[] = []
  readonly #free: number[] = []

  constructor(table: MessageTable) {
    this.#table = table
  }

  get count(): number {
    return this.#byName.size
  }

  enter(slot: number): void {
    const group = this.#of(slot)
    if (group !== undefined) this.#judge(group)
  }

  leave(slot: number): void {
    const group = this.#of(slot)
    if (group !== undefined) this.#unready(group)
  }

  held(slot: number, change: 1 | -1): void {
    const group = this.#of(slot)
    if (group === undefined) return
    group.held += change
    this.#judge(group)
  }

  processed(): void {}

  forget(slot: number): void {
    const group = this.#of(slot)
    if (group === undefined) return
    group.messages.remove(slot)
    this.#table.group[slot] = -1
    if (group.messages.isEmpty) this.#end(group)
    else this.#judge(group)
  }

  /** Says of which group a message is. To be called in the order of the messages. */
  join(slot: number, name: string): void {
    const group = this.#byName.get(name) ?? this.#begin(name)
    this.#table.group[slot] = group.number
    group.messages.append(slot)
    const where = this.#table.place[slot]
    if (where === place.inFlight || where === place.taken) group.held++
    this.#judge(group)
  }

  #of(slot: number): MessageGroup | undefined {
    const number = this.#table.group[slot]!
    return number < 0 ? undefined : this.#groups[number]
  }

  #judge(group: MessageGroup): void {
    const { first } = group.messages
    if (group.held === 0 && first >= 0 && this.#table.place[first] === place.waiting) this.#ready(group)
    else this.#unready(group)
  }

  #ready(group: MessageGroup): void {
    if (group.isReady) return
    group.isReady = true
    group.previous = this.#last
    group.next = undefined
    if (this.#last === undefined) this.first = group
    else this.#last.next = group
    this.#last = group
  }

  #unready(group: MessageGroup): void {
    if (!group.isReady) return
    group.isReady = false
    if (group.previous === undefined) this.first = group.next
    else group.previous.next = group.next
    if (group.next === undefined) this.#last = group.previous
    else group.next.previous = group.previous
    group.next = undefined
    group.previous = undefined
  }

  #begin(name: string): MessageGroup {
    const number = this.#free.pop() ?? this.#groups.length
    const group = new MessageGroup(name, number, this.#table)
    this.#groups[number] = group
    this.#byName.set(name, group)
    return group
  }

  #end(group: MessageGroup): void {
    this.#unready(group)
    this.#byName.delete(group.name)
    this.#groups[group.number] = undefined
    this.#free.push(group.number)
  }
}
