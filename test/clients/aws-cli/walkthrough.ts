/*
 * The walkthrough that every Kinesis user knows, with the real `aws` command.
 *
 *   node walkthrough.ts AWS_COMMAND ENDPOINT [--read-only]
 *
 * With `--read-only` it writes nothing and expects what an earlier run has written: for after a restart.
 */
import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { step } from '../steps.ts'

const [aws = 'aws', endpoint = '', mode] = process.argv.slice(2)
const events = ['user signup', 'user login', 'user logout']

interface StoredRecord {
  Data: string
  PartitionKey: string
  SequenceNumber: string
}

function kinesis(operation: string, ...args: string[]) {
  return spawnSync(aws, ['--endpoint-url', endpoint, 'kinesis', operation, ...args], { encoding: 'utf8' })
}

/** Runs one command that must succeed. @returns what it printed, parsed; an empty object for nothing */
function done<Output>(operation: string, ...args: string[]): Output {
  const { status, stdout, stderr } = kinesis(operation, ...args)
  equal(status, 0, stderr.trim())
  return JSON.parse(stdout || '{}')
}

async function write(): Promise<void> {
  await step('create-stream and wait stream-exists', () => {
    done('create-stream', '--stream-name', 'test', '--shard-count', '1')
    equal(kinesis('wait', 'stream-exists', '--stream-name', 'test').status, 0)
  })
  await step('put-record three times', () => {
    for (const event of events) {
      const put = ['--stream-name', 'test', '--partition-key', 'user1', '--data', event]
      const answer = done<{ ShardId: string; SequenceNumber: string }>('put-record', ...put)
      equal(answer.ShardId, 'shardId-000000000000')
      match(answer.SequenceNumber, /^\d{56}$/)
    }
  })
}

async function read(): Promise<void> {
  await step('describe-stream', () => {
    const { StreamDescription } = done<{
      StreamDescription: { StreamStatus: string; StreamARN: string; Shards: object[] }
    }>('describe-stream', '--stream-name', 'test')
    equal(StreamDescription.StreamStatus, 'ACTIVE')
    equal(StreamDescription.Shards.length, 1)
    match(StreamDescription.StreamARN, /^arn:aws:kinesis:us-east-1:\d{12}:stream\/test$/)
  })
  await step('get-shard-iterator and get-records: the data comes back in order', () => {
    const shard = ['--stream-name', 'test', '--shard-id', 'shardId-000000000000']
    const { ShardIterator } = done<{ ShardIterator: string }>(
      'get-shard-iterator',
      ...shard,
      '--shard-iterator-type',
      'TRIM_HORIZON',
    )
    const { Records } = done<{ Records: StoredRecord[] }>('get-records', '--shard-iterator', ShardIterator)
    deepEqual(
      Records.map(({ Data, PartitionKey }) => [Buffer.from(Data, 'base64').toString(), PartitionKey]),
      events.map((event) => [event, 'user1']),
    )
  })
  await step('list-streams and list-shards', () => {
    const { StreamNames } = done<{ StreamNames: string[] }>('list-streams')
    equal(StreamNames.includes('test'), true)
    equal(done<{ Shards: object[] }>('list-shards', '--stream-name', 'test').Shards.length, 1)
  })
  await step('an absent stream is a ResourceNotFoundException', () => {
    const { status, stderr } = kinesis('describe-stream', '--stream-name', 'absent')
    notEqual(status, 0)
    match(stderr, /\(ResourceNotFoundException\).*Stream absent under account \d{12} not found/)
  })
}

if (mode !== '--read-only') await write()
await read()
