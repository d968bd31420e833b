import { type ApiOptions, createApi } from '../../src/api/index.ts'
import { silentLogger } from '../../src/base/index.ts'

export interface JsonAnswer {
  readonly status: number
  /** Of an error. */
  readonly code?: string
  readonly message?: string
  readonly output: Record<string, unknown>
}

export type JsonAnswers<Name extends string> = (
  name: Name,
  input: object,
  caller?: { account?: string; region?: string },
) => Promise<JsonAnswer>

interface Service {
  readonly service: ApiOptions['services'][number]
  /** What `x-amz-target` has before the dot. */
  readonly target: string
  /** In the scope of credentials. */
  readonly scope: string
}

/** Calls the operations of one service in process, in JSON 1.1, as a caller that signs. */
export function jsonAnswers<Name extends string>({ service, target, scope }: Service): JsonAnswers<Name> {
  const api = createApi({ services: [service], defaultAccount: '000000000000', logger: silentLogger })
  return async (name, input, { account = 'key', region = 'us-east-1' } = {}) => {
    const { status, body } = await api({
      method: 'POST',
      scheme: 'http',
      path: '/',
      requestId: 'request-1',
      signal: new AbortController().signal,
      headers: {
        host: 'localhost:4567',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${target}.${name}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260102/${region}/${scope}/aws4_request, SignedHeaders=host, Signature=00`,
      },
      body: Buffer.from(JSON.stringify(input)),
    })
    const output = JSON.parse(String(body)) as Record<string, unknown>
    if (status === 200) return { status, output }
    return { status, code: String(output.__type), message: String(output.message), output: {} }
  }
}
