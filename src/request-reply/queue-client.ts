/*
 * What is used of a client of SQS. The class `SQS` of @aws-sdk/client-sqs is one: it is given, so that this works against any
 * endpoint, and needs no SDK of its own.
 */
export interface QueueClient {
  createQueue(input: {
    QueueName: string
    Attributes: Record<string, string>
  }): Promise<{ QueueUrl?: string | undefined }>
  deleteQueue(input: { QueueUrl: string }): Promise<unknown>
  sendMessage(input: {
    QueueUrl: string
    MessageBody: string
    MessageAttributes: Record<string, TextAttribute>
  }): Promise<unknown>
  receiveMessage(
    input: {
      QueueUrl: string
      MaxNumberOfMessages: number
      WaitTimeSeconds: number
      MessageAttributeNames: string[]
    },
    options: { abortSignal: AbortSignal },
  ): Promise<{ Messages?: QueueMessage[] | undefined }>
  deleteMessage(input: { QueueUrl: string; ReceiptHandle: string }): Promise<unknown>
}

interface TextAttribute {
  DataType: 'String'
  StringValue: string
}

export interface QueueMessage {
  Body?: string | undefined
  ReceiptHandle?: string | undefined
  MessageAttributes?: Record<string, { StringValue?: string | undefined }> | undefined
}

/** The attributes that make a message a request, or a reply. */
const correlationId = 'CorrelationId'
const replyTo = 'ReplyTo'

const text = (value: string): TextAttribute => ({ DataType: 'String', StringValue: value })

export function requestAttributes(id: string, replyQueueUrl: string): Record<string, TextAttribute> {
  return { [correlationId]: text(id), [replyTo]: text(replyQueueUrl) }
}

export function replyAttributes(id: string): Record<string, TextAttribute> {
  return { [correlationId]: text(id) }
}

export const correlationIdOf = ({ MessageAttributes }: QueueMessage): string | undefined =>
  MessageAttributes?.[correlationId]?.StringValue

export const replyQueueOf = ({ MessageAttributes }: QueueMessage): string | undefined =>
  MessageAttributes?.[replyTo]?.StringValue

/** The next messages, waited for as long as SQS lets wait. @throws what the client throws; nothing once `signal` has aborted */
export async function nextMessages(
  client: QueueClient,
  QueueUrl: string,
  signal: AbortSignal,
): Promise<QueueMessage[]> {
  try {
    const { Messages = [] } = await client.receiveMessage(
      { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20, MessageAttributeNames: ['All'] },
      { abortSignal: signal },
    )
    return Messages
  } catch (error) {
    if (signal.aborted) return []
    throw error
  }
}

/** Whether the client says that there is no such queue. */
export const isQueueGone = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'QueueDoesNotExist' || error.name === 'AWS.SimpleQueueService.NonExistentQueue')
