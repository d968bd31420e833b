import { deepEqual, equal, rejects } from 'node:assert/strict'
import {
  AddPermissionCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  paginateListQueues,
  QueueDoesNotExist,
  RemovePermissionCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs'
import { step } from '../../steps.ts'

/** What queues are set to, and their lists. */
export async function queueSteps(client: SQSClient): Promise<void> {
  const made: string[] = []
  await step('queues are made, found and listed by page', async () => {
    for (const QueueName of ['js-a', 'js-b', 'js-c']) {
      const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName }))
      equal((await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl, QueueUrl)
      made.push(QueueUrl)
    }
    const listed: string[] = []
    const pages = paginateListQueues({ client, pageSize: 2 }, { QueueNamePrefix: 'js-' })
    for await (const { QueueUrls = [] } of pages) listed.push(...QueueUrls)
    deepEqual(listed, made)
  })
  const QueueUrl = made[0] ?? ''
  await step('attributes', async () => {
    await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '7' } }))
    const names = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] })
    deepEqual((await client.send(names)).Attributes, { VisibilityTimeout: '7' })
  })
  await step('tags', async () => {
    await client.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'a b', stage: 'ü' } }))
    await client.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['team'] }))
    deepEqual((await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags, { stage: 'ü' })
  })
  await step('permissions', () => permissions(client, QueueUrl))
  await step('a purged queue is empty', async () => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }))
    await client.send(new PurgeQueueCommand({ QueueUrl }))
    const names = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] })
    equal((await client.send(names)).Attributes?.ApproximateNumberOfMessages, '0')
  })
  await step('a deleted queue has an error of its own class', async () => {
    for (const url of made) await client.send(new DeleteQueueCommand({ QueueUrl: url }))
    await rejects(client.send(new GetQueueUrlCommand({ QueueName: 'js-a' })), QueueDoesNotExist)
  })
}

async function permissions(client: SQSClient, QueueUrl: string): Promise<void> {
  const policyOf = async () => {
    const names = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] })
    return (await client.send(names)).Attributes?.Policy
  }
  const grant = { Label: 'l', AWSAccountIds: ['111111111111'], Actions: ['SendMessage'] }
  await client.send(new AddPermissionCommand({ QueueUrl, ...grant }))
  equal(JSON.parse((await policyOf()) ?? '{}').Statement[0].Sid, 'l')
  await client.send(new RemovePermissionCommand({ QueueUrl, Label: 'l' }))
  equal(await policyOf(), undefined)
}
