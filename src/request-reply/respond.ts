import { type Clock, systemClock } from '../base/index.ts'
import {
  correlationIdOf,
  isQueueGone,
  nextMessages,
  type QueueClient,
  type QueueMessage,
  replyAttributes,
  replyQueueOf,
} from './queue-client.ts'

/** After a receive that has failed: the client has tried again by itself. */
const retryMs = 1000

export interface RespondOptions {
  readonly client: QueueClient
  /** Where requests come. */
  readonly queueUrl: string
  /** Ends the responding, when the requests at hand are served. */
  readonly signal: AbortSignal
  readonly clock?: Clock
  /** The reply to a request, not empty. A request for which it fails is seen again when its visibility timeout is over. */
  handle(body: string): Promise<string> | string
  /** Told of what has failed, of a request or of a receive. */
  onError?(error: unknown): void
}

/** Serves the requests of a queue, up to ten at a time, until `signal` aborts. Never rejects. */
export async function respond(options: RespondOptions): Promise<void> {
  const { client, queueUrl, signal, clock = systemClock, onError } = options
  while (!signal.aborted) {
    try {
      const messages = await nextMessages(client, queueUrl, signal)
      await Promise.all(messages.map((message) => serve(message, options)))
    } catch (error) {
      onError?.(error)
      await clock.sleep(retryMs, signal)
    }
  }
}

async function serve(message: QueueMessage, options: RespondOptions): Promise<void> {
  const { client, queueUrl, handle, onError } = options
  const { Body = '', ReceiptHandle = '' } = message
  try {
    await reply(client, message, await handle(Body))
    await client.deleteMessage({ QueueUrl: queueUrl, ReceiptHandle })
  } catch (error) {
    onError?.(error)
  }
}

/** To a requester that is there still, if one has asked: a message without a reply queue is served all the same. */
async function reply(client: QueueClient, message: QueueMessage, body: string): Promise<void> {
  const [id, url] = [correlationIdOf(message), replyQueueOf(message)]
  if (id === undefined || url === undefined) return
  try {
    await client.sendMessage({ QueueUrl: url, MessageBody: body, MessageAttributes: replyAttributes(id) })
  } catch (error) {
    if (!isQueueGone(error)) throw error
  }
}
