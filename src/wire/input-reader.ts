import { serializationError } from './general-errors.ts'
import type { ListShape, MapShape, NumberShape, Shape, StructureShape } from './shape.ts'

/** How one protocol writes the two types that JSON has no notation for. */
export interface Dialect {
  /** The bytes of a blob. @throws AwsError SerializationException */
  readBlob(value: unknown): Uint8Array
  /** Milliseconds since the epoch. @throws AwsError SerializationException */
  readTimestamp(value: unknown): number
}

/** Nesting of a value in the input. No shape of a service needs more; recursive shapes could. */
const depthMax = 64

/**
 * Turns what a body says into the plain input that the shape describes: unknown members are left out, null is as good
 * as absent, blobs are bytes, timestamps milliseconds since the epoch. The texts of the errors are AWS's, as users of
 * several services have published them: "Expected null" (https://github.com/aws/aws-sdk-js/issues/44), "Start of list"
 * (https://github.com/aws/aws-sdk-js-v3/issues/7215), "Start of structure or map"
 * (https://github.com/aws/aws-sdk-js-v3/issues/7102), "NUMBER_VALUE can not be converted to a String"
 * (https://github.com/aarondfrancis/sidecar/issues/148). Those for other types are ours, on these patterns. AWS names
 * the type it found, not the member.
 * @throws AwsError SerializationException
 */
export function readInput(value: unknown, shape: StructureShape, dialect: Dialect): Record<string, unknown> {
  return readStructure(value, shape, dialect, 0)
}

function read(value: unknown, shape: Shape, dialect: Dialect, depth: number): unknown {
  if (depth > depthMax) throw serializationError()
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? value : refuse(value, 'a String')
    case 'number':
      return typeof value === 'number' ? readNumber(value, shape) : refuse(value, numberTypes[shape.type])
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse(value, 'a Boolean')
    case 'blob':
      return dialect.readBlob(value)
    case 'timestamp':
      return dialect.readTimestamp(value)
    case 'structure':
      return readStructure(value, shape, dialect, depth)
    case 'list':
      return readList(value, shape, dialect, depth)
    case 'map':
      return readMap(value, shape, dialect, depth)
  }
}

function readStructure(
  value: unknown,
  shape: StructureShape,
  dialect: Dialect,
  depth: number,
): Record<string, unknown> {
  const source = entriesOf(value, 'Expected null')
  const input: Record<string, unknown> = {}
  for (const { name, shape: memberShape } of shape.members) {
    const member = source[name]
    if (member !== undefined && member !== null) input[name] = read(member, memberShape, dialect, depth + 1)
  }
  return input
}

function readList(value: unknown, { member }: ListShape, dialect: Dialect, depth: number): unknown[] {
  if (!Array.isArray(value)) {
    if (isContainer(value)) throw serializationError('Start of structure or map found where not expected')
    throw serializationError('Expected list or null')
  }
  return value.map((item: unknown) => (item === null ? null : read(item, member, dialect, depth + 1)))
}

/** The result has no prototype: a caller's key may be `__proto__`. */
function readMap(value: unknown, shape: MapShape, dialect: Dialect, depth: number): object {
  const source = entriesOf(value, 'Expected map or null')
  const map: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(source)) {
    const item = source[key]
    map[key] = item === null ? null : read(item, shape.value, dialect, depth + 1)
  }
  return map
}

function entriesOf(value: unknown, expected: string): Record<string, unknown> {
  if (Array.isArray(value)) throw serializationError('Start of list found where not expected')
  if (!isContainer(value)) throw serializationError(expected)
  return value as Record<string, unknown>
}

/** A fraction is cut off a whole number, and what no JavaScript number can hold becomes the nearest one that can. */
function readNumber(value: number, { type }: NumberShape): number {
  if (type === 'float' || type === 'double') return value
  if (Number.isNaN(value)) throw serializationError()
  const whole = Math.trunc(value) + 0
  return Math.min(Math.max(whole, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}

const numberTypes = { integer: 'an Integer', long: 'a Long', float: 'a Float', double: 'a Double' } as const

/** Throws AWS's text for a value of another type than `wanted`. */
export function refuse(value: unknown, wanted: string): never {
  if (Array.isArray(value)) throw serializationError('Start of list found where not expected')
  if (isContainer(value)) throw serializationError('Start of structure or map found where not expected')
  throw serializationError(`${tokenOf(value)} can not be converted to ${wanted}`)
}

function tokenOf(value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
    case 'string':
      return 'STRING_VALUE'
    case 'number':
    case 'bigint':
      return 'NUMBER_VALUE'
    default:
      return 'EMBEDDED_OBJECT'
  }
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}
