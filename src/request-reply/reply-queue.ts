import type { Clock } from '../base/index.ts'
import { isQueueGone, nextMessages, type QueueClient, type QueueMessage } from './queue-client.ts'

/** After a receive that has failed: the client has tried again by itself. */
const retryMs = 1000

export interface ReplyQueueParts {
  readonly client: QueueClient
  readonly clock: Clock
  /** How long nobody may wait for a reply before the queue is deleted. */
  readonly idleMs: number
  /** Whether someone waits. */
  isAwaited(): boolean
  deliver(message: QueueMessage): void
  /** The queue is read no more: it was idle (undefined), or is there no more. */
  ended(error: unknown): void
}

/** One temporary queue, which is read while someone waits for a reply, and deleted when nobody has for long. */
export class ReplyQueue {
  readonly url: string
  readonly #parts: ReplyQueueParts
  readonly #closing = new AbortController()
  #idle: AbortController | undefined
  #reading: Promise<void> | undefined

  constructor(parts: ReplyQueueParts, url: string) {
    this.#parts = parts
    this.url = url
  }

  /** To be called when someone begins to wait. */
  read(): void {
    this.#idle?.abort()
    this.#idle = undefined
    this.#reading ??= this.#readWhileAwaited()
      .then(() => this.#beginIdle())
      .catch((error: unknown) => this.#parts.ended(error))
      .finally(() => {
        this.#reading = undefined
        if (this.#parts.isAwaited() && !this.#closing.signal.aborted) this.read()
      })
  }

  /** Deletes the queue. Whether that succeeds is of no use to anyone: nothing is read from it any more. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#idle?.abort()
    await this.#reading
    await this.#parts.client.deleteQueue({ QueueUrl: this.url }).catch(() => undefined)
  }

  async #readWhileAwaited(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted && this.#parts.isAwaited()) {
      try {
        await this.#readOnce(signal)
      } catch (error) {
        if (isQueueGone(error)) throw error
        await this.#parts.clock.sleep(retryMs, signal)
      }
    }
  }

  async #readOnce(signal: AbortSignal): Promise<void> {
    const { client, deliver } = this.#parts
    const messages = await nextMessages(client, this.url, signal)
    for (const message of messages) deliver(message)
    for (const { ReceiptHandle = '' } of messages) {
      await client.deleteMessage({ QueueUrl: this.url, ReceiptHandle })
    }
  }

  #beginIdle(): void {
    if (this.#closing.signal.aborted) return
    const idle = new AbortController()
    this.#idle = idle
    void this.#parts.clock.sleep(this.#parts.idleMs, idle.signal).then(() => {
      if (!idle.signal.aborted) this.#parts.ended(undefined)
    })
  }
}
