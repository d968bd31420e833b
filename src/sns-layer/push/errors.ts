import { CodedError } from '../../base/index.ts'

/* What a caller can be told of mobile push. Where no source is named the text is ours, on the pattern of AWS's. */
export type PushErrorCode =
  | 'PUSH_PARAMETER_INVALID'
  | 'PUSH_NOT_FOUND'
  | 'PUSH_ENDPOINT_DISABLED'
  | 'PUSH_APPLICATION_DISABLED'
  | 'PUSH_EVENT_UNKNOWN'

export type PushError = CodedError<PushErrorCode>

export const invalidPush = (parameter: string, reason: string): PushError =>
  new CodedError('PUSH_PARAMETER_INVALID', `Invalid parameter: ${parameter} Reason: ${reason}`)

/** The first sentence is AWS's (https://github.com/hashicorp/terraform-provider-aws/issues/20309); what is wrong is ours. */
export const invalidCredentials = (why: string): PushError =>
  invalidPush('Attributes', `Platform credentials are invalid: ${why}`)

/** Source: https://aws.amazon.com/blogs/mobile/mobile-token-management-with-amazon-sns/, which has clients look for the ARN in it. */
export const tokenTaken = (endpointArn: string): PushError =>
  invalidPush(
    'Token',
    `Endpoint ${endpointArn} already exists with the same Token, but different attributes.`,
  )

export const applicationNotFound = (): PushError =>
  new CodedError('PUSH_NOT_FOUND', 'PlatformApplication does not exist')

export const endpointNotFound = (): PushError => new CodedError('PUSH_NOT_FOUND', 'Endpoint does not exist')

export const noSuchTarget = (): PushError =>
  invalidPush('TargetArn', 'No endpoint found for the target arn specified')

export const endpointDisabled = (): PushError =>
  new CodedError('PUSH_ENDPOINT_DISABLED', 'Endpoint is disabled')

export const applicationDisabled = (): PushError =>
  new CodedError('PUSH_APPLICATION_DISABLED', 'Platform application is disabled')

/** In a replay: a newer version wrote it. */
export const unknownPushEvent = (kind: unknown): PushError =>
  new CodedError(
    'PUSH_EVENT_UNKNOWN',
    `The log of mobile push has an event of the kind ${JSON.stringify(kind)}, which this version does not know: a newer one wrote it.`,
  )
