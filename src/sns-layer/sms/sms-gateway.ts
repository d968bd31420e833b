import { passOnBug } from '../../base/index.ts'
import type { HttpAnswer, HttpRequest } from '../../http-client/index.ts'
import type { TextMessage } from './sms-message.ts'
import type { SmsAnswer, SmsTransport } from './sms-transport.ts'

const timeoutMs = 10_000
const answerBytesMax = 64 * 1024

/** Statuses that say "not this message, ever" (docs/messaging.md). Any other failure may be the gateway's, and is tried again. */
const refusals: ReadonlySet<number> = new Set([400, 413, 422])

interface GatewayClient {
  request(request: HttpRequest): Promise<HttpAnswer>
}

/** Text messages by an HTTP gateway of the operator's: one POST of JSON for each. The contract is in docs/messaging.md. */
export class SmsGateway implements SmsTransport {
  readonly #url: string
  readonly #client: GatewayClient

  constructor(url: string, client: GatewayClient) {
    this.#url = url
    this.#client = client
  }

  async send(message: TextMessage, signal: AbortSignal): Promise<SmsAnswer> {
    try {
      const answer = await this.#client.request({
        url: this.#url,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(message)),
        timeoutMs,
        answerBytesMax,
        signal,
      })
      return answerOf(answer)
    } catch (error) {
      passOnBug(error)
      return { kind: 'retry', reason: (error as Error).message }
    }
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

/** A gateway that says 2xx has the message: an answer that cannot be read does not make it one to be sent again. */
function answerOf({ status, body }: HttpAnswer): SmsAnswer {
  const { status: said, reason, priceUsd } = readBody(body)
  if (status >= 200 && status < 300) {
    if (said === 'opted-out') return { kind: 'opted-out' }
    if (said === 'refused') return { kind: 'refused', reason: reasonOf(reason, 'the gateway refuses it') }
    return { kind: 'sent', priceUsd: isPrice(priceUsd) ? priceUsd : 0 }
  }
  const why = reasonOf(reason, `the gateway answers ${status}`)
  return { kind: refusals.has(status) ? 'refused' : 'retry', reason: why }
}

function readBody(body: Buffer): { status?: unknown; reason?: unknown; priceUsd?: unknown } {
  try {
    const read: unknown = JSON.parse(body.toString())
    return typeof read === 'object' && read !== null ? read : {}
  } catch {
    return {}
  }
}

const priceUsdMax = 1000

function isPrice(price: unknown): price is number {
  return typeof price === 'number' && price >= 0 && price <= priceUsdMax
}

function reasonOf(reason: unknown, standard: string): string {
  return typeof reason === 'string' && reason !== '' ? reason.slice(0, 1000) : standard
}
