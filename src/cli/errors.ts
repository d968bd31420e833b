import { CodedError } from '../base/index.ts'

export type CliErrorCode =
  | 'CLI_USAGE_INVALID'
  | 'CLI_SDK_MISSING'
  | 'CLI_REQUEST_FAILED'
  | 'CLI_LINES_FAILED'
  | 'CLI_STREAM_NOT_FOUND'

type CliError = CodedError<CliErrorCode>

/** @param where the flag or the command that is not understood */
export const usageInvalid = (where: string, what: string): CliError =>
  new CodedError('CLI_USAGE_INVALID', `${where}: ${what}`)

/** @param name of the package of the SDK */
export const sdkMissing = (command: string, name: string, cause: unknown): CliError =>
  new CodedError(
    'CLI_SDK_MISSING',
    `${command} needs the AWS SDK, which is installed apart: npm install ${name}`,
    { cause },
  )

export const requestFailed = (cause: Error): CliError =>
  new CodedError('CLI_REQUEST_FAILED', textOf(cause), { cause })

/** @param origin where something answers that does not know how far delivery streams have come */
export const noMillrace = (origin: string): CliError =>
  new CodedError(
    'CLI_REQUEST_FAILED',
    `what answers at ${origin} is no Millrace, or one too old to tell this`,
  )

export const streamNotFound = (name: string): CliError =>
  new CodedError('CLI_STREAM_NOT_FOUND', `there is no delivery stream ${name} on this server`)

export const linesFailed = (failed: number, lines: number, firstCause: Error): CliError =>
  new CodedError(
    'CLI_LINES_FAILED',
    `${failed} of ${lines} lines were not put; the first: ${textOf(firstCause)}`,
    { cause: firstCause },
  )

/** Several addresses that all refuse make an AggregateError, which has no message of its own. */
export function textOf(error: Error): string {
  const inner = error instanceof AggregateError ? (error.errors[0] as Error) : error
  const name = inner.name === 'Error' || inner instanceof CodedError ? '' : `${inner.name}: `
  return name + (inner.message || 'no reason was given')
}
