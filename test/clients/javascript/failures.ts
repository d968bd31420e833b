/* Failures have their own classes, with name and message. */
import { rejects } from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  InvalidArgumentException,
  LimitExceededException,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateShardCountCommand,
  ValidationException,
} from '@aws-sdk/client-kinesis'
import { step } from '../steps.ts'
import { client, create, firstShard, hasty } from './client.ts'

const StreamName = 'failures'
/** Longer than an iterator lives on the hasty server. */
const iteratorLifeMs = 400

type ErrorClass = new (...parameters: never[]) => Error

/** The call must fail with this class of error, and this in its message. */
async function fails(call: Promise<unknown>, kind: ErrorClass, text = /./): Promise<void> {
  await rejects(call, (error: Error) => {
    if (!(error instanceof kind)) throw error
    if (!text.test(error.message)) throw new Error(error.message)
    return true
  })
}

export async function failureSteps(): Promise<void> {
  await step('a stream that exists', async () => {
    await create({ StreamName, ShardCount: 1 })
    await fails(
      client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 })),
      ResourceInUseException,
      /failures/,
    )
  })
  await step('a stream that does not', async () => {
    const call = client.send(new DeleteStreamCommand({ StreamName: 'absent' }))
    await fails(call, ResourceNotFoundException, /^Stream absent under account \d{12} not found\.$/)
  })
  await step('input against the model', async () => {
    const call = client.send(new CreateStreamCommand({ StreamName: 'not valid' }))
    const text =
      /^1 validation error detected: Value 'not valid' at 'streamName' failed to satisfy constraint: /
    await fails(call, ValidationException, text)
  })
  await step('an iterator that is none', async () => {
    await fails(client.send(new GetRecordsCommand({ ShardIterator: 'nonsense' })), InvalidArgumentException)
  })
  await step('more shards than allowed at once', async () => {
    const scaling = { TargetShardCount: 3, ScalingType: 'UNIFORM_SCALING' as const }
    const call = client.send(new UpdateShardCountCommand({ StreamName, ...scaling }))
    await fails(call, LimitExceededException, /^UpdateShardCount cannot scale up over double /)
  })
  await step('an iterator that is too old', async () => {
    await hasty.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
    const start = { StreamName, ShardId: firstShard, ShardIteratorType: 'LATEST' as const }
    const { ShardIterator } = await hasty.send(new GetShardIteratorCommand(start))
    await delay(iteratorLifeMs)
    const call = hasty.send(new GetRecordsCommand({ ShardIterator }))
    await fails(call, ExpiredIteratorException, /tolerated delay of 300000 milliseconds\.$/)
  })
}
