/*
 * Scaling by backlog per worker: as many workers as it takes to work off what waits within the time that a message may wait. What waits
 * is read from /metrics, under CloudWatch's names.
 *
 *   npm start                             # in one terminal
 *   node examples/06-scale-workers.ts     # in another; an endpoint may follow
 *
 * Needs the AWS SDK: npm install @aws-sdk/client-sqs. On AWS the same number comes from CloudWatch or GetQueueAttributes.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { SQS } from '@aws-sdk/client-sqs'

const endpoint = process.argv[2] ?? 'http://127.0.0.1:4567'
const client = new SQS({
  endpoint,
  region: 'us-east-1',
  /* Any will do: signatures are not checked. 12 digits as the key id would name an account. */
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
const queue = 'jobs'
const { QueueUrl } = await client.createQueue({ QueueName: queue })

/* A message takes a worker 50 ms, and may wait half a second: so a worker can have a backlog of ten. */
const jobMs = 50
const acceptableWaitMs = 500
const backlogPerWorker = acceptableWaitMs / jobMs
const workersMax = 8
const scaleEveryMs = 100

let done = 0
const workers: AbortController[] = []

async function work({ signal }: AbortController): Promise<void> {
  while (!signal.aborted) {
    const { Messages = [] } = await client.receiveMessage({ QueueUrl, WaitTimeSeconds: 1 })
    for (const { ReceiptHandle } of Messages) {
      await sleep(jobMs)
      await client.deleteMessage({ QueueUrl, ReceiptHandle })
      done++
    }
  }
}

/** Visible messages, of this queue. */
async function backlog(): Promise<number> {
  const text = await (await fetch(`${endpoint}/metrics`)).text()
  const name = 'millrace_sqs_queue_approximate_number_of_messages_visible'
  const line = text.split('\n').find((each) => each.startsWith(name) && each.includes(`queue="${queue}"`))
  return Number(line?.split(' ').at(-1) ?? 0)
}

const running: Promise<void>[] = []
function scaleTo(count: number): void {
  while (workers.length < count) {
    const worker = new AbortController()
    workers.push(worker)
    running.push(work(worker))
  }
  while (workers.length > count) workers.pop()?.abort()
}

const total = 100
for (let i = 0; i < total; i += 10) {
  const Entries = Array.from({ length: 10 }, (_, j) => ({ Id: `${j}`, MessageBody: `job ${i + j}` }))
  await client.sendMessageBatch({ QueueUrl, Entries })
}
let most = 0
while (done < total) {
  const waiting = await backlog()
  const wanted = Math.min(workersMax, Math.max(1, Math.ceil(waiting / backlogPerWorker)))
  if (wanted !== workers.length) console.log(`${waiting} wait: ${workers.length} -> ${wanted} workers`)
  scaleTo(wanted)
  most = Math.max(most, wanted)
  await sleep(scaleEveryMs)
}
scaleTo(0)
await Promise.all(running)
console.log(`${done} jobs done, by up to ${most} workers`)
client.destroy()
