import { AwsError } from './aws-error.ts'

/*
 * The errors that AWS's protocol layer gives before an operation is reached. They carry their text in `Message`
 * (https://github.com/aarondfrancis/sidecar/issues/148), or have none (https://github.com/pplu/aws-sdk-perl/issues/237).
 * Source of the codes: "Common Errors" of the API references.
 */

/** The body, or a member of it, cannot be read as the protocol and the model demand. */
export function serializationError(message = ''): AwsError {
  return new AwsError('SerializationException', message, { messageMember: 'Message' })
}

/** X-Amz-Target names nothing that the service has. AWS gives no text. */
export function unknownOperation(message = ''): AwsError {
  return new AwsError('UnknownOperationException', message)
}

/** Something failed that the caller could not have done better. AWS says no more than this. */
export function internalFailure(cause: unknown): AwsError {
  return new AwsError('InternalFailure', '', { status: 500, cause })
}

/** The request is not signed where a signature is wanted. */
export function missingAuthenticationToken(): AwsError {
  return new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token')
}
