import type { Owner } from '../../sqs-layer/index.ts'

/** What happens to the text messages of accounts. Their log holds these, as msgpack: names and members are part of the disk format. */
export type SmsEvent =
  | {
      readonly kind: 'sms-attributes-set'
      readonly owner: Owner
      readonly attributes: Record<string, string>
    }
  | { readonly kind: 'sms-opted-out'; readonly owner: Owner; readonly phoneNumber: string }
  | { readonly kind: 'sms-opted-in'; readonly owner: Owner; readonly phoneNumber: string }
  | { readonly kind: 'sms-charged'; readonly owner: Owner; readonly microUsd: number }
  | {
      readonly kind: 'sandbox-code-sent'
      readonly owner: Owner
      readonly phoneNumber: string
      readonly languageCode: string
      readonly code: string
    }
  | { readonly kind: 'sandbox-code-wrong'; readonly owner: Owner; readonly phoneNumber: string }
  | { readonly kind: 'sandbox-number-verified'; readonly owner: Owner; readonly phoneNumber: string }
  | { readonly kind: 'sandbox-number-deleted'; readonly owner: Owner; readonly phoneNumber: string }
