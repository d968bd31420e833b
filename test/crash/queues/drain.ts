import { ListMessageMoveTasksCommand, type SQSClient } from '@aws-sdk/client-sqs'
import type { MessageLedger } from './message-ledger.ts'
import { attributesOf, type QueuePair } from './queue-pair.ts'
import { receive, remove } from './receivers.ts'

const drainSeconds = 60

/** Takes everything out of both queues, of which nobody else receives, once what is in flight is seen again. */
export async function drain(client: SQSClient, ledger: MessageLedger, pair: QueuePair): Promise<void> {
  await moveTaskEnd(client, pair)
  for (const queue of [pair.dead, pair.source, pair.dead]) {
    while (!(await isEmpty(client, queue))) {
      const held = await receive(client, ledger, queue, { seconds: drainSeconds })
      for (const { id } of held) ledger.drained(id)
      await remove(client, ledger, queue, held, () => true)
    }
  }
  ledger.checkRest()
}

async function isEmpty(client: SQSClient, queue: string): Promise<boolean> {
  const attributes = await attributesOf(client, queue)
  const visible = Number(attributes.ApproximateNumberOfMessages)
  return visible + Number(attributes.ApproximateNumberOfMessagesNotVisible) === 0
}

async function moveTaskEnd(client: SQSClient, { deadArn }: QueuePair): Promise<void> {
  const list = new ListMessageMoveTasksCommand({ SourceArn: deadArn, MaxResults: 1 })
  for (;;) {
    const { Results = [] } = await client.send(list)
    if (Results[0]?.Status !== 'RUNNING') return
  }
}
