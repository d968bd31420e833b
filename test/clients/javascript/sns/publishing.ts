import { deepEqual, equal } from 'node:assert/strict'
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  type SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns'
import type { SQS } from '@aws-sdk/client-sqs'
import { step } from '../../steps.ts'

/** Subscriptions, and what comes to them. */
export async function publishSteps(sns: SNSClient, sqs: SQS): Promise<void> {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'js-published' }))
  const { QueueUrl = '' } = await sqs.createQueue({ QueueName: 'js-subscribed' })
  const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['QueueArn'] })
  let SubscriptionArn = ''
  await step('a queue is subscribed', async () => {
    const request = { TopicArn, Protocol: 'sqs', Endpoint: Attributes?.QueueArn }
    const raw = { RawMessageDelivery: 'true' }
    const answer = await sns.send(new SubscribeCommand({ ...request, Attributes: raw }))
    SubscriptionArn = answer.SubscriptionArn ?? ''
    const all = await sns.send(new ListSubscriptionsCommand({}))
    const ofTopic = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))
    deepEqual(ofTopic.Subscriptions, all.Subscriptions)
    equal(ofTopic.Subscriptions?.[0]?.SubscriptionArn, SubscriptionArn)
  })
  await step('attributes of a subscription', async () => {
    const change = { SubscriptionArn, AttributeName: 'RawMessageDelivery', AttributeValue: 'true' }
    await sns.send(new SetSubscriptionAttributesCommand(change))
    const answer = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))
    equal(answer.Attributes?.RawMessageDelivery, 'true')
  })
  await step('what is published comes to the queue', async () => {
    const MessageAttributes = { city: { DataType: 'String', StringValue: 'Zürich' } }
    await sns.send(new PublishCommand({ TopicArn, Message: 'one', MessageAttributes }))
    const PublishBatchRequestEntries = ['two', 'three'].map((Message) => ({ Id: Message, Message }))
    const { Successful } = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }))
    equal(Successful?.length, 2)
    const received = await sqs.receiveMessage({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    })
    deepEqual(
      received.Messages?.map(({ Body }) => Body),
      ['one', 'two', 'three'],
    )
    equal(received.Messages?.[0]?.MessageAttributes?.city?.StringValue, 'Zürich')
  })
  await step('what has ended is gone', async () => {
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }))
    await sns.send(new DeleteTopicCommand({ TopicArn }))
    await sqs.deleteQueue({ QueueUrl })
    deepEqual((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions ?? [], [])
  })
}
