/*
 * A queue with the real `aws` command, from its making to its end.
 *
 *   node sqs.ts AWS_COMMAND ENDPOINT
 */
import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { step } from '../steps.ts'

const [aws = 'aws', endpoint = ''] = process.argv.slice(2)

function sqs(operation: string, ...args: string[]) {
  return spawnSync(aws, ['--endpoint-url', endpoint, 'sqs', operation, ...args], { encoding: 'utf8' })
}

/** Runs one command that must succeed. @returns what it printed, parsed; an empty object for nothing */
function done<Output>(operation: string, ...args: string[]): Output {
  const { status, stdout, stderr } = sqs(operation, ...args)
  equal(status, 0, stderr.trim())
  return JSON.parse(stdout || '{}')
}

interface Received {
  readonly Messages?: readonly {
    readonly Body: string
    readonly ReceiptHandle: string
    readonly Attributes: object
  }[]
}

let queue: string[] = []

await step('create-queue and get-queue-url', () => {
  const made = done<{ QueueUrl: string }>(
    'create-queue',
    '--queue-name',
    'cli',
    '--attributes',
    'DelaySeconds=0',
  )
  match(made.QueueUrl, /^http:\/\/.*\/\d{12}\/cli$/)
  deepEqual(done('get-queue-url', '--queue-name', 'cli'), made)
  queue = ['--queue-url', made.QueueUrl]
})
await step('send-message and receive-message', () => {
  const attributes = '{"city":{"DataType":"String","StringValue":"Any City"}}'
  done('send-message', ...queue, '--message-body', 'a message', '--message-attributes', attributes)
  const { Messages = [] } = done<Received>(
    'receive-message',
    ...queue,
    '--attribute-names',
    'All',
    '--wait-time-seconds',
    '1',
  )
  equal(Messages[0]?.Body, 'a message')
  done('delete-message', ...queue, '--receipt-handle', Messages[0]?.ReceiptHandle ?? '')
})
await step('send-message-batch', () => {
  const entries = '[{"Id":"a","MessageBody":"1"},{"Id":"b","MessageBody":"2"}]'
  equal(
    done<{ Successful: object[] }>('send-message-batch', ...queue, '--entries', entries).Successful.length,
    2,
  )
})
await step('get-queue-attributes', () => {
  const { Attributes } = done<{ Attributes: Record<string, string> }>(
    'get-queue-attributes',
    ...queue,
    '--attribute-names',
    'All',
  )
  equal(Attributes.ApproximateNumberOfMessages, '2')
})
await step('list-queues', () => {
  const { QueueUrls } = done<{ QueueUrls: string[] }>('list-queues', '--queue-name-prefix', 'cli')
  deepEqual(QueueUrls, [queue[1]])
})
await step('an absent queue is an AWS.SimpleQueueService.NonExistentQueue', () => {
  const { status, stderr } = sqs('get-queue-url', '--queue-name', 'absent')
  notEqual(status, 0)
  match(stderr, /\(AWS\.SimpleQueueService\.NonExistentQueue\).*The specified queue does not exist/)
})
await step('delete-queue', () => {
  done('delete-queue', ...queue)
  deepEqual(done('list-queues', '--queue-name-prefix', 'cli'), {})
})
