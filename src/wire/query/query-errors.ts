import { AwsError } from '../aws-error.ts'

/*
 * What AWS's Query protocol refuses before an operation is reached. Source of the codes: "Common Errors" of the API
 * references of services that speak it, such as
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html. Texts ours where no source is named.
 */

/** No form, or one that would take too much to read. */
export const malformedQuery = (message: string): AwsError =>
  new AwsError('MalformedQueryString', message, { status: 404 })

/** A value that is none of its type. The code is that of services that have moved to AWS's newer frameworks. */
export const malformedInput = (message: string): AwsError => new AwsError('MalformedInput', message)

export const missingAction = (): AwsError =>
  new AwsError('MissingAction', 'The request is missing an action or a required parameter.')

/** Source of the text: https://github.com/mirkokiefer/aws-lib/issues/8. */
export const invalidAction = (action: string): AwsError =>
  new AwsError('InvalidAction', `The action ${action} is not valid for this endpoint.`)
