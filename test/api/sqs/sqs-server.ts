import { type ApiRequest, type ApiResponse, createApi } from '../../../src/api/index.ts'
import { createSqsService } from '../../../src/api/sqs/index.ts'
import { sqsModel } from '../../../src/api/sqs/model.ts'
import type { SQSOperations } from '../../../src/api/sqs/shapes.ts'
import { silentLogger } from '../../../src/base/index.ts'
import { openTestQueues, type TestQueues } from '../../sqs-layer/open-test-queues.ts'
import { child, formOf, parseXml, plainOf } from '../../wire/query/query-client.ts'

type Name = keyof SQSOperations

export interface SqsAnswer {
  readonly status: number
  /** Of an error: the code in Query, and the name of its shape, which Query does not tell. */
  readonly code?: string
  readonly type?: string
  readonly message?: string
  readonly output: Record<string, unknown>
}

export type SqsProtocol = 'json' | 'query'

/** The SQS API in process, over a memory disk and a clock that stands still, in either protocol. */
export interface SqsServer extends TestQueues {
  send(request: Partial<ApiRequest>): Promise<ApiResponse>
  answer(name: Name, input: object, protocol?: SqsProtocol, account?: string): Promise<SqsAnswer>
  /** @throws Error when the answer is an error */
  call<Called extends Name>(
    name: Called,
    input: SQSOperations[Called]['input'] | object,
    account?: string,
  ): Promise<Exclude<SQSOperations[Called]['output'], void>>
  restartApi(): Promise<SqsServer>
}

export const origin = 'http://localhost:4567'
export const urlOf = (name: string, account = '000000000000') => `${origin}/${account}/${name}`

export async function startSqs(options = {}): Promise<SqsServer> {
  return serve(await openTestQueues(options))
}

function serve(test: TestQueues): SqsServer {
  const api = createApi({
    services: [createSqsService(test.queues)],
    defaultAccount: '000000000000',
    logger: silentLogger,
  })

  function send({ headers = {}, ...request }: Partial<ApiRequest>): Promise<ApiResponse> {
    return api({
      method: 'POST',
      scheme: 'http',
      path: '/',
      body: Buffer.alloc(0),
      requestId: 'request-1',
      signal: new AbortController().signal,
      ...request,
      headers: { host: 'localhost:4567', ...headers },
    })
  }

  async function answer(name: Name, input: object, protocol: SqsProtocol = 'json', account = 'key') {
    const authorization = `AWS4-HMAC-SHA256 Credential=${account}/20260102/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=00`
    const response = await send(requestIn(protocol, name, input, authorization))
    return protocol === 'json' ? readJson(response) : readQuery(response, name)
  }

  return {
    ...test,
    send,
    answer,
    async call(name, input, account) {
      const { status, code, message, output } = await answer(name, input, 'json', account)
      if (status !== 200) throw new Error(`${name}: ${status} ${code}: ${message}`)
      return output as never
    },
    restartApi: async () => serve(await test.restart()),
  }
}

function requestIn(
  protocol: SqsProtocol,
  name: Name,
  input: object,
  authorization: string,
): Partial<ApiRequest> {
  if (protocol === 'json') {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${name}` }
    return { headers: { ...headers, authorization }, body: Buffer.from(JSON.stringify(encodeBytes(input))) }
  }
  const form = formOf(name, input as Record<string, unknown>, sqsModel.operations[name].input)
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', authorization }
  return { headers, body: Buffer.from(`Version=2012-11-05&${form}`) }
}

function readJson({ status, headers, body }: ApiResponse): SqsAnswer {
  const text = String(body)
  const output = text === '' ? {} : JSON.parse(text)
  if (status === 200) return { status, output }
  const code = headers['x-amzn-query-error']?.split(';')[0] ?? output.__type
  return { status, code, type: output.__type, message: output.message ?? output.Message, output: {} }
}

function readQuery({ status, body }: ApiResponse, name: Name): SqsAnswer {
  const document = parseXml(String(body))
  const result = child(document, `${name}Result`)
  const shape = sqsModel.operations[name].output
  if (status === 200) {
    return { status, output: (result && shape ? plainOf(result, shape) : {}) as Record<string, unknown> }
  }
  const error = child(document, 'Error')!
  return { status, code: child(error, 'Code')!.text, message: child(error, 'Message')!.text, output: {} }
}

/** As the SDK would: blobs in base64. (JSON.stringify would make arrays of numbers of them.) */
function encodeBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(encodeBytes)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, encodeBytes(member)]))
}
