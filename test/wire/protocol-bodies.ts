import { kinesisModel } from '../../src/api/kinesis/model.ts'
import type { KinesisOperations } from '../../src/api/kinesis/shapes.ts'
import {
  AwsError,
  type Protocol,
  protocolOf,
  type StructureShape,
  validateInput,
} from '../../src/wire/index.ts'

export const json = known('application/x-amz-json-1.1')
export const cbor = known('application/x-amz-cbor-1.1')

function known(contentType: string): Protocol {
  const protocol = protocolOf(contentType)
  if (protocol === undefined) throw new Error(`no protocol for ${contentType}`)
  return protocol
}

export function inputShape(operation: keyof KinesisOperations): StructureShape {
  const shape = kinesisModel.operations[operation].input
  if (shape === undefined) throw new Error(`${operation} has no input`)
  return shape
}

export function outputShape(operation: keyof KinesisOperations): StructureShape {
  const shape = kinesisModel.operations[operation].output
  if (shape === undefined) throw new Error(`${operation} has no output`)
  return shape
}

/** Decodes a JSON text as the input of an operation. */
export function decodeJson(operation: keyof KinesisOperations, text: string | Buffer) {
  return json.decode(Buffer.from(text), inputShape(operation))
}

/** Decodes and validates; the error that came of it, as `code: message`, or the input. */
export function outcome(operation: keyof KinesisOperations, body: object | string) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return errorOf(() => {
    const input = decodeJson(operation, text)
    validateInput(input, inputShape(operation))
    return input
  })
}

export function errorOf(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`
    throw error
  }
}
