import { expect, test } from 'vitest'
import { worldCalls } from './cases/case.ts'
import { allCases } from './cases/index.ts'
import { startKinesis } from './kinesis-server.ts'
import { matching } from './matching.ts'

const server = await startKinesis()
for (const [name, input] of worldCalls) await server.call(name, input)

const table = allCases.flatMap(([operation, cases]) =>
  cases.map((one) => [operation, one.name, one] as const),
)

test.each(table)('%s %s', async (operation, _, one) => {
  if ('output' in one) expect(await server.call(operation, one.input)).toMatchObject(matching(one.output))
  else
    expect(await server.errorOf(operation, one.input)).toMatchObject({ status: 400, ...matching(one.error) })
})
