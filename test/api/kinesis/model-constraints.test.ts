import { expect, test } from 'vitest'
import { createKinesisService } from '../../../src/api/kinesis/index.ts'
import { openTestStreams } from '../../shards/open-test-streams.ts'
import { queuesOver } from '../../stream-queues/queues-over.ts'
import { constraintCases, violationStart, violationText } from '../../wire/constraint-cases.ts'
import { startKinesis } from './kinesis-server.ts'

/*
 * Goal: no operation is served with an input that breaks the model, and none refuses in the model's name what the
 * model allows.
 * Method: the bodies of constraint-cases.ts as requests to the API, over streams, for each operation that there is.
 */
const opened = await openTestStreams()
const implemented = [...createKinesisService({ ...opened, queues: queuesOver(opened) }).operations.keys()]
const server = await startKinesis()

test.each(implemented)(
  '%s refuses what the model does not allow, and nothing else in its name',
  async (name) => {
    const cases = constraintCases.filter(({ operation }) => operation === name)
    for (const one of cases) {
      const { operation, what, body, path } = one
      const answer = await server.answerOf(operation, body as object)
      const label = `${path} ${what}`
      if (one.constraint === undefined) {
        expect(answer.message, label).not.toContain(` at '${path}' failed to satisfy constraint`)
        expect(answer.status, label).toBeLessThan(500)
      } else {
        expect(answer, label).toMatchObject({ status: 400, code: 'ValidationException' })
        expect(answer.message, label).toMatch(violationStart)
        expect(answer.message, label).toContain(violationText(one))
      }
    }
  },
)

test('the model gives cases for what is implemented', () => {
  expect(constraintCases.filter(({ operation }) => implemented.includes(operation)).length).toBeGreaterThan(
    250,
  )
})
