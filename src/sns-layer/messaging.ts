import type { MessageAttribute } from '../sqs-layer/index.ts'
import type { PushApplications, PushSender } from './push/index.ts'
import type { SmsAccounts, SmsSandbox, SmsSender } from './sms/index.ts'

/** Messages to people: to phone numbers, and to endpoints of applications. */
export interface Messaging {
  readonly applications: PushApplications
  readonly pushSender: PushSender
  readonly sms: SmsAccounts
  readonly smsSender: SmsSender
  readonly sandbox: SmsSandbox
  newMessageId(): string
}

/** The texts of message attributes by name. Bytes are no text. */
export function attributeTexts(
  attributes: readonly MessageAttribute[],
): (name: string) => string | undefined {
  return (wanted) => {
    const value = attributes.find(({ name }) => name === wanted)?.value
    return typeof value === 'string' ? value : undefined
  }
}
