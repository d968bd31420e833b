import { deepEqual, equal, rejects } from 'node:assert/strict'
import {
  AddPermissionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  InvalidParameterException,
  ListTagsForResourceCommand,
  NotFoundException,
  paginateListTopics,
  RemovePermissionCommand,
  SetTopicAttributesCommand,
  type SNSClient,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns'
import { step } from '../../steps.ts'

/** What topics are set to, and their list. */
export async function topicSteps(client: SNSClient): Promise<void> {
  const made: string[] = []
  await step('topics are made and listed', async () => {
    for (const Name of ['js-a', 'js-b']) {
      made.push((await client.send(new CreateTopicCommand({ Name }))).TopicArn ?? '')
    }
    const listed: (string | undefined)[] = []
    for await (const { Topics = [] } of paginateListTopics({ client }, {}))
      listed.push(...Topics.map(({ TopicArn }) => TopicArn))
    deepEqual(listed, made)
    await rejects(client.send(new CreateTopicCommand({ Name: 'a b' })), InvalidParameterException)
  })
  const TopicArn = made[0] ?? ''
  await step('attributes', async () => {
    const set = { TopicArn, AttributeName: 'DisplayName', AttributeValue: 'ü' }
    await client.send(new SetTopicAttributesCommand(set))
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }))
    equal(Attributes?.DisplayName, 'ü')
  })
  await step('tags', async () => {
    const ResourceArn = TopicArn
    const Tags = [
      { Key: 'stage', Value: 'ü' },
      { Key: 'team', Value: 'a b' },
    ]
    await client.send(new TagResourceCommand({ ResourceArn, Tags }))
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }))
    const answer = await client.send(new ListTagsForResourceCommand({ ResourceArn }))
    deepEqual(answer.Tags, [Tags[0]])
  })
  await step('permissions', async () => {
    const permission = { TopicArn, Label: 'l', AWSAccountId: ['111122223333'], ActionName: ['Publish'] }
    await client.send(new AddPermissionCommand(permission))
    await client.send(new RemovePermissionCommand({ TopicArn, Label: 'l' }))
  })
  await step('a deleted topic has an error of its own class', async () => {
    for (const arn of made) await client.send(new DeleteTopicCommand({ TopicArn: arn }))
    await rejects(client.send(new GetTopicAttributesCommand({ TopicArn })), NotFoundException)
  })
}
