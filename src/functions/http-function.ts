import { CodedError, hasCode } from '../base/index.ts'
import type { HttpAnswer, HttpClient } from '../http-client/index.ts'
import {
  functionBusy,
  functionFailed,
  functionNotInvoked,
  functionTimedOut,
  functionUnknown,
  payloadTooLarge,
} from './errors.ts'
import { saidError } from './function-answer.ts'
import type { HttpFunctionSettings } from './function-settings.ts'
import { type Invocation, type LambdaFunction, responseSizeMax } from './lambda-function.ts'

/**
 * A function behind an endpoint that has Lambda's Invoke API.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export class HttpFunction implements LambdaFunction {
  readonly #name: string
  readonly #settings: HttpFunctionSettings
  readonly #http: HttpClient

  constructor(name: string, settings: HttpFunctionSettings, http: HttpClient) {
    this.#name = name
    this.#settings = settings
    this.#http = http
  }

  async invoke(invocation: Invocation): Promise<Buffer> {
    const answer = await this.#post(this.#address(invocation.qualifier), invocation)
    if (answer.status !== 200) throw this.#refusal(answer)
    if (answer.headers['x-amz-function-error'] !== undefined) {
      throw functionFailed(this.#name, saidError(answer.body))
    }
    return answer.body
  }

  async close(): Promise<void> {}

  #address(qualifier: string | undefined): URL {
    const url = new URL(this.#settings.url)
    if (!url.pathname.includes('/2015-03-31/functions/')) {
      const [name = ''] = this.#name.split(':')
      url.pathname = `${url.pathname.replace(/\/$/, '')}/2015-03-31/functions/${name}/invocations`
    }
    if (qualifier !== undefined) url.searchParams.set('Qualifier', qualifier)
    return url
  }

  async #post(url: URL, { payload, signal, timeoutMs }: Invocation): Promise<HttpAnswer> {
    const headers = {
      'content-type': 'application/json',
      'x-amz-invocation-type': 'RequestResponse',
      ...this.#settings.headers,
    }
    const limits = { timeoutMs, signal, answerBytesMax: responseSizeMax }
    try {
      return await this.#http.request({ url: url.href, method: 'POST', headers, body: payload, ...limits })
    } catch (error) {
      throw this.#failure(error, timeoutMs)
    }
  }

  /** What is not of the client is a bug, and stays as it is. */
  #failure(error: unknown, timeoutMs: number): unknown {
    if (hasCode(error, 'HTTP_CLIENT_TIMED_OUT')) return functionTimedOut(this.#name, timeoutMs)
    if (hasCode(error, 'HTTP_CLIENT_ANSWER_TOO_LARGE'))
      return payloadTooLarge(`the answer of ${this.#name}`, undefined, responseSizeMax)
    if (!(error instanceof CodedError)) return error
    if (hasCode(error, 'HTTP_CLIENT_BUSY')) return functionBusy(this.#name, error.message)
    return functionNotInvoked(this.#name, error.message, error.retryable, error)
  }

  #refusal({ status, body }: HttpAnswer): Error {
    const why = `status ${status} ${body.toString('utf8', 0, 500)}`
    if (status === 429) return functionBusy(this.#name, why)
    if (status === 404) return functionUnknown(this.#name)
    return functionNotInvoked(this.#name, why, status >= 500 || status === 408)
  }
}
