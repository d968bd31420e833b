import { AwsError } from '../aws-error.ts'
import type { ErrorEncoder, Protocol } from '../protocol.ts'
import type { StructureShape } from '../shape.ts'
import type { FormNode } from './form.ts'
import { readFormInput } from './form-input.ts'
import { malformedInput } from './query-errors.ts'
import { element, textElement, xmlOf } from './xml-output.ts'

const declaration = '<?xml version="1.0"?>'

/**
 * How Query tells failures, also that of a request of which nothing is known but that it is one. AWS describes the form:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-responses.html
 */
export class QueryErrors implements ErrorEncoder {
  readonly contentType = 'text/xml'
  protected readonly requestId: string
  readonly #xmlNamespace: string | undefined

  /** @param xmlNamespace undefined while it is not known which service is called */
  constructor(requestId: string, xmlNamespace: string | undefined) {
    this.requestId = requestId
    this.#xmlNamespace = xmlNamespace
  }

  encodeError({ queryCode, queryMessage, isSenderFault }: AwsError): Buffer {
    const type = textElement('Type', isSenderFault ? 'Sender' : 'Receiver')
    const error = element(
      'Error',
      `${type}${textElement('Code', queryCode)}${textElement('Message', queryMessage)}<Detail/>`,
    )
    return this.document('ErrorResponse', error + textElement('RequestId', this.requestId))
  }

  protected document(name: string, content: string): Buffer {
    const namespace = this.#xmlNamespace === undefined ? '' : ` xmlns="${this.#xmlNamespace}"`
    return Buffer.from(`${declaration}<${name}${namespace}>${content}</${name}>`)
  }
}

/**
 * AWS Query: a form in, XML out. One for each call: answers name the operation and the request.
 * Source of the rules: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export class QueryProtocol extends QueryErrors implements Protocol {
  readonly name = 'query'
  readonly #form: FormNode
  readonly #operation: string

  constructor(call: {
    form: FormNode
    operation: string
    requestId: string
    xmlNamespace: string | undefined
  }) {
    super(call.requestId, call.xmlNamespace)
    this.#form = call.form
    this.#operation = call.operation
  }

  /** The form has been read already: it names the operation. */
  decode(_body: Buffer, shape: StructureShape | undefined): Record<string, unknown> {
    try {
      return shape === undefined ? {} : readFormInput(this.#form, shape)
    } catch (error) {
      if (error instanceof AwsError) throw malformedInput(error.message)
      throw error
    }
  }

  encode(output: object | undefined, shape: StructureShape | undefined): Buffer {
    const result =
      shape === undefined || output === undefined
        ? ''
        : element(`${this.#operation}Result`, xmlOf(output, shape))
    const metadata = element('ResponseMetadata', textElement('RequestId', this.requestId))
    return this.document(`${this.#operation}Response`, result + metadata)
  }
}
