import { CodedError } from '../base/index.ts'

export type FunctionErrorCode =
  | 'FUNCTION_UNKNOWN'
  | 'FUNCTION_NOT_INVOKED'
  | 'FUNCTION_BUSY'
  | 'FUNCTION_TIMED_OUT'
  | 'FUNCTION_FAILED'
  | 'FUNCTION_PAYLOAD_TOO_LARGE'

export type FunctionError = CodedError<FunctionErrorCode>

/** @param reference the name or ARN as it was given */
export const functionUnknown = (reference: string): FunctionError =>
  new CodedError(
    'FUNCTION_UNKNOWN',
    `no function ${reference} is configured; --functions says which there are`,
  )

/** @param retryable whether the endpoint may take the same call later */
export const functionNotInvoked = (name: string, why: string, retryable: boolean, cause?: unknown) =>
  new CodedError('FUNCTION_NOT_INVOKED', `the function ${name} was not invoked: ${why}`, { retryable, cause })

export const functionBusy = (name: string, why: string): FunctionError =>
  new CodedError('FUNCTION_BUSY', `the function ${name} takes no more calls for now: ${why}`, {
    retryable: true,
  })

export const functionTimedOut = (name: string, timeoutMs: number): FunctionError =>
  new CodedError('FUNCTION_TIMED_OUT', `the function ${name} has not answered within ${timeoutMs} ms`, {
    retryable: true,
  })

/** @param error what the function says of its error, as the Lambda runtimes do */
export const functionFailed = (name: string, error: { type: string; message: string }): FunctionError =>
  new CodedError('FUNCTION_FAILED', `the function ${name} failed: ${error.type}: ${error.message}`, {
    retryable: true,
  })

/** @param size undefined when it was not read to its end */
export const payloadTooLarge = (what: string, size: number | undefined, sizeMax: number): FunctionError =>
  new CodedError(
    'FUNCTION_PAYLOAD_TOO_LARGE',
    `${what} has ${size === undefined ? 'more' : `${size} bytes`}, and may have ${sizeMax}`,
  )
