import { inHashOrder } from './hash-order.ts'
import type { LengthLimits, Shape, StringShape } from './shape.ts'

/**
 * Characters above which a pattern is not tried on a value that is too long anyway: the patterns of some models take
 * time that grows faster than the value, which may be as large as a body.
 */
const patternLengthMax = 2048

/** What does not hold of a value, in AWS's words and AWS's order: pattern, then length. Members are not entered. */
export function brokenConstraints(value: unknown, shape: Shape): string[] {
  switch (shape.kind) {
    case 'string':
      return brokenByString(value as string, shape)
    case 'number':
      return brokenByValue(value as number, shape)
    case 'blob':
      return brokenByLength((value as Uint8Array).byteLength, shape)
    case 'list':
      return brokenByLength((value as unknown[]).length, shape)
    case 'map':
      return brokenByLength(Object.keys(value as object).length, shape)
    default:
      return none
  }
}

const none: string[] = []

function brokenByString(value: string, shape: StringShape): string[] {
  const { pattern, values } = shape
  if (values !== undefined) return values.includes(value) ? none : [enumConstraint(values)]
  const byLength = brokenByLength(characterCount(value), shape)
  if (pattern === undefined || (byLength.length > 0 && value.length > patternLengthMax)) return byLength
  if (pattern.regExp.test(value)) return byLength
  return [patternConstraint(pattern.source), ...byLength]
}

function brokenByLength(length: number, { min, max }: LengthLimits): string[] {
  if (max !== undefined && length > max) return [lengthAtMost(max)]
  if (min !== undefined && length < min) return [lengthAtLeast(min)]
  return none
}

function brokenByValue(value: number, { min, max }: LengthLimits): string[] {
  if (max !== undefined && value > max) return [valueAtMost(max)]
  if (min !== undefined && value < min) return [valueAtLeast(min)]
  return none
}

/** AWS counts code points in strings, as the model's language (Smithy, "length trait") says. */
function characterCount(value: string): number {
  let count = value.length
  for (let i = 0; i < value.length - 1; i++) {
    if (isHighSurrogate(value.charCodeAt(i)) && isLowSurrogate(value.charCodeAt(i + 1))) count--
  }
  return count
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff

const valueAtMost = (max: number) => `Member must have value less than or equal to ${max}`
const valueAtLeast = (min: number) => `Member must have value greater than or equal to ${min}`
const lengthAtMost = (max: number) => `Member must have length less than or equal to ${max}`
const lengthAtLeast = (min: number) => `Member must have length greater than or equal to ${min}`
const patternConstraint = (source: string) => `Member must satisfy regular expression pattern: ${source}`
const enumConstraint = (values: readonly string[]) =>
  `Member must satisfy enum value set: [${inHashOrder(values).join(', ')}]`

/** Every constraint of the elements of a list or map, which AWS lists when one of them is broken. */
export function allConstraints(shape: Shape): string[] {
  if (shape.kind === 'boolean' || shape.kind === 'timestamp' || shape.kind === 'structure') return none
  const { min, max } = shape
  const { pattern, values } = shape.kind === 'string' ? shape : {}
  const [atMost, atLeast] =
    shape.kind === 'number' ? [valueAtMost, valueAtLeast] : [lengthAtMost, lengthAtLeast]
  return [
    ...(max === undefined ? [] : [atMost(max)]),
    ...(min === undefined ? [] : [atLeast(min)]),
    ...(pattern === undefined ? [] : [patternConstraint(pattern.source)]),
    ...(values === undefined ? [] : [enumConstraint(values)]),
  ]
}
