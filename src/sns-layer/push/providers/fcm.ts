import { hash } from 'node:crypto'
import type { Clock } from '../../../base/index.ts'
import type { FcmCredentials } from '../credentials.ts'
import { AccessTokens } from './access-tokens.ts'
import { fcmAnswer, fcmErrorCode } from './fcm-answer.ts'
import { fcmBody } from './fcm-body.ts'
import { askForToken, post, type Requests } from './http-calls.ts'
import { jsonWebToken } from './json-web-token.ts'
import type { PushAnswer, PushProvider, PushRequest } from './push-provider.ts'

export interface FcmOptions {
  readonly requests: Requests
  readonly clock: Clock
  /** `https://fcm.googleapis.com` */
  readonly url: string
  /** `https://oauth2.googleapis.com/token` */
  readonly tokenUrl: string
}

const scope = 'https://www.googleapis.com/auth/firebase.messaging'
/** Source: Google, "Using OAuth 2.0 for server to server applications": an assertion is good for an hour at most. */
const assertionSeconds = 3600

/** Firebase Cloud Messaging, HTTP v1, as a service account. */
export class Fcm implements PushProvider<FcmCredentials> {
  readonly #options: FcmOptions
  readonly #tokens: AccessTokens

  constructor(options: FcmOptions) {
    this.#options = options
    this.#tokens = new AccessTokens(options.clock)
  }

  async send(request: PushRequest<FcmCredentials>, signal: AbortSignal): Promise<PushAnswer> {
    const body = fcmBody(request)
    if (body === undefined) return { kind: 'refused', reason: 'the payload is none of FCM' }
    const { credentials } = request
    const key = keyOf(credentials)
    const access = await this.#tokens.of(key, () => this.#ask(credentials))
    if (access.kind !== 'token') return access
    const { requests, url } = this.#options
    const answer = await post(requests, `${url}/v1/projects/${credentials.projectId}/messages:send`, {
      headers: { authorization: `Bearer ${access.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    })
    if (typeof answer === 'string') return { kind: 'retry', reason: answer }
    if (answer.status === 401 && fcmErrorCode(answer) !== 'THIRD_PARTY_AUTH_ERROR') {
      this.#tokens.forget(key, access.token)
      const reason = 'FCM does not take the access token'
      return { kind: access.isNew ? 'credentials-invalid' : 'retry', reason }
    }
    return fcmAnswer(answer)
  }

  close(): void {}

  #ask({ clientEmail, key, keyId }: FcmCredentials) {
    const { requests, clock, tokenUrl } = this.#options
    const iat = Math.floor(clock.nowMs() / 1000)
    const claims = { iss: clientEmail, scope, aud: tokenUrl, iat, exp: iat + assertionSeconds }
    return askForToken(requests, tokenUrl, {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: jsonWebToken({ key, keyId }, claims),
    })
  }
}

function keyOf({ clientEmail, key }: FcmCredentials): string {
  return hash('sha256', `${clientEmail} ${key.export({ type: 'pkcs8', format: 'pem' })}`)
}
