interface CodedErrorOptions {
  retryable?: boolean
  cause?: unknown
}

/**
 * A failure that a caller is expected to handle. Match on `code`: it is part of the API and is documented in
 * docs/errors.md. `message` is for people and may change.
 * A broken invariant is not one of these: it goes through `assert` and must not be caught.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code
  /** True when the same call may succeed later without a change by the caller. */
  readonly retryable: boolean

  constructor(code: Code, message: string, { retryable = false, cause }: CodedErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'CodedError'
    this.code = code
    this.retryable = retryable
  }
}

/** True for an error, ours or Node's, that carries this `code`. Works across packages, where `instanceof` does not. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
