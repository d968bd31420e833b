import { hash } from 'node:crypto'
import type { Clock } from '../../../base/index.ts'
import type { ApnsCredentials } from '../credentials.ts'
import { AccessTokens, type TokenAnswer } from './access-tokens.ts'
import { type ApnsAnswer, ApnsConnections } from './apns-connections.ts'
import { jsonWebToken } from './json-web-token.ts'
import type { PushAnswer, PushProvider, PushRequest } from './push-provider.ts'

export interface ApnsOptions {
  readonly clock: Clock
  /** `https://api.push.apple.com` */
  readonly url: string
  /** `https://api.sandbox.push.apple.com` */
  readonly sandboxUrl: string
}

/** Source: Apple, "Establishing a token-based connection to APNs": a token is good for 20 minutes at the least and 60 at the most. */
const tokenLifeMs = 50 * 60_000

/** Apple Push Notification service: HTTP/2, with tokens that an application's key signs. */
export class Apns implements PushProvider<ApnsCredentials> {
  readonly #options: ApnsOptions
  readonly #tokens: AccessTokens
  readonly #connections: ApnsConnections

  constructor(options: ApnsOptions) {
    this.#options = options
    this.#tokens = new AccessTokens(options.clock)
    this.#connections = new ApnsConnections(options.clock)
  }

  async send(request: PushRequest<ApnsCredentials>, signal: AbortSignal): Promise<PushAnswer> {
    const { credentials, platform, token, notification } = request
    const { url, sandboxUrl } = this.#options
    const key = keyOf(credentials)
    const access = await this.#tokens.of(key, () => Promise.resolve(this.#sign(credentials)))
    if (access.kind !== 'token') return access
    const answer = await this.#connections.post({
      url: platform === 'APNS' ? url : sandboxUrl,
      credentials: key,
      path: `/3/device/${token}`,
      headers: { authorization: `bearer ${access.token}`, ...headersOf(request) },
      body: notification.payload,
      signal,
    })
    if (typeof answer === 'string') return { kind: 'retry', reason: answer }
    if (answer.reason === 'ExpiredProviderToken') {
      this.#tokens.forget(key, access.token)
      return { kind: 'retry', reason: 'APNs does not take the token any more' }
    }
    return answerOf(answer)
  }

  close(): void {
    this.#connections.close()
  }

  #sign({ key, keyId, teamId }: ApnsCredentials): TokenAnswer {
    const iat = Math.floor(this.#options.clock.nowMs() / 1000)
    return { kind: 'token', token: jsonWebToken({ key, keyId }, { iss: teamId, iat }), lifeMs: tokenLifeMs }
  }
}

function keyOf({ key, keyId, teamId }: ApnsCredentials): string {
  return hash('sha256', `${keyId} ${teamId} ${key.export({ type: 'pkcs8', format: 'pem' })}`)
}

/** Source: Apple, "Sending notification requests to APNs". What no header can carry is left out. */
function headersOf({ credentials, notification, messageId }: PushRequest<ApnsCredentials>) {
  const { ttl, pushType, priority, topic, collapseId } = notification
  const optional = {
    'apns-push-type': pushType,
    'apns-priority': priority,
    'apns-expiration': ttl && String(Math.floor(ttl.untilMs / 1000)),
    'apns-collapse-id': collapseId,
    'apns-topic': topic ?? credentials.bundleId,
    /* The same on each attempt: a message that comes twice can be known. */
    'apns-id': messageId,
  }
  const given = Object.entries(optional).filter(
    ([, value]) => value !== undefined && /^[\x20-\x7e]+$/.test(value),
  )
  return Object.fromEntries(given) as Record<string, string>
}

/** Source: Apple, "Handling notification responses from APNs". */
const tokenReasons: ReadonlySet<string> = new Set([
  'BadDeviceToken',
  'DeviceTokenNotForTopic',
  'ExpiredToken',
  'Unregistered',
])

function answerOf({ status, reason: why }: ApnsAnswer): PushAnswer {
  if (status === 200) return { kind: 'sent' }
  const reason = `APNs answers ${status} ${why}`.trimEnd()
  if (status === 410 || tokenReasons.has(why)) return { kind: 'token-invalid', reason }
  if (status === 403) return { kind: 'credentials-invalid', reason }
  if (status === 400 && why === 'IdleTimeout') return { kind: 'retry', reason }
  const isFinal = status === 400 || status === 404 || status === 405 || status === 413
  return { kind: isFinal ? 'refused' : 'retry', reason }
}
