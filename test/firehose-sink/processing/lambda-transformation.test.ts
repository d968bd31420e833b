import { expect, test } from 'vitest'
import { CodedError, ManualClock, systemRandom } from '../../../src/base/index.ts'
import type { SinkRecord } from '../../../src/firehose-sink/destinations/destination.ts'
import { LambdaTransformation } from '../../../src/firehose-sink/processing/lambda-transformation.ts'
import type { Processed } from '../../../src/firehose-sink/processing/processor.ts'
import type { Functions } from '../../../src/functions/index.ts'

interface Event {
  readonly records: readonly { readonly recordId: string; readonly data: string }[]
}

const source = {
  deliveryStreamArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/s',
  region: 'us-east-1',
}
const settings = {
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  batchBytes: 1024,
  retries: 3,
}

interface World {
  readonly processed: Processed
  readonly events: readonly Event[]
}

/** Runs a transformation by a function that is a function. */
async function transform(input: readonly SinkRecord[], answer: (event: Event) => unknown): Promise<World> {
  const clock = new ManualClock()
  const events: Event[] = []
  const functions: Pick<Functions, 'invoke'> = {
    async invoke(_, payload) {
      const event = JSON.parse(Buffer.from(payload).toString()) as Event
      events.push(event)
      const answered = answer(event)
      return Buffer.from(typeof answered === 'string' ? answered : JSON.stringify(answered))
    },
  }
  const parts = {
    functions: functions as Functions,
    source,
    clock,
    random: { ...systemRandom, uuid: () => 'u-1' },
  }
  let done = false
  const running = new LambdaTransformation(settings, parts).process(input, new AbortController().signal)
  void running.then(() => {
    done = true
  })
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(10_000)
  }
  return { processed: await running, events }
}

const record = (text: string, i = 0): SinkRecord => ({
  data: Buffer.from(text),
  arrivalMs: 5,
  position: String(i),
})
const base64 = (text: string) => Buffer.from(text).toString('base64')

test('the event is AWS’s, and results of each kind do what they say, in the order of the records', async () => {
  const input = ['a', 'drop', 'fail', 'b'].map(record)
  const { processed, events } = await transform(input, ({ records }) => ({
    records: records
      .map(({ recordId, data }) => {
        const text = Buffer.from(data, 'base64').toString()
        if (text === 'drop') return { recordId, result: 'Dropped' }
        if (text === 'fail') return { recordId, result: 'ProcessingFailed', data }
        return {
          recordId,
          result: 'Ok',
          data: base64(text.toUpperCase()),
          metadata: { partitionKeys: { k: text } },
        }
      })
      .reverse(),
  }))
  expect(events).toEqual([
    {
      invocationId: 'u-1',
      ...source,
      records: input.map(({ data }, i) => ({
        recordId: `${i}-${i}`,
        approximateArrivalTimestamp: 5,
        data: data.toString('base64'),
      })),
    },
  ])
  expect(processed.records.map(({ data, partitionKeys }) => [data.toString(), partitionKeys])).toEqual([
    ['A', { k: 'a' }],
    ['B', { k: 'b' }],
  ])
  expect(processed.failed).toEqual([
    {
      record: input[2],
      code: 'Lambda.ProcessingFailedStatus',
      message: 'ProcessingFailed status set for record',
      attempts: 1,
      details: { lambdaArn: settings.functionArn },
    },
  ])
})

test('records whose ids are missing or come twice fail, and the others do not', async () => {
  const { processed } = await transform(['a', 'b', 'c'].map(record), ({ records: [a, , c] }) => {
    const ok = { result: 'Ok', data: '' }
    return {
      records: [
        { ...ok, recordId: a?.recordId },
        { ...ok, recordId: c?.recordId },
        { ...ok, recordId: c?.recordId },
      ],
    }
  })
  expect(processed.records.length).toBe(1)
  expect(processed.failed.map(({ record, code }) => [record.data.toString(), code])).toEqual([
    ['b', 'Lambda.MissingRecordId'],
    ['c', 'Lambda.DuplicatedRecordId'],
  ])
})

test.each([
  'no JSON',
  { records: 1 },
  { records: [{ recordId: '0-0', result: 'OK', data: '' }] },
  { records: [{ recordId: '0-0', result: 'Ok', data: 'ä' }] },
  { records: [{ recordId: '0-0', result: 'Ok' }] },
  null,
])('an answer that is none of a transformation fails its records: %j', async (answer) => {
  const { processed } = await transform([record('a')], () => answer)
  expect(processed.failed.map(({ code }) => code)).toEqual(['Lambda.JsonProcessingException'])
})

test('a call that fails is made again three times, then its records fail as they came', async () => {
  const { processed, events } = await transform(['a', 'b'].map(record), () => {
    throw new CodedError('FUNCTION_FAILED', 'boom', { retryable: true })
  })
  expect(events.length).toBe(4)
  expect(
    processed.failed.map(({ record, code, attempts }) => [record.data.toString(), code, attempts]),
  ).toEqual([
    ['a', 'Lambda.FunctionError', 4],
    ['b', 'Lambda.FunctionError', 4],
  ])
})

test('a call that may succeed later does, and one that cannot is not made again', async () => {
  let calls = 0
  const { processed } = await transform([record('a')], ({ records }) => {
    if (++calls < 3) throw new CodedError('FUNCTION_BUSY', 'busy', { retryable: true })
    return { records: records.map(({ recordId, data }) => ({ recordId, result: 'Ok', data })) }
  })
  expect(processed.records.map(({ data }) => data.toString())).toEqual(['a'])
  const refused = await transform([record('a')], () => {
    throw new CodedError('FUNCTION_UNKNOWN', 'none')
  })
  expect([refused.events.length, refused.processed.failed[0]?.code]).toEqual([1, 'Lambda.ResourceNotFound'])
})

test('batches have the size that was asked for, and tiny records never more than an event may have', async () => {
  const { events } = await transform(
    Array.from({ length: 5 }, (_, i) => record('x'.repeat(600), i)),
    echo,
  )
  expect(events.map(({ records }) => records.length)).toEqual([2, 2, 1])
})

const echo = ({ records }: Event) => ({
  records: records.map(({ recordId, data }) => ({ recordId, result: 'Ok', data })),
})
