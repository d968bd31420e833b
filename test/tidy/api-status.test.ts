import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startFirehose } from '../api/firehose/firehose-server.ts'
import { startKinesis } from '../api/kinesis/kinesis-server.ts'
import { startLeases } from '../api/leases/leases-server.ts'
import { startSns } from '../api/sns/sns-server.ts'
import { startSqs } from '../api/sqs/sqs-server.ts'

interface Row {
  operation: string
  works: boolean
}

type CodeOf = (operation: string) => Promise<string | undefined>

/** Of each service: the heading of its table, the folder of its model, and what a call of an operation is refused with. */
const services: readonly [heading: string, folder: string, start: () => Promise<CodeOf>][] = [
  [
    'Kinesis Data Streams',
    'kinesis',
    async () => {
      const server = await startKinesis()
      return async (operation) => (await server.answerOf(operation as 'ListStreams', {})).code
    },
  ],
  [
    'SQS',
    'sqs',
    async () => {
      const server = await startSqs()
      return async (operation) => (await server.answer(operation as 'ListQueues', {})).type
    },
  ],
  [
    'Firehose',
    'firehose',
    async () => {
      const server = await startFirehose()
      return async (operation) => (await server.answer(operation as 'PutRecord', {})).code
    },
  ],
  [
    'SNS',
    'sns',
    async () => {
      const server = await startSns()
      return async (operation) => {
        const { code, message } = await server.answer(operation as 'ListTopics', {})
        return code === 'InvalidAction' && message?.startsWith('Millrace does not support')
          ? 'UnknownOperationException'
          : code
      }
    },
  ],
  [
    'Leases',
    'leases',
    async () => {
      const server = await startLeases()
      return async (operation) => (await server.answer(operation as 'ListLeases', {})).code
    },
  ],
]

const sections = readFileSync('docs/api-status.md', 'utf8').split(/^## /m)

function rowsOf(heading: string): Row[] {
  const section = sections.find((text) => text.startsWith(heading)) ?? ''
  return [...section.matchAll(/^\| (\w+) +\| (yes|no) +\|/gm)].map(([, operation = '', works]) => ({
    operation,
    works: works === 'yes',
  }))
}

test.each(services)('docs/api-status.md lists every operation of %s once', (heading, folder) => {
  const model = JSON.parse(readFileSync(`src/api/${folder}/model.json`, 'utf8')) as { operations: object }
  expect(rowsOf(heading).map(({ operation }) => operation)).toEqual(Object.keys(model.operations).sort())
})

test.each(services)('docs/api-status.md is right about the operations of %s', async (heading, _, start) => {
  const codeOf = await start()
  for (const { operation, works } of rowsOf(heading)) {
    expect((await codeOf(operation)) === 'UnknownOperationException', operation).toBe(!works)
  }
})
