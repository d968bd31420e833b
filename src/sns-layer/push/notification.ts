import { isApns, type Platform } from './platform.ts'

/** What a push service is handed. */
export interface PushNotification {
  /** JSON, in the form that the platform's push service takes from SNS. */
  readonly payload: string
  /** Until when the push service may deliver it; undefined: as long as it does by itself. */
  readonly ttl?: { readonly seconds: number; readonly untilMs: number }
  /** Headers of APNs. */
  readonly pushType?: string
  readonly priority?: string
  readonly topic?: string
  readonly collapseId?: string
}

export type BuiltNotification =
  | { readonly kind: 'notification'; readonly notification: PushNotification }
  | { readonly kind: 'refused'; readonly reason: string }

export interface PushContent {
  /** The text for this platform alone, of the message structure `json`. */
  readonly ownText: string | undefined
  readonly text: string
  /** The value of the message attribute of this name, as text. */
  readonly attribute: (name: string) => string | undefined
  readonly publishedMs: number
}

/**
 * A message as the push service of a platform takes it. A text of its own goes as it is; one for all is wrapped as SNS wraps it.
 * Sources: SNS Developer Guide, "Platform-specific payloads", "TTL", "APNs headers".
 */
export function buildNotification(
  platform: Platform,
  content: PushContent,
  nowMs: number,
): BuiltNotification {
  const { ownText, text } = content
  const payload = ownText ?? wrapped(platform, text)
  if (!isJsonObject(payload)) return { kind: 'refused', reason: 'the payload is no JSON object' }
  const ttl = ttlOf(platform, content, nowMs)
  if (ttl.kind === 'refused') return ttl
  const headers = isApns(platform) ? apnsHeaders(content, payload) : {}
  return { kind: 'notification', notification: { payload, ...ttl.limit, ...headers } }
}

function wrapped(platform: Platform, text: string): string {
  return JSON.stringify(isApns(platform) ? { aps: { alert: text } } : { data: { default: text } })
}

function isJsonObject(text: string): boolean {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read)
  } catch {
    return false
  }
}

/** FCM is GCM under its new name. A sandbox of APNs takes the attributes of APNs too. */
const attributePlatforms: Readonly<Record<Platform, readonly string[]>> = {
  ADM: ['ADM'],
  APNS: ['APNS'],
  APNS_SANDBOX: ['APNS_SANDBOX', 'APNS'],
  GCM: ['FCM', 'GCM'],
}

function mobileAttribute(platform: Platform, { attribute }: PushContent, name: string): string | undefined {
  for (const prefix of attributePlatforms[platform]) {
    const value = attribute(`AWS.SNS.MOBILE.${prefix}.${name}`)
    if (value !== undefined) return value
  }
  return undefined
}

type Ttl =
  | { readonly kind: 'ttl'; readonly limit: Pick<PushNotification, 'ttl'> }
  | { readonly kind: 'refused'; readonly reason: string }

/** What of its time a message has spent here is gone. Zero means "now or never" to APNs and FCM, and nothing to ADM. */
function ttlOf(platform: Platform, content: PushContent, nowMs: number): Ttl {
  const text = mobileAttribute(platform, content, 'TTL')
  if (text === undefined) return { kind: 'ttl', limit: {} }
  if (!/^\d{1,9}$/.test(text)) return { kind: 'refused', reason: 'the TTL is no number of seconds' }
  const total = Number(text)
  const { publishedMs } = content
  if (total === 0 && platform !== 'ADM') return { kind: 'ttl', limit: { ttl: { seconds: 0, untilMs: 0 } } }
  const untilMs = publishedMs + total * 1000
  const seconds = Math.floor((untilMs - nowMs) / 1000)
  if (seconds <= 0) return { kind: 'refused', reason: 'the TTL of the message is over' }
  return { kind: 'ttl', limit: { ttl: { seconds, untilMs } } }
}

function apnsHeaders(content: PushContent, payload: string): Partial<PushNotification> {
  const pushType = mobileAttribute('APNS_SANDBOX', content, 'PUSH_TYPE') ?? pushTypeOf(payload)
  /* Source: Apple, "Sending notification requests to APNs": a background notification has priority 5. */
  const priority =
    mobileAttribute('APNS_SANDBOX', content, 'PRIORITY') ?? (pushType === 'background' ? '5' : undefined)
  const topic = mobileAttribute('APNS_SANDBOX', content, 'TOPIC')
  const collapseId = mobileAttribute('APNS_SANDBOX', content, 'COLLAPSE_ID')
  return {
    pushType,
    ...(priority !== undefined && { priority }),
    ...(topic !== undefined && { topic }),
    ...(collapseId !== undefined && { collapseId }),
  }
}

/** Source: SNS Developer Guide, "APNs push type": background for what only says that there is something. */
function pushTypeOf(payload: string): string {
  const { aps } = JSON.parse(payload) as { aps?: Record<string, unknown> | null }
  const isSilent = aps?.['content-available'] === 1 && !('alert' in aps || 'badge' in aps || 'sound' in aps)
  return isSilent ? 'background' : 'alert'
}
