import { expect, test } from 'vitest'
import { type ApiOptions, createApi } from '../../src/api/index.ts'
import { type Logger, silentLogger } from '../../src/base/index.ts'
import { AwsError, missingAuthenticationToken } from '../../src/wire/index.ts'
import { cborClient } from '../wire/cbor-client.ts'
import { requestOf, textOf } from './kinesis-request.ts'
import { stubContext, stubService } from './kinesis-stub.ts'

function apiWith(options: Partial<ApiOptions> = {}) {
  return createApi({
    services: [stubService],
    defaultAccount: '000000000000',
    logger: silentLogger,
    ...options,
  })
}
const api = apiWith()

test('a JSON request reaches its operation and is answered in JSON', async () => {
  const answer = await api(requestOf('DescribeStreamSummary', '{"StreamName":"test"}'))
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' } })
  expect(JSON.parse(textOf(answer)).StreamDescriptionSummary).toMatchObject({
    OpenShardCount: 4,
    StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/test',
    StreamCreationTimestamp: 1_700_000_000.123,
  })
})

const cborHeaders = { 'content-type': 'application/x-amz-cbor-1.1' }

test('a CBOR request is answered in CBOR, and so is its error', async () => {
  const answer = await api(
    requestOf('DescribeStreamSummary', cborClient.encode({ StreamName: 'test' }), { headers: cborHeaders }),
  )
  expect(answer).toMatchObject({ status: 200, headers: cborHeaders })
  expect(cborClient.decode(answer.body as Buffer).StreamDescriptionSummary).toMatchObject({
    StreamName: 'test',
    OpenShardCount: 4,
  })
  const refusal = await api(
    requestOf('CreateStream', cborClient.encode({ StreamName: 'aws' }), { headers: cborHeaders }),
  )
  expect(refusal).toMatchObject({ status: 400, headers: cborHeaders })
  expect(cborClient.decode(refusal.body as Buffer)).toEqual({
    __type: 'ResourceNotFoundException',
    message: 'Stream aws not found.',
  })
})

test('parameters of the content type do not matter', async () => {
  const headers = { 'content-type': 'Application/X-Amz-Json-1.1; charset=utf-8' }
  expect(await api(requestOf('ListStreams', '{}', { headers }))).toMatchObject({ status: 200 })
})

test('an operation without an answer is answered with an empty body', async () => {
  const answer = await api(requestOf('DeleteStream', '{"StreamName":"gone"}'))
  expect(answer).toEqual({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.alloc(0),
  })
  expect(stubContext.deleted).toEqual(['gone'])
})

const refused: [operation: string, body: string, status: number, answer: object][] = [
  ['DescribeStreamSummary', '', 400, { __type: 'SerializationException' }],
  ['DescribeStreamSummary', '{', 400, { __type: 'SerializationException' }],
  [
    'DescribeStreamSummary',
    '{"StreamName":1}',
    400,
    { __type: 'SerializationException', Message: 'NUMBER_VALUE can not be converted to a String' },
  ],
  [
    'CreateStream',
    '{}',
    400,
    {
      __type: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null",
    },
  ],
  ['NoSuch', '{}', 400, { __type: 'UnknownOperationException' }],
  ['toString', '{}', 400, { __type: 'UnknownOperationException' }],
  ['', '{}', 400, { __type: 'UnknownOperationException' }],
  [
    'SubscribeToShard',
    '{}',
    400,
    {
      __type: 'UnknownOperationException',
      message: 'Millrace does not support SubscribeToShard yet; see docs/api-status.md',
    },
  ],
  [
    'CreateStream',
    '{"StreamName":"aws"}',
    400,
    { __type: 'ResourceNotFoundException', message: 'Stream aws not found.' },
  ],
  [
    'CreateStream',
    '{"StreamName":"coded"}',
    400,
    { __type: 'ResourceInUseException', message: 'The stream is busy.' },
  ],
  ['CreateStream', '{"StreamName":"unknown"}', 500, { __type: 'InternalFailure' }],
  ['CreateStream', '{"StreamName":"bug"}', 500, { __type: 'InternalFailure' }],
]
test.each(refused)(
  '%s of %s is answered with %d and a body as AWS gives it',
  async (operation, body, status, answer) => {
    const refusal = await api(requestOf(operation, body))
    expect(refusal.status).toBe(status)
    expect(JSON.parse(textOf(refusal))).toEqual(answer)
  },
)

const accessDenied =
  '<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be authorized</Message>\n' +
  '</AccessDeniedException>\n'

test('a request that names no operation in no known protocol is refused in XML', async () => {
  const bare = { 'content-type': undefined, 'x-amz-target': undefined }
  for (const request of [
    requestOf('ListStreams', '', { method: 'GET' }),
    requestOf('ListStreams', '{}', { method: 'PUT' }),
    requestOf('ListStreams', '', { headers: bare }),
    requestOf('ListStreams', '{}', { headers: { ...bare, 'content-type': 'text/plain' } }),
  ]) {
    const answer = await api(request)
    expect(answer).toMatchObject({ status: 403, headers: {} })
    expect(textOf(answer)).toBe(accessDenied)
  }
})

test('an operation in no known protocol is not found', async () => {
  const answer = await api(requestOf('ListStreams', '{}', { headers: { 'content-type': 'text/plain' } }))
  expect(answer).toMatchObject({ status: 404, headers: {} })
  expect(textOf(answer)).toBe('<UnknownOperationException/>\n')
})

test('a target without a dot, of another service or of another version is unknown', async () => {
  for (const target of [
    'ListStreams',
    'DynamoDB_20120810.ListTables',
    'Kinesis_20990101.ListStreams',
    '.',
    '',
  ]) {
    const answer = await api(requestOf('', '{}', { headers: { 'x-amz-target': target } }))
    expect(JSON.parse(textOf(answer))).toEqual({ __type: 'UnknownOperationException' })
  }
})

test('a failure inside is logged with its cause and the request, and told to nobody else', async () => {
  const lines: object[] = []
  const logger: Logger = { ...silentLogger, error: (fields) => lines.push(fields) }
  const answer = await apiWith({ logger })(requestOf('CreateStream', '{"StreamName":"bug"}'))
  expect(textOf(answer)).toBe('{"__type":"InternalFailure"}')
  expect(lines).toEqual([
    { err: new TypeError('x is not a function'), requestId: 'request-1', operation: 'CreateStream' },
  ])
})

test('access control is asked once the input is valid, with account, action and resource', async () => {
  const asked: unknown[] = []
  const denying = apiWith({
    authorize: (...question) => {
      asked.push(question)
      throw new AwsError('AccessDeniedException', 'no')
    },
  })
  expect((await denying(requestOf('DeleteStream', '{"StreamName":""}'))).status).toBe(400)
  expect(asked).toEqual([])
  const answer = await denying(requestOf('DeleteStream', '{"StreamName":"kept"}'))
  expect(JSON.parse(textOf(answer))).toEqual({ __type: 'AccessDeniedException', message: 'no' })
  const caller = { account: '000000000000', region: 'us-east-1' }
  expect(asked).toEqual([[caller, 'kinesis:DeleteStream', 'kept']])
  expect(stubContext.deleted).not.toContain('kept')
})

test('who cannot be identified gets no further', async () => {
  const closed = apiWith({
    identify: () => {
      throw missingAuthenticationToken()
    },
  })
  expect(JSON.parse(textOf(await closed(requestOf('DeleteStream', '{}'))))).toEqual({
    __type: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  })
})

test('a hot operation answers for itself, or leaves a request to the general path', async () => {
  expect(textOf(await api(requestOf('ListStreams', '"bytes"')))).toBe('json')
  expect(textOf(await api(requestOf('ListStreams', '"bytes"', { headers: cborHeaders })))).toBe('cbor')
  expect(textOf(await api(requestOf('ListStreams', '{}')))).toContain('from the plain form')
})

test('what a hot operation throws is answered as anything else', async () => {
  const answer = await api(requestOf('ListStreams', '"bytes fail"'))
  expect(JSON.parse(textOf(answer))).toMatchObject({ __type: 'ResourceNotFoundException' })
})

test('a call is counted once it is valid and allowed, with its operation, input and caller', async () => {
  const counted: unknown[] = []
  const admit = (operation: string, input: object | undefined, caller: object) => {
    counted.push([operation, input, caller])
    if (counted.length > 1) throw new AwsError('LimitExceededException', 'Rate exceeded.')
  }
  const services = [{ ...stubService, admit }]
  const refuse = () => {
    throw new AwsError('AccessDeniedException', 'no')
  }
  await apiWith({ services })(requestOf('DeleteStream', '{"StreamName":""}'))
  await apiWith({ services, authorize: refuse })(requestOf('DeleteStream', '{"StreamName":"a"}'))
  expect(counted).toEqual([])

  const before = stubContext.deleted.length
  await apiWith({ services })(requestOf('DeleteStream', '{"StreamName":"a"}'))
  expect(counted).toEqual([
    ['DeleteStream', { StreamName: 'a' }, { account: '000000000000', region: 'us-east-1' }],
  ])
  const second = await apiWith({ services })(requestOf('DeleteStream', '{"StreamName":"a"}'))
  expect(second.status).toBe(400)
  expect(JSON.parse(textOf(second))).toEqual({ __type: 'LimitExceededException', message: 'Rate exceeded.' })
  expect(stubContext.deleted).toHaveLength(before + 1)
})
