import { invalidSms } from './errors.ts'
import { smsLengthMax } from './limits.ts'
import { phoneNumberOf } from './phone-number.ts'
import { isSenderId, isSmsType, type SmsType } from './sms-attributes.ts'

/** One text message as it goes out: by the gateway, or into the outbox. */
export interface TextMessage {
  readonly messageId: string
  readonly account: string
  readonly region: string
  readonly topicArn?: string
  /** E.164. */
  readonly phoneNumber: string
  readonly message: string
  readonly type: SmsType
  readonly senderId?: string
  readonly originationNumber?: string
  readonly maxPriceUsd?: number
  readonly entityId?: string
  readonly templateId?: string
}

export type SmsSettings = Pick<
  TextMessage,
  'senderId' | 'originationNumber' | 'maxPriceUsd' | 'entityId' | 'templateId'
> & { readonly type?: SmsType }

/**
 * What a message says about itself. Source of the names: SNS Developer Guide, "Publishing SMS messages to a mobile phone".
 * @param textOf the value of the message attribute of this name, as text
 * @throws SMS_PARAMETER_INVALID
 */
export function settingsOf(textOf: (name: string) => string | undefined): SmsSettings {
  const type = textOf('AWS.SNS.SMS.SMSType')
  const senderId = textOf('AWS.SNS.SMS.SenderID')
  const maxPrice = textOf('AWS.SNS.SMS.MaxPrice')
  const originationNumber = originOf(textOf('AWS.MM.SMS.OriginationNumber'))
  const entityId = textOf('AWS.MM.SMS.EntityId')
  const templateId = textOf('AWS.MM.SMS.TemplateId')
  if (type !== undefined && !isSmsType(type)) {
    throw invalidSms('AWS.SNS.SMS.SMSType', 'must be Promotional or Transactional')
  }
  if (senderId !== undefined && !isSenderId(senderId)) {
    throw invalidSms(
      'AWS.SNS.SMS.SenderID',
      'must be 1 to 11 letters and digits, at least one of them a letter',
    )
  }
  return {
    ...(type !== undefined && { type }),
    ...(senderId !== undefined && { senderId }),
    ...(maxPrice !== undefined && { maxPriceUsd: priceOf(maxPrice) }),
    ...(originationNumber !== undefined && { originationNumber }),
    ...(entityId !== undefined && { entityId: registered('AWS.MM.SMS.EntityId', entityId) }),
    ...(templateId !== undefined && { templateId: registered('AWS.MM.SMS.TemplateId', templateId) }),
  }
}

/** @throws SMS_PARAMETER_INVALID */
export function checkSmsText(message: string): void {
  if (message.length > smsLengthMax) {
    throw invalidSms('Message', `a text message has at most ${smsLengthMax} characters`)
  }
}

function originOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  /* A number, or a short code. */
  const origin = /^\d{3,8}$/.test(text) ? text : phoneNumberOf(text)
  if (origin === undefined) throw invalidSms('AWS.MM.SMS.OriginationNumber', 'must be a phone number')
  return origin
}

function priceOf(text: string): number {
  if (/^\d{1,6}(\.\d{1,6})?$/.test(text)) return Number(text)
  throw invalidSms('AWS.SNS.SMS.MaxPrice', 'must be a number of US dollars')
}

/** Ids that the authorities of India give out. Source: the same guide, "Registering in India": letters and digits, 50 at most. */
function registered(name: string, value: string): string {
  if (/^[A-Za-z0-9]{1,50}$/.test(value)) return value
  throw invalidSms(name, 'must be 1 to 50 letters and digits')
}
