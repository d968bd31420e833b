import { AnswerMemory, type SpareMemory } from '../answer-memory.ts'

interface Slots {
  readonly slots: number
  readonly slotBytes: number
  /** Behind each slot, for stores that reach over the end of what they write. */
  readonly slackBytes: number
}

/** Memory for answers in that of a kernel, so that it writes them where they stay. What is more than that comes from the heap. */
export class AnswerSlots implements SpareMemory {
  readonly #free: Buffer[] = []
  readonly #buffer: ArrayBufferLike
  readonly #sizeMax: number
  readonly #more = new AnswerMemory(16 * 1024 * 1024)

  /** @param memory does not grow */
  constructor(memory: WebAssembly.Memory, at: number, { slots, slotBytes, slackBytes }: Slots) {
    this.#buffer = memory.buffer
    this.#sizeMax = slotBytes - slackBytes
    for (let slot = slots - 1; slot >= 0; slot--) {
      this.#free.push(Buffer.from(memory.buffer, at + slot * slotBytes, this.#sizeMax))
    }
  }

  /** The slot that was freed last comes first: its pages are there. */
  take(size: number): Buffer {
    const slot = size <= this.#sizeMax ? this.#free.pop() : undefined
    return slot ?? this.#more.take(size)
  }

  give(buffer: Buffer): void {
    if (buffer.buffer === this.#buffer) this.#free.push(buffer)
    else this.#more.give(buffer)
  }
}
