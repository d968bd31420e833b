import { CodedError } from '../../base/index.ts'

/*
 * What is told of a filter policy. The texts are AWS's, as its own matcher of events has them (aws/event-ruler) or users have published them,
 * unless said otherwise. AWS adds the place in the policy to some ("at [Source: ...; line: 1, column: 41]"), and in front of all stands
 * "Invalid parameter: " or, of Subscribe, "Invalid parameter: Attributes Reason: ", which are the API's to say.
 */
export type FilterErrorCode = 'FILTER_POLICY_INVALID'

export type FilterError = CodedError<FilterErrorCode>

/** Source of the form: https://github.com/aws/aws-cdk/issues/16549 */
export const invalidFilterPolicy = (reason: string): FilterError =>
  new CodedError('FILTER_POLICY_INVALID', `FilterPolicy: ${reason}`)

/** AWS names no FilterPolicy in this one, as other servers of this API have recorded it; no thread was found to cite. */
export const nestedFilterPolicy = (): FilterError =>
  new CodedError(
    'FILTER_POLICY_INVALID',
    'Filter policy scope MessageAttributes does not support nested filter policy',
  )

/** Source: https://github.com/aws/aws-cdk/pull/23108 */
export const invalidFilterScope = (scope: string): FilterError =>
  new CodedError(
    'FILTER_POLICY_INVALID',
    `FilterPolicyScope: Invalid value [${scope}]. Please use either MessageBody or MessageAttributes`,
  )
