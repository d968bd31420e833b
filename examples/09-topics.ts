/*
 * Topics: one publish goes to two queues in one step; and a queue that subscribes later has the messages of yesterday replayed, from the
 * archive of a FIFO topic.
 *
 *   npm start                      # in one terminal
 *   node examples/09-topics.ts     # in another; an endpoint may follow
 *
 * Needs the AWS SDK: npm install @aws-sdk/client-sns @aws-sdk/client-sqs. The same works against AWS without the endpoint, with queue policies that allow
 * the topic.
 */
import { SNS } from '@aws-sdk/client-sns'
import { SQS } from '@aws-sdk/client-sqs'

const connection = {
  endpoint: process.argv[2] ?? 'http://127.0.0.1:4567',
  region: 'us-east-1',
  /* Any will do: signatures are not checked. 12 digits as the key id would name an account. */
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
}
const sns = new SNS(connection)
const sqs = new SQS(connection)

async function queue(name: string) {
  const Attributes = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {}
  const { QueueUrl = '' } = await sqs.createQueue({ QueueName: name, Attributes })
  const { Attributes: described } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['QueueArn'] })
  return { url: QueueUrl, arn: described?.QueueArn ?? '' }
}

async function subscribe(TopicArn: string, name: string, more: Record<string, string> = {}): Promise<string> {
  const { url, arn } = await queue(name)
  const Attributes = { RawMessageDelivery: 'true', ...more }
  await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint: arn, Attributes })
  return url
}

/** What comes to a queue until it has so many messages. */
async function received(url: string, count: number): Promise<string> {
  const bodies: (string | undefined)[] = []
  while (bodies.length < count) {
    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl: url,
      WaitTimeSeconds: 5,
      MaxNumberOfMessages: 10,
    })
    for (const { Body, ReceiptHandle } of Messages) {
      bodies.push(Body)
      await sqs.deleteMessage({ QueueUrl: url, ReceiptHandle })
    }
  }
  return bodies.join(' ')
}

const { TopicArn: orders = '' } = await sns.createTopic({ Name: 'orders' })
const billing = await subscribe(orders, 'billing')
const shipping = await subscribe(orders, 'shipping')
await sns.publish({ TopicArn: orders, Message: 'order-1' })
console.log(`billing: ${await received(billing, 1)}, shipping: ${await received(shipping, 1)}`)

const began = new Date()
const { TopicArn: ledger = '' } = await sns.createTopic({
  Name: 'ledger.fifo',
  Attributes: {
    FifoTopic: 'true',
    ContentBasedDeduplication: 'true',
    ArchivePolicy: JSON.stringify({ MessageRetentionPeriod: '7' }),
  },
})
for (const Message of ['open', 'deposit', 'withdraw']) {
  await sns.publish({ TopicArn: ledger, Message, MessageGroupId: 'account-17' })
}
const { Attributes: archive } = await sns.getTopicAttributes({ TopicArn: ledger })
const StartingPoint = archive?.BeginningArchiveTime ?? began.toISOString()
const ReplayPolicy = JSON.stringify({ PointType: 'Timestamp', StartingPoint })
const audit = await subscribe(ledger, 'audit.fifo', { ReplayPolicy })
console.log(`audit, subscribed later: ${await received(audit, 3)}`)
sns.destroy()
sqs.destroy()
