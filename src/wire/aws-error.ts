import { CodedError } from '../base/index.ts'

export interface AwsErrorOptions {
  /** HTTP status. 400 by default. */
  status?: number
  /** Further members of the error's body, by the name the model gives them. */
  fields?: Readonly<Record<string, unknown>>
  /** `Message` for the errors of the protocol layer, `message` (the default) for those of a service. */
  messageMember?: 'message' | 'Message'
  retryable?: boolean
  cause?: unknown
}

/**
 * A failure as the caller of an AWS API sees it: a code, a text and an HTTP status, in no encoding yet. An empty
 * message stays out of the body, as with AWS's `{"__type":"InternalFailure"}`.
 */
export class AwsError extends CodedError {
  readonly status: number
  readonly fields: Readonly<Record<string, unknown>>
  readonly messageMember: 'message' | 'Message'

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    const { status = 400, fields = {}, messageMember = 'message', retryable = status >= 500, cause } = options
    super(code, message, { retryable, cause })
    this.name = 'AwsError'
    this.status = status
    this.fields = fields
    this.messageMember = messageMember
  }

  /** The members of a JSON or CBOR error body, in AWS's order. */
  body(): Record<string, unknown> {
    const text = this.message === '' ? {} : { [this.messageMember]: this.message }
    return { __type: this.code, ...text, ...this.fields }
  }
}
