import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'

/** How long a received message is hidden. Answers of a busy machine come later than one would think. */
export const visibilitySeconds = 3
const maxReceiveCount = 2

/** A queue and its dead-letter queue. A URL is without its host: each life of the server has another port. */
export interface QueuePair {
  readonly isFifo: boolean
  readonly source: string
  readonly dead: string
  readonly deadArn: string
}

export async function createPair(client: SQSClient, isFifo: boolean): Promise<QueuePair> {
  const suffix = isFifo ? '.fifo' : ''
  const dead = await create(client, `killed-dead${suffix}`, isFifo)
  const source = await create(client, `killed${suffix}`, isFifo)
  const deadArn = (await attributesOf(client, dead)).QueueArn ?? ''
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount })
  await client.send(new SetQueueAttributesCommand({ QueueUrl: source, Attributes: { RedrivePolicy } }))
  return { isFifo, source, dead, deadArn }
}

export async function attributesOf(client: SQSClient, QueueUrl: string): Promise<Record<string, string>> {
  const answer = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
  return answer.Attributes ?? {}
}

async function create(client: SQSClient, QueueName: string, isFifo: boolean): Promise<string> {
  const Attributes = {
    VisibilityTimeout: String(visibilitySeconds),
    ...(isFifo && {
      FifoQueue: 'true',
      FifoThroughputLimit: 'perMessageGroupId',
      DeduplicationScope: 'messageGroup',
    }),
  }
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }))
  return new URL(QueueUrl).pathname
}
