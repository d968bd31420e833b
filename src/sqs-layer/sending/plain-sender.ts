import { frameHeaderSize, writeFrameHeader } from '../../log/index.ts'
import { unlessDropped } from '../errors.ts'
import { bodyMd5s } from '../message/body-md5s.ts'
import { writeMessageId } from '../message/message-id.ts'
import { idAt, md5At, plainHeadSize, writePlainHead } from '../message/message-record.ts'
import type { PlainTexts } from '../message/plain-texts.ts'
import { batchBytesMax, type SenderParts } from './sender.ts'

/** Who is told of messages where they lie in the frames that are written: nobody may look at these any more when `add` has returned. */
export interface SentSink<Answer> {
  /** @param record where the record of the next message begins, see message-record.ts */
  add(frames: Buffer, record: number): void
  /** All have been told of. @returns what the sender is told when they are durable */
  end(): Answer
}

const noneWithGroup: readonly [] = []

/**
 * Sends messages that have nothing but a body to a standard queue, from where they came in to the frames in which they stay: with objects for
 * each, a send of ten messages of 1 KiB took a quarter more CPU.
 */
export class PlainSender {
  readonly #parts: SenderParts

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  /** See Queue.sendPlain. */
  send<Answer>(bodies: PlainTexts, senderId: string, sink: SentSink<Answer>): Promise<Answer> | undefined {
    const bytes = this.#bytesOf(bodies)
    if (bytes === undefined) return undefined
    const { count } = bodies
    const { store, clock } = this.#parts
    const { messages, idSeed } = this.#parts.queue()
    const { next, lastTimeMs } = store.bounds(messages)
    const timeMs = Math.max(clock.nowMs(), lastTimeMs)
    const headSize = plainHeadSize(senderId)
    const frames = store.allocate(count * (frameHeaderSize + headSize) + bytes)
    const md5s = bodyMd5s()
    const { starts, ends } = md5s
    for (let i = 0, at = 0; i < count; i++) {
      const record = writeFrameHeader(frames, at, headSize + bodies.sizeOf(i), timeMs)
      starts[i] = writePlainHead(frames, record, senderId, bodies.isUnescaped(i))
      at = bodies.writeText(i, frames, starts[i]!)
      ends[i] = at
    }
    md5s.hash(frames, count)
    for (let i = 0; i < count; i++) {
      const record = starts[i]! - headSize
      md5s.write(i, frames, md5At(record))
      writeMessageId(frames, idAt(record), idSeed, next + i)
      sink.add(frames, record)
    }
    const answer = sink.end()
    /* No async function, which would be two promises more for each request. */
    return store.commit([{ log: messages, count, frames }]).then(
      () => {
        this.#sent(frames, count, bytes)
        return answer
      },
      (error: unknown) => this.#failed(frames, error),
    )
  }

  /** How much they are together; undefined when the queue does not take them, or not as they are. */
  #bytesOf(bodies: PlainTexts): number | undefined {
    const { isFifo, settings } = this.#parts.queue()
    if (isFifo || settings.delaySeconds > 0) return undefined
    let bytes = 0
    for (let i = 0; i < bodies.count; i++) {
      const size = bodies.sizeOf(i)
      if (size > settings.maximumMessageSize) return undefined
      bytes += size
    }
    return bytes > batchBytesMax && bodies.count > 1 ? undefined : bytes
  }

  #sent(frames: Buffer, count: number, bytes: number): void {
    const { store, counters, sent } = this.#parts
    store.release(frames)
    counters.sent += count
    counters.sentBytes += bytes
    sent(noneWithGroup)
  }

  #failed(frames: Buffer, error: unknown): never {
    this.#parts.store.release(frames)
    throw unlessDropped(error)
  }
}
