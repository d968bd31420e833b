import { CodedError } from '../../base/index.ts'

/*
 * What a caller can be told of the settings of streams and accounts. Texts ours, but where a source is named: nobody has
 * published AWS's.
 */
export type SettingErrorCode =
  | 'STREAM_TAGS_INVALID'
  | 'STREAM_SETTING_INVALID'
  | 'STREAM_SETTING_RATE_EXCEEDED'
  | 'RESOURCE_NOT_FOUND'
  | 'POLICY_INVALID'

type SettingError = CodedError<SettingErrorCode>

/** @param resource as messages name it: `Stream orders under account 000000000000` */
export const tooManyTags = (resource: string, count: number, tagsMax: number): SettingError =>
  new CodedError('STREAM_TAGS_INVALID', `${resource} cannot have ${count} tags. Limit: ${tagsMax}.`)

export const illegalTag = (key: string): SettingError =>
  new CodedError(
    'STREAM_TAGS_INVALID',
    `The tag with the key ${key} has illegal characters. ` +
      'Allowed are Unicode letters, digits, white space, and _ . : / = + - % @',
  )

export const reservedTag = (key: string): SettingError =>
  new CodedError('STREAM_TAGS_INVALID', `The tag key ${key} begins with aws:, which is reserved for AWS.`)

export const invalidSetting = (message: string): SettingError =>
  new CodedError('STREAM_SETTING_INVALID', message)

/** @param what has been done too often: `The mode of stream orders under account 000000000000` */
export const changedTooOften = (what: string, limit: number): SettingError =>
  new CodedError(
    'STREAM_SETTING_RATE_EXCEEDED',
    `${what} has been changed too often. Limit: ${limit} times in 24 hours.`,
    { retryable: true },
  )

export const resourceNotFound = (arn: string): SettingError =>
  new CodedError('RESOURCE_NOT_FOUND', `Resource ${arn} not found.`)

export const policyNotFound = (arn: string): SettingError =>
  new CodedError('RESOURCE_NOT_FOUND', `Resource ${arn} has no resource policy.`)

export const invalidPolicy = (reason: string): SettingError =>
  new CodedError('POLICY_INVALID', `Invalid resource policy: ${reason}.`)
