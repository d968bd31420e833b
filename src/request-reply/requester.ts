import { type Clock, type Random, systemClock, systemRandom } from '../base/index.ts'
import { replyTimedOut, requesterClosed, requestsOverLimit } from './errors.ts'
import { correlationIdOf, type QueueClient, type QueueMessage, requestAttributes } from './queue-client.ts'
import { ReplyQueue } from './reply-queue.ts'

/** Replies that nobody waits for any more need not stay longer: seconds. The least that SQS allows. */
const replyRetentionSeconds = 60

export interface RequesterOptions {
  readonly client: QueueClient
  /** Where requests go. */
  readonly queueUrl: string
  /** How the names of reply queues begin; `replies-` by default. */
  readonly replyQueuePrefix?: string
  /** How long a request waits for its reply; 30 s by default. */
  readonly timeoutMs?: number
  /** How long after the last reply the reply queue is deleted; 5 minutes by default. */
  readonly idleMs?: number
  /** Requests that may wait at a time; 10,000 by default. */
  readonly pendingMax?: number
  readonly clock?: Clock
  readonly random?: Random
}

interface Pending {
  readonly timeout: AbortController
  resolve(body: string): void
  reject(error: unknown): void
}

/**
 * Sends requests to a queue and gets their replies on a temporary queue of its own, each by its correlation id. That queue is made with the
 * first request, and deleted when the requester is closed or idle; a process that is killed leaves it behind.
 */
export class Requester {
  readonly #options: Required<RequesterOptions>
  readonly #pending = new Map<string, Pending>()
  #queue: Promise<ReplyQueue> | undefined
  #isClosed = false

  constructor(options: RequesterOptions) {
    this.#options = {
      replyQueuePrefix: 'replies-',
      timeoutMs: 30_000,
      idleMs: 300_000,
      pendingMax: 10_000,
      clock: systemClock,
      random: systemRandom,
      ...options,
    }
  }

  /**
   * The reply to a request, neither of them empty: SQS has no empty messages. A request whose reply does not come in time may have been served all the same.
   * @throws REPLY_TIMED_OUT, REQUESTER_CLOSED, REQUESTS_OVER_LIMIT, and what the client throws
   */
  async request(body: string): Promise<string> {
    const { client, queueUrl, pendingMax, random, timeoutMs } = this.#options
    if (this.#isClosed) throw requesterClosed()
    if (this.#pending.size >= pendingMax) throw requestsOverLimit(pendingMax)
    const id = random.uuid()
    const reply = this.#await(id, timeoutMs)
    // It may fail before it is returned.
    reply.catch(() => undefined)
    try {
      const queue = await this.#replyQueue()
      queue.read()
      await client.sendMessage({
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageAttributes: requestAttributes(id, queue.url),
      })
    } catch (error) {
      this.#take(id)?.reject(error)
    }
    return reply
  }

  /** Deletes the reply queue; requests that wait fail. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#rejectAll(requesterClosed())
    const queue = this.#queue
    this.#queue = undefined
    await queue?.then((opened) => opened.close()).catch(() => undefined)
  }

  #await(id: string, timeoutMs: number): Promise<string> {
    const timeout = new AbortController()
    const reply = new Promise<string>((resolve, reject) =>
      this.#pending.set(id, { timeout, resolve, reject }),
    )
    void this.#options.clock.sleep(timeoutMs, timeout.signal).then(() => {
      if (!timeout.signal.aborted) this.#take(id)?.reject(replyTimedOut(timeoutMs))
    })
    return reply
  }

  /** What waits for a reply, and waits no more. */
  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    pending?.timeout.abort()
    return pending
  }

  #rejectAll(error: unknown): void {
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error)
  }

  #replyQueue(): Promise<ReplyQueue> {
    if (this.#queue !== undefined) return this.#queue
    const made = this.#makeQueue()
    this.#queue = made
    made.catch(() => {
      if (this.#queue === made) this.#queue = undefined
    })
    return made
  }

  async #makeQueue(): Promise<ReplyQueue> {
    const { client, clock, idleMs, replyQueuePrefix, random } = this.#options
    const { QueueUrl = '' } = await client.createQueue({
      QueueName: `${replyQueuePrefix}${random.uuid()}`,
      Attributes: { MessageRetentionPeriod: String(replyRetentionSeconds) },
    })
    const queue: ReplyQueue = new ReplyQueue(
      {
        client,
        clock,
        idleMs,
        isAwaited: () => this.#pending.size > 0,
        deliver: (message) => this.#deliver(message),
        ended: (error) => this.#ended(queue, error),
      },
      QueueUrl,
    )
    return queue
  }

  /** A reply that nobody waits for any more is dropped. */
  #deliver(message: QueueMessage): void {
    this.#take(correlationIdOf(message) ?? '')?.resolve(message.Body ?? '')
  }

  #ended(queue: ReplyQueue, error: unknown): void {
    this.#queue = undefined
    if (error !== undefined) this.#rejectAll(error)
    void queue.close()
  }
}
