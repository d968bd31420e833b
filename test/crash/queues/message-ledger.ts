/** What is known of one message, whose id is its body's beginning. */
interface Known {
  /** Of a FIFO queue, with the message's number in it. */
  readonly group: string | undefined
  readonly number: number
  isAcknowledged: boolean
  /** As the send's answer, or a receive, has told it. */
  messageId: string | undefined
  isSeen: boolean
  /** A delete was sent: the message may be gone. */
  mayBeGone: boolean
  isDeleted: boolean
  isDead: boolean
  /** Where it was last seen, and as which message: one that a task has moved is a new message. */
  receives: { as: string; count: number }
}

/** One SendMessage or SendMessageBatch. */
export interface Sent {
  readonly ids: readonly string[]
  isAnswered: boolean
}

/** A received message, with its id if it is undamaged. */
export interface Seen {
  readonly id: string | undefined
  readonly messageId: string
  readonly receiveCount: number
}

/**
 * What clients of a queue with a dead-letter queue have sent and were told, over all lives of the server. What is at odds with it goes
 * to `faults`:
 * - an acknowledged message that is lost, one that was never sent or is damaged, a batch that is there in part,
 * - a message that was deleted and comes again, or is there twice, in one queue or in both,
 * - of a FIFO queue: one that comes before an earlier one of its group, or has two message ids, as it would if sent twice,
 * - a receive count that does not rise.
 */
export class MessageLedger {
  readonly faults: string[] = []
  readonly #source: string
  readonly #known = new Map<string, Known>()
  readonly #sends: Sent[] = []
  /** By group, the messages by number. */
  readonly #groups = new Map<string, Known[]>()
  /** Messages that another has come before: a fault, unless they had become dead letters, which the rest tells. */
  readonly #overtaken: { readonly before: Known; readonly text: string }[] = []
  readonly #rest = new Set<string>()

  /** @param source the queue that messages are sent to; those of another are dead letters */
  constructor(source: string) {
    this.#source = source
  }

  get acknowledgedCount(): number {
    return this.#count(({ isAcknowledged }) => isAcknowledged)
  }

  get deletedCount(): number {
    return this.#count(({ isDeleted }) => isDeleted)
  }

  /** To be called before the request is sent: from then on its messages may be on disk. */
  sending(messages: readonly { id: string; group?: string; number: number }[]): Sent {
    for (const { id, group, number } of messages) {
      const receives = { as: '', count: 0 }
      const flags = {
        isAcknowledged: false,
        isSeen: false,
        mayBeGone: false,
        isDeleted: false,
        isDead: false,
      }
      const known = { group, number, messageId: undefined, receives, ...flags }
      this.#known.set(id, known)
      if (group !== undefined) this.#groupOf(group)[number] = known
    }
    const sent = { ids: messages.map(({ id }) => id), isAnswered: false }
    this.#sends.push(sent)
    return sent
  }

  acknowledged(sent: Sent, messageIds: readonly (string | undefined)[]): void {
    sent.isAnswered = true
    for (const [i, id] of sent.ids.entries()) {
      const known = this.#known.get(id)!
      known.isAcknowledged = true
      this.#checkMessageId(id, known, messageIds[i] ?? '')
    }
  }

  /** The messages of a receive's answer, in its order. @returns the ids of those that were sent */
  received(queue: string, messages: readonly Seen[]): string[] {
    const ids: string[] = []
    const together = new Set<Known>()
    for (const message of messages) {
      const { id } = message
      const known = id === undefined ? undefined : this.#known.get(id)
      if (id === undefined || known === undefined) {
        this.faults.push(`${queue} has ${id ?? 'a damaged message'}, which was never sent`)
        continue
      }
      if (known.group !== undefined && queue === this.#source) this.#checkOrder(id, known, together)
      this.#see(id, known, queue, message)
      together.add(known)
      ids.push(id)
    }
    return ids
  }

  deleting(id: string): void {
    this.#known.get(id)!.mayBeGone = true
  }

  deleted(id: string): void {
    this.#known.get(id)!.isDeleted = true
  }

  /** A message of the rest, when everything is taken out of the queues and nobody else receives. */
  drained(id: string): void {
    if (this.#rest.has(id)) this.faults.push(`${id} is there twice`)
    this.#rest.add(id)
  }

  /** When all is drained. */
  checkRest(): void {
    for (const [id, { isAcknowledged, mayBeGone }] of this.#known) {
      if (isAcknowledged && !mayBeGone && !this.#rest.has(id))
        this.faults.push(`${id} was acknowledged and is lost`)
    }
    for (const { before, text } of this.#overtaken.splice(0)) if (!before.isDead) this.faults.push(text)
    for (const { ids, isAnswered } of this.#sends) {
      const seen = ids.filter((id) => this.#known.get(id)!.isSeen).length
      if (!isAnswered && seen > 0 && seen < ids.length) {
        this.faults.push(`the unanswered batch of ${ids[0]} is there in part: ${seen} of ${ids.length}`)
      }
    }
  }

  #checkMessageId(id: string, known: Known, messageId: string): void {
    if (known.messageId !== undefined && known.messageId !== messageId) {
      this.faults.push(`${id} is there as ${known.messageId} and as ${messageId}`)
    }
    known.messageId = messageId
  }

  #see(id: string, known: Known, queue: string, { messageId, receiveCount }: Seen): void {
    known.isSeen = true
    if (queue !== this.#source) known.isDead = true
    if (known.isDeleted) this.faults.push(`${id} was deleted, and comes again`)
    const as = `${queue} ${messageId}`
    if (known.receives.as === as && receiveCount <= known.receives.count) {
      this.faults.push(`${id}: receive ${receiveCount} after ${known.receives.count}`)
    }
    known.receives = { as, count: receiveCount }
    if (known.group !== undefined) this.#checkMessageId(id, known, messageId)
  }

  /** No message of a group comes before one that is before it: not gone, and not received together with it, in front of it. */
  #checkOrder(id: string, { group = '', number }: Known, together: ReadonlySet<Known>): void {
    for (const before of this.#groupOf(group).slice(0, number)) {
      if (before.mayBeGone || together.has(before)) continue
      this.#overtaken.push({ before, text: `${id} comes before number ${before.number} of its group` })
    }
    for (const other of together) {
      if (other.group === group && other.number > number) {
        this.faults.push(`${id} comes behind number ${other.number} of its group`)
      }
    }
  }

  #groupOf(group: string): Known[] {
    const known = this.#groups.get(group)
    if (known !== undefined) return known
    const made: Known[] = []
    this.#groups.set(group, made)
    return made
  }

  #count(isCounted: (known: Known) => boolean): number {
    let count = 0
    for (const known of this.#known.values()) if (isCounted(known)) count++
    return count
  }
}
