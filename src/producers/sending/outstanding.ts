import type { PendingRecord } from '../record.ts'

/** Waiters get through while so much of the bound is free: what is put between a wake and the next look fits in it. */
const freeShare = 0.25

/** The records put between two flushes. */
interface Epoch {
  /** The number of the last of them. No end while it is the newest epoch. */
  last: number
  left: number
  readonly done: PromiseWithResolvers<void>
}

/** The records without a result yet: how much memory they hold, who waits for room, and who for their results. */
export class Outstanding {
  readonly bytesMax: number
  readonly #waiters: (() => void)[] = []
  #epochs: Epoch[] = []
  #isWaking = false
  #bytes = 0
  #count = 0
  #lastNumber = 0

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax
  }

  get count(): number {
    return this.#count
  }

  /** One record more may go beyond it, however large: whoever has waited for `ready` is not refused. */
  get isFull(): boolean {
    return this.#bytes >= this.bytesMax
  }

  add({ heldBytes, number }: PendingRecord): void {
    if (this.#epochs.at(-1)?.last !== Number.POSITIVE_INFINITY) this.#begin()
    const epoch = this.#epochs.at(-1) as Epoch
    epoch.left++
    this.#lastNumber = number
    this.#bytes += heldBytes
    this.#count++
  }

  remove({ heldBytes, number }: PendingRecord): void {
    this.#bytes -= heldBytes
    this.#count--
    const epoch = this.#epochs.find(({ last }) => number <= last) as Epoch
    epoch.left--
    if (epoch.left === 0) {
      this.#epochs = this.#epochs.filter((each) => each !== epoch)
      epoch.done.resolve()
    }
    this.#wake()
  }

  /** Resolves when there is room: in turns, in the order of the calls. */
  ready(): Promise<void> {
    if (this.#waiters.length === 0 && this.#isRoomy) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiters.push(resolve)
      this.#wake()
    })
  }

  /** Resolves when every record that is outstanding now has its result. */
  async settled(): Promise<void> {
    const newest = this.#epochs.at(-1)
    if (newest?.last === Number.POSITIVE_INFINITY) newest.last = this.#lastNumber
    await Promise.all(this.#epochs.map(({ done }) => done.promise))
  }

  get #isRoomy(): boolean {
    return this.#bytes <= (1 - freeShare) * this.bytesMax
  }

  /** One at a time, so that the next looks when this one's record is in. */
  #wake(): void {
    if (this.#isWaking || this.#waiters.length === 0 || !this.#isRoomy) return
    this.#isWaking = true
    this.#waiters.shift()?.()
    setImmediate(() => {
      this.#isWaking = false
      this.#wake()
    })
  }

  #begin(): void {
    const epoch = { last: Number.POSITIVE_INFINITY, left: 0, done: Promise.withResolvers<void>() }
    this.#epochs = [...this.#epochs, epoch]
  }
}
