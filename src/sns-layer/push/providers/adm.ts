import { hash } from 'node:crypto'
import type { Clock } from '../../../base/index.ts'
import type { AdmCredentials } from '../credentials.ts'
import type { PushNotification } from '../notification.ts'
import { AccessTokens } from './access-tokens.ts'
import { askForToken, type JsonAnswer, post, type Requests } from './http-calls.ts'
import type { PushAnswer, PushProvider, PushRequest } from './push-provider.ts'

export interface AdmOptions {
  readonly requests: Requests
  readonly clock: Clock
  /** `https://api.amazon.com`, for tokens and messages. */
  readonly url: string
}

/** Amazon Device Messaging. Source: ADM, "Send a message via REST". */
export class Adm implements PushProvider<AdmCredentials> {
  readonly #options: AdmOptions
  readonly #tokens: AccessTokens

  constructor(options: AdmOptions) {
    this.#options = options
    this.#tokens = new AccessTokens(options.clock)
  }

  async send(request: PushRequest<AdmCredentials>, signal: AbortSignal): Promise<PushAnswer> {
    const { credentials, token, notification } = request
    const { requests, url } = this.#options
    const key = hash('sha256', JSON.stringify([credentials.clientId, credentials.clientSecret]))
    const access = await this.#tokens.of(key, () => this.#ask(credentials))
    if (access.kind !== 'token') return access
    const path = `messaging/registrations/${encodeURIComponent(token)}/messages`
    const answer = await post(requests, `${url}/${path}`, {
      headers: { ...headers, authorization: `Bearer ${access.token}` },
      body: bodyOf(notification),
      signal,
    })
    if (typeof answer === 'string') return { kind: 'retry', reason: answer }
    if (answer.status === 401) {
      this.#tokens.forget(key, access.token)
      const reason = 'ADM does not take the access token'
      return { kind: access.isNew ? 'credentials-invalid' : 'retry', reason }
    }
    return answerOf(answer, token)
  }

  close(): void {}

  #ask({ clientId, clientSecret }: AdmCredentials) {
    const { requests, url } = this.#options
    return askForToken(requests, `${url}/auth/O2/token`, {
      grant_type: 'client_credentials',
      scope: 'messaging:push',
      client_id: clientId,
      client_secret: clientSecret,
    })
  }
}

const headers = {
  'content-type': 'application/json',
  accept: 'application/json',
  'x-amzn-type-version': 'com.amazon.device.messaging.ADMMessage@1.0',
  'x-amzn-accept-type': 'com.amazon.device.messaging.ADMSendResult@1.0',
}

/** Source: the same: a message lives for 31 days at most. */
const lifeSecondsMax = 31 * 86_400

function bodyOf({ payload, ttl }: PushNotification): string {
  if (ttl === undefined) return payload
  const message = JSON.parse(payload) as Record<string, unknown>
  return JSON.stringify({ ...message, expiresAfter: Math.min(ttl.seconds, lifeSecondsMax) })
}

function answerOf({ status, body }: JsonAnswer, token: string): PushAnswer {
  if (status === 200) {
    const newToken = body.registrationID
    const isOther =
      typeof newToken === 'string' && /^[\x21-\x7e]{1,4096}$/.test(newToken) && newToken !== token
    return isOther ? { kind: 'sent', newToken } : { kind: 'sent' }
  }
  const why = typeof body.reason === 'string' ? body.reason.slice(0, 100) : ''
  const reason = `ADM answers ${status} ${why}`.trimEnd()
  if (status === 400 || status === 413) {
    const isToken = why === 'InvalidRegistrationId' || why === 'Unregistered'
    return { kind: isToken ? 'token-invalid' : 'refused', reason }
  }
  return { kind: 'retry', reason }
}
