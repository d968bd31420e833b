import { assert, type CodedError } from '../../base/index.ts'
import type { ProtectionErrorCode, SnsErrorCode } from '../../sns-layer/index.ts'
import type { PushErrorCode } from '../../sns-layer/push/index.ts'
import type { SmsErrorCode } from '../../sns-layer/sms/index.ts'
import { AwsError, type StructureShape, validateInput } from '../../wire/index.ts'
import { snsModel } from './model.ts'

/** The errors of the model that this API returns. Their codes and statuses are in the model. */
export type SnsModelError =
  | 'AuthorizationErrorException'
  | 'BatchEntryIdsNotDistinctException'
  | 'BatchRequestTooLongException'
  | 'EmptyBatchRequestException'
  | 'EndpointDisabledException'
  | 'FilterPolicyLimitExceededException'
  | 'InternalErrorException'
  | 'InvalidBatchEntryIdException'
  | 'InvalidParameterException'
  | 'InvalidParameterValueException'
  | 'InvalidStateException'
  | 'NotFoundException'
  | 'OptedOutException'
  | 'PlatformApplicationDisabledException'
  | 'ResourceNotFoundException'
  | 'SubscriptionLimitExceededException'
  | 'TagLimitExceededException'
  | 'ThrottledException'
  | 'TooManyEntriesInBatchRequestException'
  | 'TopicLimitExceededException'
  | 'UserErrorException'
  | 'VerificationException'

/** The others are for whoever starts the server. */
type CallErrorCode = Exclude<
  SnsErrorCode | ProtectionErrorCode | PushErrorCode | SmsErrorCode,
  'SNS_EVENT_UNKNOWN' | 'PUSH_EVENT_UNKNOWN' | 'SMS_EVENT_UNKNOWN'
>

const byDomainCode: Readonly<Record<CallErrorCode, SnsModelError>> = {
  TOPIC_NOT_FOUND: 'NotFoundException',
  TOPIC_EXISTS: 'InvalidParameterException',
  TOPIC_LIMIT_EXCEEDED: 'TopicLimitExceededException',
  TOPIC_PARAMETER_INVALID: 'InvalidParameterException',
  TOPIC_STATE_INVALID: 'InvalidStateException',
  TOPIC_ACCESS_DENIED: 'AuthorizationErrorException',
  TOPIC_FAN_OUT_TOO_LARGE: 'InvalidParameterException',
  TOPIC_RATE_EXCEEDED: 'ThrottledException',
  TOPIC_TAGS_OVER_LIMIT: 'TagLimitExceededException',
  DATA_PROTECTION_POLICY_INVALID: 'InvalidParameterException',
  MESSAGE_DATA_DENIED: 'AuthorizationErrorException',
  SUBSCRIPTION_NOT_FOUND: 'NotFoundException',
  SUBSCRIPTION_LIMIT_EXCEEDED: 'SubscriptionLimitExceededException',
  FILTER_POLICY_LIMIT_EXCEEDED: 'FilterPolicyLimitExceededException',
  PUSH_PARAMETER_INVALID: 'InvalidParameterException',
  PUSH_NOT_FOUND: 'NotFoundException',
  PUSH_ENDPOINT_DISABLED: 'EndpointDisabledException',
  PUSH_APPLICATION_DISABLED: 'PlatformApplicationDisabledException',
  SMS_PARAMETER_INVALID: 'InvalidParameterException',
  SMS_USER_ERROR: 'UserErrorException',
  SMS_OPTED_OUT: 'OptedOutException',
  SMS_SANDBOX_NUMBER_NOT_FOUND: 'ResourceNotFoundException',
  SMS_CODE_WRONG: 'VerificationException',
}

export function snsError(name: SnsModelError, message: string, cause?: unknown): AwsError {
  const model = snsModel.errors.get(name)
  assert(model !== undefined, `the model has no error ${name}`)
  const { status, queryCode } = model
  return new AwsError(name, message, { status, queryCode, cause })
}

/** What the caller is told of a failure of the topics. Undefined for one that is none of its business. */
export function toSnsError(error: CodedError): AwsError | undefined {
  if (error.code === 'LOG_BUSY') return serviceUnavailable(error)
  if (!Object.hasOwn(byDomainCode, error.code)) return undefined
  return snsError(byDomainCode[error.code as CallErrorCode], error.message, error)
}

/** Source of the code: "Common Errors" of the SNS API Reference. */
const serviceUnavailable = (cause: CodedError) =>
  new AwsError('ServiceUnavailable', cause.message, { status: 503, cause })

/**
 * Checks a decoded input against the model. In Query the framework's refusal has a name without "Exception": "Common Errors" of the SNS
 * API Reference, ValidationError.
 */
export function validateSnsInput(input: Record<string, unknown>, shape: StructureShape): void {
  try {
    validateInput(input, shape)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    throw new AwsError(error.code, error.message, { queryCode: 'ValidationError', cause: error })
  }
}
