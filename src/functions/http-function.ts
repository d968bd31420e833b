import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import {
  functionBusy,
  functionFailed,
  functionNotInvoked,
  functionUnknown,
  payloadTooLarge,
} from './errors.ts'
import { saidError } from './function-answer.ts'
import type { HttpFunctionSettings } from './function-settings.ts'
import { type Invocation, type LambdaFunction, responseSizeMax } from './lambda-function.ts'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/**
 * A function behind an endpoint that has Lambda's Invoke API.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export class HttpFunction implements LambdaFunction {
  readonly #name: string
  readonly #settings: HttpFunctionSettings

  constructor(name: string, settings: HttpFunctionSettings) {
    this.#name = name
    this.#settings = settings
  }

  async invoke({ payload, qualifier, signal }: Invocation): Promise<Buffer> {
    const answer = await this.#post(this.#address(qualifier), payload, signal)
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

  #post(url: URL, payload: Uint8Array, signal: AbortSignal): Promise<Answer> {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest
    const headers = {
      'content-type': 'application/json',
      'content-length': payload.byteLength,
      'x-amz-invocation-type': 'RequestResponse',
      ...this.#settings.headers,
    }
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(functionNotInvoked(this.#name, error.message, true, error))
      const sent = request(url, { method: 'POST', headers, signal }, (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size <= responseSizeMax) chunks.push(chunk)
          else {
            reject(payloadTooLarge(`the answer of ${this.#name}`, size, responseSizeMax))
            sent.destroy()
          }
        })
        response.on('end', () => {
          const { statusCode: status = 0, headers } = response
          resolve({ status, headers, body: Buffer.concat(chunks) })
        })
        response.on('error', fail)
      })
      sent.on('error', fail)
      sent.end(payload)
    })
  }

  #refusal({ status, body }: Answer): Error {
    const why = `status ${status} ${body.toString('utf8', 0, 500)}`
    if (status === 429) return functionBusy(this.#name, why)
    if (status === 404) return functionUnknown(this.#name)
    return functionNotInvoked(this.#name, why, status >= 500 || status === 408)
  }
}
