import { createApi } from '../../../src/api/index.ts'
import { createSnsService } from '../../../src/api/sns/index.ts'
import { snsModel } from '../../../src/api/sns/model.ts'
import type { SNSOperations } from '../../../src/api/sns/shapes.ts'
import { silentLogger } from '../../../src/base/index.ts'
import type { TopicsOptions } from '../../../src/sns-layer/index.ts'
import { openTestTopics, type TestTopics } from '../../sns-layer/open-test-topics.ts'
import { child, formOf, parseXml, plainOf } from '../../wire/query/query-client.ts'

type Name = keyof SNSOperations

export interface SnsAnswer {
  readonly status: number
  readonly code?: string
  readonly message?: string
  readonly output: Record<string, unknown>
}

/** The SNS API in process, over a memory disk and a clock that stands still. */
export interface SnsServer extends TestTopics {
  answer(name: Name, input: object, account?: string): Promise<SnsAnswer>
  /** @throws Error when the answer is an error */
  call<Called extends Name>(
    name: Called,
    input: SNSOperations[Called]['input'] | object,
    account?: string,
  ): Promise<Exclude<SNSOperations[Called]['output'], void>>
  restartApi(): Promise<SnsServer>
}

export const topicArn = (name: string, account = '000000000000') => `arn:aws:sns:us-east-1:${account}:${name}`
export const queueArn = (name: string, account = '000000000000') => `arn:aws:sqs:us-east-1:${account}:${name}`

export async function startSns(options: Partial<TopicsOptions> = {}): Promise<SnsServer> {
  return serve(await openTestTopics(options))
}

function serve(test: TestTopics): SnsServer {
  const services = [createSnsService({ topics: test.topics, messaging: test.messaging })]
  const api = createApi({ services, defaultAccount: '000000000000', logger: silentLogger })

  async function answer(name: Name, input: object, account = 'key'): Promise<SnsAnswer> {
    const form = formOf(name, input as Record<string, unknown>, snsModel.operations[name].input)
    const { status, body } = await api({
      method: 'POST',
      scheme: 'http',
      path: '/',
      body: Buffer.from(`Version=2010-03-31&${form}`),
      requestId: 'request-1',
      signal: new AbortController().signal,
      headers: {
        host: 'localhost:4567',
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260102/us-east-1/sns/aws4_request, SignedHeaders=host, Signature=00`,
      },
    })
    const document = parseXml(String(body))
    const result = child(document, `${name}Result`)
    const shape = snsModel.operations[name].output
    if (status === 200) {
      return { status, output: (result && shape ? plainOf(result, shape) : {}) as Record<string, unknown> }
    }
    const error = child(document, 'Error')!
    return { status, code: child(error, 'Code')!.text, message: child(error, 'Message')!.text, output: {} }
  }

  return {
    ...test,
    answer,
    async call(name, input, account) {
      const { status, code, message, output } = await answer(name, input, account)
      if (status !== 200) throw new Error(`${name}: ${status} ${code}: ${message}`)
      return output as never
    },
    restartApi: async () => serve(await test.restart()),
  }
}
