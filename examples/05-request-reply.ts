/*
 * Request and reply over queues: two workers answer what several callers ask; each caller gets its replies on a temporary queue of
 * its own, which is gone when it is done.
 *
 *   npm start                             # in one terminal
 *   node examples/05-request-reply.ts     # in another; an endpoint may follow
 *
 * Needs the AWS SDK: npm install @aws-sdk/client-sqs. The same works against AWS without the endpoint. In your own
 * project: import { Requester, respond } from 'millrace/request-reply'.
 */
import { SQS } from '@aws-sdk/client-sqs'
import { Requester, respond } from '../src/request-reply/index.ts'

const client = new SQS({
  endpoint: process.argv[2] ?? 'http://127.0.0.1:4567',
  region: 'us-east-1',
  /* Any will do: signatures are not checked. 12 digits as the key id would name an account. */
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const { QueueUrl: queueUrl = '' } = await client.createQueue({ QueueName: 'squares' })

const stop = new AbortController()
const square = (body: string) => String(Number(body) ** 2)
const workers = [1, 2].map(() => respond({ client, queueUrl, signal: stop.signal, handle: square }))

async function ask(numbers: readonly number[]): Promise<string> {
  const requester = new Requester({ client, queueUrl, replyQueuePrefix: 'squares-replies-' })
  const replies = await Promise.all(numbers.map((number) => requester.request(String(number))))
  await requester.close()
  return `${numbers.join(' ')} squared: ${replies.join(' ')}`
}
for (const line of await Promise.all([ask([1, 2, 3]), ask([4, 5, 6])])) console.log(line)

stop.abort()
await Promise.all(workers)
const { QueueUrls = [] } = await client.listQueues({ QueueNamePrefix: 'squares' })
console.log(`queues left: ${QueueUrls.map((url) => url.split('/').at(-1)).join(' ')}`)
client.destroy()
