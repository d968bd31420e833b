import type { WorkerEvent } from './worker-event.ts'

/** One worker's time with one shard. Positions are those of records in the shard; -1 is before the first. */
interface Stint {
  readonly token: number
  readonly begunMs: number
  readonly from: number
  /** Of the next record that should come. */
  next: number
  saves: { savingMs: number; position: number; isSaved: boolean }[]
}

/** What workers have done with a shard that has these records, in their order. */
export class ShardCheck {
  readonly faults: string[] = []
  readonly #shardId: string
  readonly #positions: ReadonlyMap<string, number>
  readonly #stints = new Map<number, Stint>()
  readonly #delivered = new Set<number>()
  deliveries = 0

  constructor(shardId: string, sequenceNumbers: readonly string[], events: readonly WorkerEvent[]) {
    this.#shardId = shardId
    this.#positions = new Map(sequenceNumbers.map((sequenceNumber, i) => [sequenceNumber, i]))
    for (const event of events) if (event.shardId === shardId) this.#take(event)
    this.#compareStints()
  }

  get stints(): number {
    return this.#stints.size
  }

  /** Records that came to nobody. */
  get missing(): number {
    return this.#positions.size - this.#delivered.size
  }

  get duplicates(): number {
    return this.deliveries - this.#delivered.size
  }

  #take(event: WorkerEvent): void {
    const stint = this.#stints.get(event.token)
    if (event.kind === 'begin') this.#begin(event)
    else if (stint === undefined) this.#fault(event.token, `${event.kind} before it has begun`)
    else if (event.kind !== 'deliver') this.#save(stint, event)
    else for (const record of event.sequenceNumbers) this.#deliver(stint, record)
  }

  #begin({ token, atMs, checkpoint }: WorkerEvent & { kind: 'begin' }): void {
    if (this.#stints.has(token)) this.#fault(token, 'two workers have begun with it')
    const from = checkpoint === 'TRIM_HORIZON' ? -1 : this.#positionOf(checkpoint)
    this.#stints.set(token, { token, begunMs: atMs, from, next: from + 1, saves: [] })
  }

  #deliver(stint: Stint, record: string): void {
    const position = this.#positionOf(record)
    if (position !== stint.next)
      this.#fault(stint.token, `record ${position} came where ${stint.next} should have`)
    stint.next = position + 1
    this.deliveries++
    this.#delivered.add(position)
  }

  #save(stint: Stint, { kind, atMs, sequenceNumber }: WorkerEvent & { kind: 'saving' | 'saved' }): void {
    const position = this.#positionOf(sequenceNumber)
    if (position >= stint.next) this.#fault(stint.token, `saved ${position} before it came`)
    if (kind === 'saving') stint.saves.push({ savingMs: atMs, position, isSaved: false })
    else stint.saves.at(-1)!.isSaved = true
  }

  /** A stint begins at the last checkpoint of those before it, and ends what they may save. */
  #compareStints(): void {
    const inOrder = [...this.#stints.values()].sort((a, b) => a.token - b.token)
    let saved = -1
    let saving = -1
    let earlier: Stint[] = []
    for (const stint of inOrder) {
      if (stint.from < saved) this.#fault(stint.token, `begins at ${stint.from}, where ${saved} was saved`)
      if (stint.from > saving) this.#fault(stint.token, `begins at ${stint.from}, which nobody has saved`)
      for (const { token, saves } of earlier)
        if (saves.some(({ savingMs, isSaved }) => isSaved && savingMs > stint.begunMs))
          this.#fault(token, `has saved when ${stint.token} had begun`)
      for (const { position, isSaved } of stint.saves) {
        saving = Math.max(saving, position)
        if (isSaved) saved = Math.max(saved, position)
      }
      earlier = [...earlier, stint]
    }
  }

  #positionOf(sequenceNumber: string): number {
    const position = this.#positions.get(sequenceNumber)
    if (position === undefined) this.faults.push(`${this.#shardId}: nobody has put ${sequenceNumber}`)
    return position ?? -1
  }

  #fault(token: number, what: string): void {
    this.faults.push(`${this.#shardId}, token ${token}: ${what}`)
  }
}
