import { CodedError } from '../base/index.ts'

/*
 * What a caller of the topics can be told. The messages are those of AWS, as seen in the answers that users have published, unless said
 * otherwise.
 */
export type SnsErrorCode =
  | 'TOPIC_NOT_FOUND'
  | 'TOPIC_EXISTS'
  | 'TOPIC_LIMIT_EXCEEDED'
  | 'TOPIC_PARAMETER_INVALID'
  | 'TOPIC_STATE_INVALID'
  | 'TOPIC_ACCESS_DENIED'
  | 'TOPIC_TAGS_OVER_LIMIT'
  | 'TOPIC_RATE_EXCEEDED'
  | 'TOPIC_FAN_OUT_TOO_LARGE'
  | 'SUBSCRIPTION_NOT_FOUND'
  | 'SUBSCRIPTION_LIMIT_EXCEEDED'
  | 'FILTER_POLICY_LIMIT_EXCEEDED'
  | 'SNS_EVENT_UNKNOWN'

export type SnsError = CodedError<SnsErrorCode>

/** Source: https://github.com/localstack/localstack/issues/12174, "against an aws account". */
export const topicNotFound = (): SnsError => new CodedError('TOPIC_NOT_FOUND', 'Topic does not exist')

/** On the pattern of the one above. */
export const subscriptionNotFound = (): SnsError =>
  new CodedError('SUBSCRIPTION_NOT_FOUND', 'Subscription does not exist')

/** Source of the form: https://github.com/bluesentry/bucket-antivirus-function/issues/99. @param reason a text without `Invalid parameter: ` */
export const invalidParameter = (reason: string): SnsError =>
  new CodedError('TOPIC_PARAMETER_INVALID', `Invalid parameter: ${reason}`)

/** Source, of tags: https://github.com/localstack/localstack/issues/2405, "the real cloud service". */
export const topicExists = (parameter: string, what: string): SnsError =>
  new CodedError(
    'TOPIC_EXISTS',
    `Invalid parameter: ${parameter} Reason: Topic already exists with different ${what}`,
  )

/** Source: https://github.com/localstack/localstack/issues/8816, "real aws cloud". */
export const subscriptionExists = (): SnsError =>
  invalidParameter('Attributes Reason: Subscription already exists with different attributes')

/** Text ours. */
export const topicLimitExceeded = (countMax: number): SnsError =>
  new CodedError('TOPIC_LIMIT_EXCEEDED', `An account can have at most ${countMax} topics of this type.`)

/** Text ours. */
export const subscriptionLimitExceeded = (what: string, countMax: number): SnsError =>
  new CodedError('SUBSCRIPTION_LIMIT_EXCEEDED', `${what} can have at most ${countMax} subscriptions.`)

/** Text ours. */
export const filterPolicyLimitExceeded = (countMax: number): SnsError =>
  new CodedError(
    'FILTER_POLICY_LIMIT_EXCEEDED',
    `A topic can have at most ${countMax} subscriptions with a filter policy.`,
  )

/** Text ours. */
export const tooManyTags = (countMax: number): SnsError =>
  new CodedError('TOPIC_TAGS_OVER_LIMIT', `A topic can have at most ${countMax} tags.`)

/** Source of the form: https://github.com/aws-samples/aws-marketplace-serverless-saas-integration/issues/11 */
export const accessDenied = (account: string, action: string, resource: string): SnsError =>
  new CodedError(
    'TOPIC_ACCESS_DENIED',
    `User: arn:aws:iam::${account}:root is not authorized to perform: ${action} on resource: ${resource}`,
  )

/** Text ours. */
export const topicIsArchived = (): SnsError =>
  new CodedError(
    'TOPIC_STATE_INVALID',
    'A topic whose messages are archived cannot be deleted: set its ArchivePolicy to {} first.',
  )

/** Source: API reference of CreateTopic, FifoThroughputScope, for the rate. Text ours. */
export const topicRateExceeded = (): SnsError =>
  new CodedError('TOPIC_RATE_EXCEEDED', 'Rate exceeded: 3,000 messages or 20 MB a second.', {
    retryable: true,
  })

/** Text ours. */
export const fanOutTooLarge = (cause: unknown): SnsError =>
  new CodedError(
    'TOPIC_FAN_OUT_TOO_LARGE',
    'Invalid parameter: Message too long for so many subscribers: what they get together has to fit into one commit',
    { cause },
  )

/** For the person who starts the server. */
export const unknownSnsEvent = (kind: unknown): SnsError =>
  new CodedError(
    'SNS_EVENT_UNKNOWN',
    `a log of the topics has an event of the kind ${String(kind)}, which this version of Millrace does not know`,
  )
