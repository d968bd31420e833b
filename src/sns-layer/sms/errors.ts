import { CodedError } from '../../base/index.ts'

/* What a caller can be told of text messages. Where no source is named the text is ours, on the pattern of AWS's. */
export type SmsErrorCode =
  | 'SMS_PARAMETER_INVALID'
  | 'SMS_USER_ERROR'
  | 'SMS_OPTED_OUT'
  | 'SMS_SANDBOX_NUMBER_NOT_FOUND'
  | 'SMS_CODE_WRONG'
  | 'SMS_EVENT_UNKNOWN'

export type SmsError = CodedError<SmsErrorCode>

export const invalidSms = (parameter: string, reason?: string): SmsError =>
  new CodedError(
    'SMS_PARAMETER_INVALID',
    `Invalid parameter: ${parameter}${reason === undefined ? '' : ` Reason: ${reason}`}`,
  )

/** Source: https://github.com/aws/aws-sdk-js/issues/1217. */
export const notPublishable = (phoneNumber: string): SmsError =>
  invalidSms('PhoneNumber', `${phoneNumber} is not valid to publish to`)

export const smsUserError = (message: string): SmsError => new CodedError('SMS_USER_ERROR', message)

export const optedOut = (phoneNumber: string): SmsError =>
  new CodedError('SMS_OPTED_OUT', `Phone number ${phoneNumber} is opted out.`)

export const sandboxNumberNotFound = (phoneNumber: string): SmsError =>
  new CodedError('SMS_SANDBOX_NUMBER_NOT_FOUND', `Phone number ${phoneNumber} is not in the SMS sandbox.`)

export const wrongCode = (): SmsError =>
  new CodedError('SMS_CODE_WRONG', 'The one-time password is not that of the phone number, or is expired.')

/** In a replay: a newer version wrote it. */
export const unknownSmsEvent = (kind: unknown): SmsError =>
  new CodedError(
    'SMS_EVENT_UNKNOWN',
    `The log of text messages has an event of the kind ${JSON.stringify(kind)}, which this version does not know: a newer one wrote it.`,
  )
