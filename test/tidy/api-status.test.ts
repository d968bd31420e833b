import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startKinesis } from '../api/kinesis/kinesis-server.ts'

interface Row {
  operation: string
  works: boolean
}

const rows: Row[] = [
  ...readFileSync('docs/api-status.md', 'utf8').matchAll(/^\| (\w+) +\| (yes|no) +\|/gm),
].map(([, operation, works]) => ({ operation: operation ?? '', works: works === 'yes' }))

test('docs/api-status.md lists every operation of the model once', () => {
  const model = JSON.parse(readFileSync('src/api/kinesis/model.json', 'utf8')) as { operations: object }
  expect(rows.map(({ operation }) => operation)).toEqual(Object.keys(model.operations).sort())
})

test.each(rows)('docs/api-status.md is right about $operation', async ({ operation, works }) => {
  const server = await startKinesis()
  const answer = await server.call(operation as 'ListStreams', {}).then(
    () => '',
    (error: Error) => error.message,
  )
  expect(answer.includes('UnknownOperationException')).toBe(!works)
})
