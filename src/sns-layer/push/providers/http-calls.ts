import { passOnBug } from '../../../base/index.ts'
import type { HttpAnswer, HttpRequest } from '../../../http-client/index.ts'
import type { TokenAnswer } from './access-tokens.ts'
import { answerBytesMax, pushTimeoutMs } from './push-provider.ts'

/** HttpClient, or a stand-in for it. */
export interface Requests {
  request(request: HttpRequest): Promise<HttpAnswer>
}

export interface JsonAnswer {
  readonly status: number
  /** An empty object for a body that is no JSON object. */
  readonly body: Readonly<Record<string, unknown>>
}

/** A POST whose answer is JSON. @returns a text instead when there was no answer */
export async function post(
  requests: Requests,
  url: string,
  {
    headers,
    body,
    signal,
  }: { headers: Readonly<Record<string, string>>; body: string; signal?: AbortSignal },
): Promise<JsonAnswer | string> {
  try {
    const answer = await requests.request({
      url,
      method: 'POST',
      headers,
      body: Buffer.from(body),
      timeoutMs: pushTimeoutMs,
      answerBytesMax,
      ...(signal !== undefined && { signal }),
    })
    return { status: answer.status, body: objectIn(answer.body) }
  } catch (error) {
    passOnBug(error)
    return (error as Error).message
  }
}

/**
 * Asks an OAuth 2 token endpoint. A 400 or 401 says that the credentials are wrong (RFC 6749, 5.2). Nobody's signal ends it: several
 * messages may wait for it.
 */
export async function askForToken(
  requests: Requests,
  url: string,
  form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await post(requests, url, { headers, body: new URLSearchParams(form).toString() })
  if (typeof answer === 'string') return { kind: 'retry', reason: answer }
  const { access_token: token, expires_in: seconds, error } = answer.body
  if (answer.status === 200 && typeof token === 'string' && typeof seconds === 'number' && seconds > 0) {
    return { kind: 'token', token, lifeMs: seconds * 1000 }
  }
  const what = typeof error === 'string' ? ` ${error.slice(0, 100)}` : ''
  const isRefusal = answer.status === 400 || answer.status === 401
  return {
    kind: isRefusal ? 'credentials-invalid' : 'retry',
    reason: `the token endpoint answers ${answer.status}${what}`,
  }
}

function objectIn(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(body.toString())
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
