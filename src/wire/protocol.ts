import type { AwsError } from './aws-error.ts'
import type { StructureShape } from './shape.ts'

/** How failures are written. */
export interface ErrorEncoder {
  /** Of answers, and of errors too. */
  readonly contentType: string
  encodeError(error: AwsError): Buffer
}

/** How bodies are written: the plain input and output of an operation are the same in each. Knows no operation. */
export interface Protocol extends ErrorEncoder {
  readonly name: 'json' | 'cbor' | 'query' | 'framed'
  /**
   * The plain input of a body: see `readInput`. Nothing in it shares memory with `body`, except blobs, which may.
   * @throws AwsError SerializationException
   */
  decode(body: Buffer, shape: StructureShape | undefined): Record<string, unknown>
  /** How failures are written where it is another way. */
  readonly errors?: ErrorEncoder
  /** The body of an answer. Members that the shape does not have are left out. */
  encode(output: object | undefined, shape: StructureShape | undefined): Buffer
}
