import type { Credentials } from '../credentials.ts'
import type { PushNotification } from '../notification.ts'
import type { Platform } from '../platform.ts'

/** What a push service says of a notification. */
export type PushAnswer =
  /** `newToken`: what the device is to be called from now on. */
  | { readonly kind: 'sent'; readonly newToken?: string }
  | { readonly kind: 'retry'; readonly reason: string }
  /** No device has this token, or none any more. */
  | { readonly kind: 'token-invalid'; readonly reason: string }
  /** The push service does not know the application by these credentials. */
  | { readonly kind: 'credentials-invalid'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }

export interface PushRequest<Kind extends Credentials = Credentials> {
  readonly platform: Platform
  readonly credentials: Kind
  readonly token: string
  readonly messageId: string
  readonly notification: PushNotification
}

/** A push service. Never rejects. */
export interface PushProvider<Kind extends Credentials = Credentials> {
  send(request: PushRequest<Kind>, signal: AbortSignal): Promise<PushAnswer>
  close(): void
}

/** No push service is waited for longer, in milliseconds. */
export const pushTimeoutMs = 10_000
export const answerBytesMax = 64 * 1024
