import { defineService, operationDefiner } from '../../src/api/index.ts'
import { kinesisModel } from '../../src/api/kinesis/model.ts'
import type { KinesisOperations } from '../../src/api/kinesis/shapes.ts'
import { CodedError } from '../../src/base/index.ts'
import { AwsError } from '../../src/wire/index.ts'

/*
 * A service of a few operations, each there to show one thing of the dispatcher: a plain one, one without an answer,
 * one that fails as its input says, and one with a form for bytes.
 */
interface StubContext {
  readonly openShards: number
  readonly deleted: string[]
}

const define = operationDefiner<KinesisOperations, StubContext>()

const describeStreamSummary = define({
  name: 'DescribeStreamSummary',
  access: { action: 'kinesis:DescribeStreamSummary', resource: ({ StreamName = '' }) => StreamName },
  async run({ StreamName = '' }, { openShards }, { caller }) {
    return {
      StreamDescriptionSummary: {
        StreamName,
        StreamARN: `arn:aws:kinesis:${caller.region}:${caller.account}:stream/${StreamName}`,
        StreamStatus: 'ACTIVE',
        RetentionPeriodHours: 24,
        StreamCreationTimestamp: 1_700_000_000_123,
        EnhancedMonitoring: [],
        OpenShardCount: openShards,
      },
    }
  },
})

const deleteStream = define({
  name: 'DeleteStream',
  access: { action: 'kinesis:DeleteStream', resource: ({ StreamName = '' }) => StreamName },
  async run({ StreamName = '' }, { deleted }) {
    deleted.push(StreamName)
  },
})

const failures: Record<string, () => Error> = {
  aws: () => new AwsError('ResourceNotFoundException', 'Stream aws not found.'),
  coded: () => new CodedError('STREAM_BUSY', 'busy'),
  unknown: () => new CodedError('ENOSPC', 'no space left on device'),
  bug: () => new TypeError('x is not a function'),
}

const createStream = define({
  name: 'CreateStream',
  access: { action: 'kinesis:CreateStream', resource: ({ StreamName }) => StreamName },
  async run({ StreamName }) {
    throw failures[StreamName]?.() ?? new Error('no such failure')
  },
})

const listStreams = define({
  name: 'ListStreams',
  access: { action: 'kinesis:ListStreams', resource: () => '*' },
  async run() {
    return { StreamNames: ['from the plain form'], HasMoreStreams: false }
  },
  bytes({ body }, _context, call) {
    if (!body.includes('bytes')) return undefined
    call.authorize('*')
    if (body.includes('fail')) throw failures.aws?.()
    return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(call.protocol.name) })
  },
})

export const stubContext: StubContext = { openShards: 4, deleted: [] }

export const stubService = defineService({
  name: 'kinesis',
  model: kinesisModel,
  operations: [describeStreamSummary, deleteStream, createStream, listStreams],
  context: stubContext,
  toAwsError: ({ code }) =>
    code === 'STREAM_BUSY' ? new AwsError('ResourceInUseException', 'The stream is busy.') : undefined,
})
