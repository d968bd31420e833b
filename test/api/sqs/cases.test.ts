import { expect, test } from 'vitest'
import { matching } from '../kinesis/matching.ts'
import { answerOf, worldCalls } from './cases/case.ts'
import { allCases, atOrigin } from './cases/index.ts'
import { origin, type SqsProtocol, startSqs } from './sqs-server.ts'

const server = await startSqs()
for (const [name, input] of worldCalls) await server.call(name, atOrigin(input, origin))

const table = allCases.flatMap(([operation, cases]) =>
  cases.flatMap((one) => {
    const protocols: SqsProtocol[] = one.notByQuery ? ['json'] : ['json', 'query']
    return protocols.map((protocol) => [protocol, operation, one.name, one] as const)
  }),
)

test.each(table)('in %s %s %s', async (protocol, operation, _, one) => {
  const { error, output } = one
  const answer = await server.answer(operation, atOrigin(one.input, origin), protocol)
  if (error === undefined) {
    expect(answer).toMatchObject({ status: 200, output: matching(atOrigin(output ?? {}, origin)) })
  } else {
    expect(answer).toMatchObject(matching(answerOf(error, protocol)))
  }
})
