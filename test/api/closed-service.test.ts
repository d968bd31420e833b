import { expect, test } from 'vitest'
import { type ClosedService, createApi, defineService, type Service } from '../../src/api/index.ts'
import { snsModel } from '../../src/api/sns/model.ts'
import { sqsModel } from '../../src/api/sqs/model.ts'
import { silentLogger } from '../../src/base/index.ts'
import { requestOf, textOf } from './kinesis-request.ts'
import { stubService } from './kinesis-stub.ts'

/** A service that opens when it is asked for, and the names of all that were. */
function closedOf(service: Service, opened: string[], open = async () => service): ClosedService {
  const { targetPrefix, apiVersion, xmlNamespace } = service.model
  return {
    name: service.name,
    targetPrefix,
    apiVersion,
    speaksQuery: xmlNamespace !== undefined,
    open() {
      opened.push(service.name)
      return open()
    },
  }
}

const apiOver = (services: ClosedService[], logger = silentLogger) =>
  createApi({ services, defaultAccount: '000000000000', logger })

const withoutOperations = { operations: [], context: {} }
const sqs = defineService({ name: 'sqs', model: sqsModel, ...withoutOperations })
const sns = defineService({ name: 'sns', model: snsModel, ...withoutOperations })

test('a closed service is opened by the first request for it, and then asked for no more', async () => {
  const opened: string[] = []
  const api = apiOver([closedOf(stubService, opened), closedOf(sqs, opened)])
  const unnamed = requestOf('', '', { headers: { 'x-amz-target': undefined } })
  expect(await api(unnamed)).toMatchObject({ status: 400 })
  expect(opened).toEqual([])
  const answers = await Promise.all([
    api(requestOf('ListStreams', '{}')),
    api(requestOf('ListStreams', '{}')),
  ])
  for (const answer of answers) expect(textOf(answer)).toContain('from the plain form')
  expect(opened).toEqual(['kinesis', 'kinesis'])
  expect(textOf(await api(requestOf('ListStreams', 'bytes')))).toBe('json')
  expect(opened).toHaveLength(2)
})

test('a service that cannot be opened answers with an internal failure, and it is logged', async () => {
  const errors: object[] = []
  const logger = { ...silentLogger, error: (fields: object) => void errors.push(fields) }
  const failure = new Error('no such module')
  const api = apiOver([closedOf(stubService, [], () => Promise.reject(failure))], logger)
  const answer = await api(requestOf('ListStreams', '{}'))
  expect(answer.status).toBe(500)
  expect(textOf(answer)).toContain('InternalFailure')
  expect(errors).toMatchObject([{ err: failure }])
})

test.each([
  ['its version', 'Action=ListTopics&Version=2010-03-31', ['sns']],
  ['its action, which the first has', 'Action=ListQueues', ['sqs']],
  ['its action, for which all before it are opened', 'Action=ListTopics', ['sqs', 'sns']],
])('a Query request opens a closed service by %s', async (_, form, wanted) => {
  const opened: string[] = []
  const api = apiOver([sqs, sns].map((service) => closedOf(service, opened)))
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-amz-target': undefined }
  const answer = await api(requestOf('', form, { headers }))
  expect(textOf(answer)).toContain('Millrace does not support List')
  expect(opened).toEqual(wanted)
})
