import { CodedError } from '../base/index.ts'

export interface AwsErrorOptions {
  /** HTTP status. 400 by default. */
  status?: number
  /** Further members of the error's body, by the name the model gives them. */
  fields?: Readonly<Record<string, unknown>>
  /** `Message` for the errors of the protocol layer, `message` (the default) for those of a service. */
  messageMember?: 'message' | 'Message'
  /** What JSON puts before the code, with a `#` between: `com.amazonaws.sqs`. */
  namespace?: string
  /** The code that Query has, where it is another. Given for services that speak Query beside JSON: JSON has it too, in a header. */
  queryCode?: string
  /** The text that Query has, where it is another. */
  queryMessage?: string
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
  readonly #namespace: string | undefined
  readonly #queryCode: string | undefined
  readonly #queryMessage: string | undefined

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    const { status = 400, fields = {}, messageMember = 'message', retryable = status >= 500, cause } = options
    super(code, message, { retryable, cause })
    this.name = 'AwsError'
    this.status = status
    this.fields = fields
    this.messageMember = messageMember
    this.#namespace = options.namespace
    this.#queryCode = options.queryCode
    this.#queryMessage = options.queryMessage
  }

  /** The code in Query. */
  get queryCode(): string {
    return this.#queryCode ?? this.code
  }

  /** The text in Query. */
  get queryMessage(): string {
    return this.#queryMessage ?? this.message
  }

  /** Whether the caller could have done better. */
  get isSenderFault(): boolean {
    return this.status < 500
  }

  /**
   * What `x-amzn-query-error` says to clients that once spoke Query with the service. Undefined for other services.
   * Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
   */
  get queryErrorHeader(): string | undefined {
    if (this.#queryCode === undefined) return undefined
    return `${this.#queryCode};${this.isSenderFault ? 'Sender' : 'Receiver'}`
  }

  /** The members of a JSON or CBOR error body, in AWS's order. */
  body(): Record<string, unknown> {
    const text = this.message === '' ? {} : { [this.messageMember]: this.message }
    const type = this.#namespace === undefined ? this.code : `${this.#namespace}#${this.code}`
    return { __type: type, ...text, ...this.fields }
  }
}
