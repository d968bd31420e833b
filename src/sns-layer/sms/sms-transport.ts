import type { TextMessage } from './sms-message.ts'

/** What whoever takes text messages says of one. `opted-out`: the owner of the phone wants none any more. */
export type SmsAnswer =
  | { readonly kind: 'sent'; readonly priceUsd: number }
  | { readonly kind: 'opted-out' }
  | { readonly kind: 'retry'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }

/** The way out for text messages. Never rejects. */
export interface SmsTransport {
  send(message: TextMessage, signal: AbortSignal): Promise<SmsAnswer>
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>
}
