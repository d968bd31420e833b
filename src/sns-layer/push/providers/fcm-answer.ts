import type { JsonAnswer } from './http-calls.ts'
import type { PushAnswer } from './push-provider.ts'

/** Source: Firebase, "FCM error codes". */
export function fcmAnswer(answer: JsonAnswer): PushAnswer {
  const { status } = answer
  if (status >= 200 && status < 300) return { kind: 'sent' }
  const code = fcmErrorCode(answer)
  const reason = `FCM answers ${status}${code === undefined ? '' : ` ${code}`}`
  if (status === 404 || code === 'UNREGISTERED' || code === 'SENDER_ID_MISMATCH') {
    return { kind: 'token-invalid', reason }
  }
  if (status === 400) return { kind: isAboutToken(answer) ? 'token-invalid' : 'refused', reason }
  if (status === 403) return { kind: 'credentials-invalid', reason }
  if (status === 401) return { kind: 'refused', reason }
  return { kind: 'retry', reason }
}

/** The code of FCM in the details, or else the status of Google's in general. */
export function fcmErrorCode(answer: JsonAnswer): string | undefined {
  const { status, details } = errorOf(answer)
  for (const detail of Array.isArray(details) ? (details as unknown[]) : []) {
    const code = (detail as { errorCode?: unknown } | null)?.errorCode
    if (typeof code === 'string') return code.slice(0, 100)
  }
  return typeof status === 'string' ? status.slice(0, 100) : undefined
}

interface FcmError {
  readonly status?: unknown
  readonly message?: unknown
  readonly details?: unknown
}

function errorOf({ body }: JsonAnswer): FcmError {
  return typeof body.error === 'object' && body.error !== null ? body.error : {}
}

/** Google says INVALID_ARGUMENT of a token too, and names the field or says so. */
function isAboutToken(answer: JsonAnswer): boolean {
  const { message, details } = errorOf(answer)
  const violations = JSON.stringify(details ?? null)
  return /registration token/i.test(String(message)) || violations.includes('"field":"message.token"')
}
