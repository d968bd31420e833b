import { expect, test } from 'vitest'
import { sqsModel } from '../../../src/api/sqs/model.ts'
import { answerOf, type ExpectedError, worldCalls } from './cases/case.ts'
import { atOrigin } from './cases/index.ts'
import { type ConstraintCase, constraintCases } from './constraint-cases.ts'
import { type Bound, documentedBounds } from './documented-bounds.ts'
import { origin, type SqsAnswer, type SqsProtocol, startSqs } from './sqs-server.ts'

/*
 * Goal: no operation is served with an input that breaks the model or a documented bound, each is refused in AWS's words, and none is
 * refused for what both allow.
 * Method: the inputs of constraint-cases.ts and documented-bounds.ts, in both protocols, over queues.
 */
const server = await startSqs()
for (const [name, input] of worldCalls) await server.call(name, atOrigin(input, origin))
for (const QueueName of ['granted', 'tagged']) await server.call('CreateQueue', { QueueName })
await server.call('CreateQueue', { QueueName: 'orders.fifo', Attributes: { FifoQueue: 'true' } })

const protocols: readonly SqsProtocol[] = ['json', 'query']
const names = Object.keys(sqsModel.operations) as ConstraintCase['operation'][]

async function check(
  { operation, what, input, error }: Omit<ConstraintCase, 'jsonOnly'>,
  protocol: SqsProtocol,
  isRefusal: (answer: SqsAnswer) => boolean,
): Promise<void> {
  const answer = await server.answer(operation, atOrigin(input, origin), protocol)
  const label = `${protocol} ${operation}: ${what}`
  if (error === undefined) {
    expect(answer.status, label).toBeLessThan(500)
    expect(isRefusal(answer), `${label}: ${answer.message}`).toBe(false)
  } else {
    expect(answer, label).toMatchObject(answerOf(error, protocol))
  }
}

const refusedByModel = [
  'MissingParameter',
  'InvalidAttributeName',
  'AWS.SimpleQueueService.EmptyBatchRequest',
  'MalformedInput',
]

test.each(names)('%s refuses what the model does not allow, and nothing else in its name', async (name) => {
  for (const one of constraintCases.filter(({ operation }) => operation === name)) {
    for (const protocol of one.jsonOnly ? (['json'] as const) : protocols) {
      await check(one, protocol, ({ code = '' }) => refusedByModel.includes(code))
    }
  }
})

const sizesOf = ({ min, max }: Bound): { size: number; isGood: boolean }[] => [
  ...(min === undefined
    ? []
    : [
        { size: min - 1, isGood: false },
        { size: min, isGood: true },
      ]),
  { size: max, isGood: true },
  { size: max + 1, isGood: false },
]

test.each(documentedBounds.map((bound) => [bound.operation, bound.member, bound] as const))(
  '%s keeps to the documented bounds of %s',
  async (operation, member, bound) => {
    for (const { size, isGood } of sizesOf(bound)) {
      const error: ExpectedError = bound.error(size)
      const what = `${member} of ${size}`
      const one = { operation, what, input: bound.input(size), error: isGood ? undefined : error }
      for (const protocol of protocols) await check(one, protocol, ({ message }) => message === error.message)
    }
  },
)

test('the model and the documentation give cases of every kind', () => {
  const whats = ['missing', 'null', 'empty', 'left out', 'of none'].map(
    (kind) => constraintCases.filter(({ what }) => what.includes(kind)).length,
  )
  expect(Math.min(...whats)).toBeGreaterThanOrEqual(3)
  expect(constraintCases.length).toBeGreaterThan(150)
  expect(documentedBounds.length).toBeGreaterThan(30)
})
