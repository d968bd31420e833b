import { deepEqual } from 'node:assert/strict'
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { Consumer, type ConsumerOptions } from 'sqs-consumer'
import { step } from '../../steps.ts'

const attempts = 'ApproximateReceiveCount' as const
/** Longer than the message is hidden, and not at the time of a heartbeat: one under way at the delete would fail. */
const handlerMs = 2500

/** The package `sqs-consumer`: it polls, hides, deletes, and gives back what its handler fails on. */
export async function consumerSteps(sqs: SQSClient): Promise<void> {
  const { QueueUrl: queueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'js-consumer' }))
  const options = {
    queueUrl,
    sqs,
    waitTimeSeconds: 1,
    pollingCompleteWaitTimeMs: 5000,
    messageSystemAttributeNames: [attempts],
  }
  await step('sqs-consumer handles batches, deletes them, and waits for more', async () => {
    const bodies = await send(sqs, queueUrl, 10)
    let more: string[] = []
    const handled: string[] = []
    const failures = await consume(options, 20, async (messages) => {
      handled.push(...messages.map(({ Body = '' }) => Body))
      if (handled.length === bodies.length) more = await send(sqs, queueUrl, 10, bodies.length)
    })
    deepEqual(failures, [])
    deepEqual(handled.toSorted(), [...bodies, ...more].toSorted())
    deepEqual(await left(sqs, queueUrl), ['0', '0'])
  })
  await step('sqs-consumer shows again what its handler fails on', async () => {
    await send(sqs, queueUrl, 1)
    const seen: (string | undefined)[] = []
    const failures = await consume({ ...options, terminateVisibilityTimeout: true }, 2, async ([message]) => {
      seen.push(message?.Attributes?.[attempts])
      if (seen.length === 1) throw new Error('not yet')
    })
    deepEqual(failures, ['Unexpected message batch handler failure: not yet'])
    deepEqual(seen, ['1', '2'])
    deepEqual(await left(sqs, queueUrl), ['0', '0'])
  })
  await step('sqs-consumer hides a message for as long as its handler takes', async () => {
    await send(sqs, queueUrl, 1)
    let calls = 0
    const failures = await consume(
      { ...options, visibilityTimeout: 2, heartbeatInterval: 1 },
      1,
      async () => {
        calls++
        await new Promise((resolve) => setTimeout(resolve, handlerMs))
        deepEqual(await left(sqs, queueUrl), ['0', '1'])
      },
    )
    deepEqual([failures, calls], [[], 1])
    deepEqual(await left(sqs, queueUrl), ['0', '0'])
  })
}

/** Runs a consumer until its handler has had so many messages. @returns what the consumer says went wrong */
async function consume(
  options: Omit<ConsumerOptions, 'handleMessage' | 'handleMessageBatch'>,
  count: number,
  handle: (messages: Message[]) => Promise<void>,
): Promise<string[]> {
  let had = 0
  const consumer = Consumer.create({
    ...options,
    batchSize: 10,
    handleMessageBatch: async (messages) => {
      had += messages.length
      await handle(messages).finally(() => had < count || consumer.stop())
      return messages
    },
  })
  const failures: string[] = []
  consumer.on('error', ({ message }) => failures.push(message))
  const stopped = new Promise<void>((resolve) => consumer.on('stopped', () => resolve()))
  consumer.start()
  await stopped
  return failures
}

async function send(sqs: SQSClient, QueueUrl: string, count: number, from = 0): Promise<string[]> {
  const bodies = Array.from({ length: count }, (_, i) => `m${from + i}`)
  const Entries = bodies.map((MessageBody) => ({ Id: MessageBody, MessageBody }))
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
  return bodies
}

/** How many messages are visible, and how many in flight. */
async function left(sqs: SQSClient, QueueUrl: string): Promise<(string | undefined)[]> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
  return [Attributes?.ApproximateNumberOfMessages, Attributes?.ApproximateNumberOfMessagesNotVisible]
}
