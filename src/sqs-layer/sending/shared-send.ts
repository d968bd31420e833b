import { type Append, frameHeaderSize, type LogStore, writeFrameHeader } from '../../log/index.ts'
import { writeMessageId } from '../message/message-id.ts'
import { idAt, writeRecord } from '../message/message-record.ts'
import type { PreparedSend } from './prepared-send.ts'
import type { SenderParts } from './sender.ts'
import type { SharedMessage } from './shared-message.ts'

/**
 * Messages on their way to a standard queue which others get as well. Nothing is made for each queue but the frames: with a batch of its own
 * for each, a publish to 100 queues took twice the CPU.
 */
export class SharedSend implements PreparedSend {
  readonly appends: readonly Append[]
  readonly #parts: SenderParts
  readonly #messages: readonly SharedMessage[]
  readonly #frames: Buffer

  /** @param messages none that the queue refuses, or would delay */
  constructor(parts: SenderParts, messages: readonly SharedMessage[]) {
    this.#parts = parts
    this.#messages = messages
    this.#frames = framesOf(parts, messages)
    this.appends = [{ log: parts.queue().messages, count: messages.length, frames: this.#frames }]
  }

  taken(): void {}

  async durable(): Promise<void> {}

  sent(): void {
    const { counters, sent } = this.#parts
    for (const { size } of this.#messages) counters.sentBytes += size
    counters.sent += this.#messages.length
    sent(this.#messages.map(({ message }) => message))
  }

  release(): void {
    this.#parts.store.release(this.#frames)
  }
}

function framesOf({ store, clock, queue }: SenderParts, messages: readonly SharedMessage[]): Buffer {
  const { messages: log, idSeed } = queue()
  const { next, lastTimeMs } = store.bounds(log)
  const timeMs = Math.max(clock.nowMs(), lastTimeMs)
  const frames = allocateFor(store, messages)
  for (let i = 0, at = 0; i < messages.length; i++) {
    const { record, recordSize } = messages[i]!
    const position = writeFrameHeader(frames, at, recordSize, timeMs)
    at = writeRecord(frames, position, record)
    writeMessageId(frames, idAt(position), idSeed, next + i)
  }
  return frames
}

function allocateFor(store: LogStore, messages: readonly SharedMessage[]): Buffer {
  let size = 0
  for (const { recordSize } of messages) size += frameHeaderSize + recordSize
  return store.allocate(size)
}
