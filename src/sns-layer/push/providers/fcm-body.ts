import type { PushNotification } from '../notification.ts'

interface FcmMessage {
  readonly [member: string]: unknown
  readonly android?: Readonly<Record<string, unknown>> | undefined
}

interface FcmBody {
  readonly validate_only?: boolean
  readonly message: FcmMessage
}

interface Addressed {
  readonly token: string
  readonly notification: PushNotification
}

/**
 * The body of a call of FCM v1. A payload with `fcmV1Message` has it whole; any other has the members of the API before, which
 * become those of v1. Source: SNS Developer Guide, "FCM v1 payloads".
 * @returns undefined for a payload that is neither
 */
export function fcmBody({ token, notification }: Addressed): FcmBody | undefined {
  const payload = JSON.parse(notification.payload) as Record<string, unknown>
  const built = 'fcmV1Message' in payload ? ofVersion1(payload.fcmV1Message) : ofLegacy(payload)
  if (built === undefined) return undefined
  const { ttl } = notification
  const given = built.message.android
  const android = ttl === undefined ? given : { ...given, ttl: `${ttl.seconds}s` }
  return { ...built, message: { ...built.message, ...(android !== undefined && { android }), token } }
}

function ofVersion1(wrapper: unknown): FcmBody | undefined {
  if (!isObject(wrapper)) return undefined
  const { validate_only: validateOnly, message } = wrapper
  if (!isObject(message) || !isOptionalObject(message.android)) return undefined
  if (validateOnly !== undefined && typeof validateOnly !== 'boolean') return undefined
  return {
    ...(validateOnly !== undefined && { validate_only: validateOnly }),
    message: message as FcmMessage,
  }
}

/** Members of a notification that are its own in v1; the others are Android's. Source: Firebase, "Migrate from legacy FCM APIs to HTTP v1". */
const commonMembers: ReadonlySet<string> = new Set(['title', 'body', 'image'])

/** Members of the API before that v1 has for Android. Source: the same. */
const androidMembers = ['priority', 'collapse_key', 'restricted_package_name'] as const

const legacyMembers: ReadonlySet<string> = new Set([
  ...['data', 'notification', 'time_to_live', 'dry_run'],
  ...androidMembers,
])

function ofLegacy(payload: Record<string, unknown>): FcmBody | undefined {
  const { data, notification, dry_run: dryRun } = payload
  if (Object.keys(payload).some((name) => !legacyMembers.has(name))) return undefined
  if (!isOptionalObject(data) || !isOptionalObject(notification)) return undefined
  const { common, android: androidNotification } = partsOf(notification ?? {})
  const android = androidOf(payload, androidNotification)
  return {
    ...(dryRun === true && { validate_only: true }),
    message: {
      ...(data !== undefined && { data: texts(data) }),
      ...(common !== undefined && { notification: common }),
      ...(android !== undefined && { android }),
    },
  }
}

function androidOf(
  { time_to_live: seconds, ...payload }: Record<string, unknown>,
  notification: object | undefined,
): Record<string, unknown> | undefined {
  const android: Record<string, unknown> = {}
  for (const name of androidMembers) if (payload[name] !== undefined) android[name] = payload[name]
  if (seconds !== undefined) android.ttl = `${String(seconds)}s`
  if (notification !== undefined) android.notification = notification
  return Object.keys(android).length > 0 ? android : undefined
}

function partsOf(notification: Record<string, unknown>) {
  const entries = Object.entries(notification)
  const common = entries.filter(([name]) => commonMembers.has(name))
  const android = entries
    .filter(([name]) => !commonMembers.has(name))
    .map(([name, value]) => [name === 'android_channel_id' ? 'channel_id' : name, value])
  return {
    common: common.length > 0 ? Object.fromEntries(common) : undefined,
    android: android.length > 0 ? Object.fromEntries(android) : undefined,
  }
}

/** v1 takes texts only. */
function texts(data: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(data)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOptionalObject(value: unknown): value is Record<string, unknown> | undefined {
  return value === undefined || isObject(value)
}
