import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose'
import * as sdk from '@aws-sdk/client-sns'
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createServer } from '../../src/index.ts'
import { scratchFolder } from '../cli/command.ts'
import { startSubscriber } from './sns-subscriber.ts'

/* Functions, delivery streams and queues of others as subscribers of a whole server, called by the AWS SDK for JavaScript. */

const theirs = '111122223333'

async function start(options: Parameters<typeof createServer>[0] = {}) {
  const server = await createServer(options)
  const settings = (accessKeyId: string) => ({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'any' },
    maxAttempts: 1,
  })
  const clients = {
    sns: new sdk.SNSClient(settings('any')),
    firehose: new FirehoseClient(settings('any')),
    theirSqs: new SQSClient(settings(theirs)),
  }
  onTestFinished(async () => {
    for (const client of Object.values(clients)) client.destroy()
    await server.close()
  })
  const { TopicArn } = await clients.sns.send(new sdk.CreateTopicCommand({ Name: 'orders' }))
  return { ...clients, TopicArn }
}

/** Tells what it was called with by a post of its own. */
const functionText = `export const handler = async (event) => {
  await fetch(process.env.TELL, { method: 'POST', body: JSON.stringify(event) })
}`

test('a function in a module is called with the event of AWS', async () => {
  using folder = scratchFolder()
  const subscriber = await startSubscriber()
  onTestFinished(() => subscriber.close())
  const module = join(folder.path, 'tell.mjs')
  writeFileSync(module, functionText)
  const functions = join(folder.path, 'functions.json')
  writeFileSync(
    functions,
    JSON.stringify({ tell: { module: './tell.mjs', environment: { TELL: subscriber.url } } }),
  )
  const { sns, TopicArn } = await start({ functions })
  const Endpoint = 'arn:aws:lambda:us-east-1:000000000000:function:tell'
  const { SubscriptionArn } = await sns.send(
    new sdk.SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint }),
  )
  const MessageAttributes = {
    kind: { DataType: 'String', StringValue: 'book' },
    digits: { DataType: 'Binary', BinaryValue: Buffer.from('01') },
  }
  const { MessageId } = await sns.send(
    new sdk.PublishCommand({ TopicArn, Message: 'hello', Subject: 'greeting', MessageAttributes }),
  )
  const { body } = await subscriber.next()
  expect(JSON.parse(body)).toEqual({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: SubscriptionArn,
        Sns: {
          Type: 'Notification',
          MessageId,
          TopicArn,
          Subject: 'greeting',
          Message: 'hello',
          Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
          SignatureVersion: '1',
          Signature: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) as string,
          SigningCertUrl: expect.stringMatching(/\/SimpleNotificationService-\w+\.pem$/) as string,
          UnsubscribeUrl: expect.stringContaining(
            `?Action=Unsubscribe&SubscriptionArn=${SubscriptionArn}`,
          ) as string,
          MessageAttributes: {
            kind: { Type: 'String', Value: 'book' },
            digits: { Type: 'Binary', Value: Buffer.from('01').toString('base64') },
          },
        },
      },
    ],
  })
})

/** The lines of every file in a folder, however deep. */
function linesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return files.flatMap(({ parentPath, name }) =>
    readFileSync(join(parentPath, name), 'utf8').split('\n').filter(Boolean),
  )
}

test('a delivery stream brings what is published into a folder', async () => {
  using folder = scratchFolder()
  const { sns, firehose, TopicArn } = await start({ firehoseRoot: folder.path })
  const role = 'arn:aws:iam::000000000000:role/any'
  const { DeliveryStreamARN } = await firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: 'orders',
      ExtendedS3DestinationConfiguration: {
        RoleARN: role,
        BucketARN: 'arn:aws:s3:::orders',
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 },
      },
    }),
  )
  const subscription = { TopicArn, Protocol: 'firehose', Endpoint: DeliveryStreamARN }
  await sns.send(new sdk.SubscribeCommand({ ...subscription, Attributes: { SubscriptionRoleArn: role } }))
  const { MessageId } = await sns.send(new sdk.PublishCommand({ TopicArn, Message: 'hello', Subject: 's' }))
  const lines = await vi.waitFor(() => {
    const found = linesIn(folder.path)
    expect(found).not.toEqual([])
    return found
  }, 10_000)
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    {
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 's',
      Message: 'hello',
      Timestamp: expect.any(String) as string,
      UnsubscribeURL: expect.any(String) as string,
    },
  ])
})

test('a queue of another account is asked in AWS’s words, and its owner confirms by the link', async () => {
  const { sns, theirSqs, TopicArn } = await start()
  const { QueueUrl } = await theirSqs.send(new CreateQueueCommand({ QueueName: 'inbox' }))
  const Endpoint = `arn:aws:sqs:us-east-1:${theirs}:inbox`
  const Attributes = { RawMessageDelivery: 'true' }
  await sns.send(new sdk.SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }))
  const receive = async () => {
    const { Messages } = await theirSqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }))
    return Messages?.[0]?.Body ?? ''
  }
  const asked = JSON.parse(await receive()) as Record<string, string>
  expect(asked).toMatchObject({
    Type: 'SubscriptionConfirmation',
    TopicArn,
    SignatureVersion: '1',
    Message: `You have chosen to subscribe to the topic ${TopicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
  })
  expect((await fetch(asked.SubscribeURL!)).status).toBe(200)
  await sns.send(new sdk.PublishCommand({ TopicArn, Message: 'hello' }))
  expect(await receive()).toBe('hello')
})
