import { kinesisModel } from '../../src/api/kinesis/model.ts'
import type { KinesisOperations } from '../../src/api/kinesis/shapes.ts'
import type { Shape, StructureShape } from '../../src/wire/index.ts'
import { sampleOf } from './pattern-samples.ts'

/*
 * For each member of each input of the model, however deep, an otherwise valid JSON body in which this member alone
 * breaks one constraint, and one in which it is as small or as large as it may be.
 */

export interface ConstraintCase {
  operation: keyof KinesisOperations
  what: string
  body: unknown
  /** Undefined for a body that is valid. */
  constraint: string | undefined
  path: string
}

/** Puts a value at the place of a member into an otherwise valid body. */
type Place = (value: unknown) => unknown

export const constraintCases: readonly ConstraintCase[] = Object.entries(kinesisModel.operations).flatMap(
  ([name, { input }]) =>
    input === undefined ? [] : structureCases(name as keyof KinesisOperations, input, (body) => body, ''),
)

/** What AWS says of the value at the place that a case is about. */
export const violationText = ({ path, constraint }: ConstraintCase): string =>
  ` at '${path}' failed to satisfy constraint: ${constraint}`

/** How AWS's message about one or more violations begins. */
export const violationStart = /^\d+ validation errors? detected: Value /

function structureCases(
  operation: ConstraintCase['operation'],
  shape: StructureShape,
  place: Place,
  prefix: string,
): ConstraintCase[] {
  const whole = validStructure(shape)
  return shape.members.flatMap((member) => {
    const path = prefix + member.name.charAt(0).toLowerCase() + member.name.slice(1)
    const { [member.name]: _, ...others } = whole
    const placeMember: Place = (value) => place({ ...others, [member.name]: value })
    const absent: ConstraintCase[] = member.required
      ? [{ operation, what: 'absent', body: place(others), constraint: 'Member must not be null', path }]
      : [{ operation, what: 'optional', body: place(others), constraint: undefined, path }]
    return [...absent, ...valueCases(operation, member.shape, placeMember, path)]
  })
}

function valueCases(
  operation: ConstraintCase['operation'],
  shape: Shape,
  place: Place,
  path: string,
): ConstraintCase[] {
  const own = ownCases(shape).map(
    ({ what, value, constraint }): ConstraintCase => ({
      operation,
      what,
      body: place(value),
      constraint,
      path,
    }),
  )
  if (shape.kind === 'structure') return structureCases(operation, shape, place, `${path}.`)
  if (shape.kind === 'list') {
    const placeItem: Place = (item) => place([item, ...sized(shape.member, (shape.min ?? 1) - 1)])
    if (shape.member.kind === 'structure') {
      return [...own, ...structureCases(operation, shape.member, placeItem, `${path}.1.member.`)]
    }
    return [
      ...own,
      ...elementCases(operation, shape.member, 'Member must satisfy constraint', placeItem, path),
    ]
  }
  if (shape.kind === 'map') {
    const placeKey: Place = (key) => place({ [String(key)]: validValue(shape.value) })
    const placeValue: Place = (value) => place({ k: value })
    return [
      ...own,
      ...elementCases(operation, shape.key, 'Map keys must satisfy constraint', placeKey, path),
      ...elementCases(operation, shape.value, 'Map value must satisfy constraint', placeValue, path),
    ]
  }
  return own
}

/** What an element of a list or map breaks is said of all of them: the most, the least, pattern, enum. */
function elementCases(
  operation: ConstraintCase['operation'],
  shape: Shape,
  text: string,
  place: Place,
  path: string,
): ConstraintCase[] {
  const order = ['less than', 'greater than', 'regular expression', 'enum']
  const rank = (constraint: string) => order.findIndex((words) => constraint.includes(words))
  const own = ownCases(shape)
  const never =
    'min' in shape && shape.min === 0 ? ['Member must have length greater than or equal to 0'] : []
  const all = [...new Set([...never, ...own.flatMap(({ constraint }) => constraint ?? [])])].sort(
    (a, b) => rank(a) - rank(b),
  )
  return own.map(({ what, value, constraint }) => ({
    operation,
    what,
    body: place(value),
    path,
    constraint: constraint === undefined ? undefined : `${text}: [${all.join(', ')}]`,
  }))
}

interface OwnCase {
  what: string
  value: unknown
  constraint?: string
}

function ownCases(shape: Shape): OwnCase[] {
  if (shape.kind === 'structure' || shape.kind === 'boolean' || shape.kind === 'timestamp') return []
  if (shape.kind === 'string' && shape.values !== undefined) {
    const constraint = `Member must satisfy enum value set: [${javaSetOrder(shape.values).join(', ')}]`
    return [
      ...shape.values.map((value) => ({ what: 'enum', value })),
      { what: 'enum', value: 'no such', constraint },
    ]
  }
  const measure = shape.kind === 'number' ? 'value' : 'length'
  const { min, max } = shape
  const cases: OwnCase[] = []
  if (min !== undefined) {
    if (couldBe(shape, min)) cases.push({ what: 'least', value: ofSize(shape, min) })
    const constraint = `Member must have ${measure} greater than or equal to ${min}`
    if (measure === 'value' || min > 0)
      cases.push({ what: 'below', value: ofSize(shape, min - 1), constraint })
  }
  /* Bodies of many megabytes would show nothing that smaller ones do not. */
  if (max !== undefined && (measure === 'value' || max <= 1_000_000)) {
    if (couldBe(shape, max)) cases.push({ what: 'most', value: ofSize(shape, max) })
    const constraint = `Member must have ${measure} less than or equal to ${max}`
    cases.push({ what: 'above', value: ofSize(shape, max + 1), constraint })
  }
  if (shape.kind === 'string' && shape.pattern !== undefined) {
    const constraint = `Member must satisfy regular expression pattern: ${shape.pattern.source}`
    cases.push({ what: 'pattern', value: `${validValue(shape)}\n:*`, constraint })
  }
  return cases
}

/** Whether a value of this size can satisfy the pattern, of which some allow fewer characters than the length does. */
function couldBe(shape: Shape, size: number): boolean {
  if (shape.kind !== 'string' || shape.pattern === undefined) return true
  return shape.pattern.regExp.test(stringOfSize(shape, size))
}

function ofSize(shape: Shape, size: number): unknown {
  switch (shape.kind) {
    case 'number':
      return size
    case 'blob':
      return Buffer.alloc(size).toString('base64')
    case 'list':
      return sized(shape.member, size)
    case 'map':
      return Object.fromEntries(Array.from({ length: size }, (_, i) => [`key${i}`, validValue(shape.value)]))
    default:
      return stringOfSize(shape as Shape & { kind: 'string' }, size)
  }
}

/** A string of exactly this length that matches the pattern as well as can be: a match, with its last part repeated. */
function stringOfSize({ pattern }: Shape & { kind: 'string' }, size: number): string {
  if (pattern === undefined) return 'a'.repeat(size)
  const match = sampleOf(pattern.regExp)
  const repeated = match.slice(-1).repeat(Math.max(0, size - match.length))
  return (match + repeated).slice(0, size)
}

function sized(shape: Shape, length: number): unknown[] {
  return Array.from({ length: Math.max(0, length) }, () => validValue(shape))
}

/** An input with what is required, and no more. */
function validStructure({ members }: StructureShape): Record<string, unknown> {
  const required = members.filter(({ required }) => required)
  return Object.fromEntries(required.map(({ name, shape }) => [name, validValue(shape)]))
}

function validValue(shape: Shape): unknown {
  switch (shape.kind) {
    case 'structure':
      return validStructure(shape)
    case 'boolean':
      return true
    case 'timestamp':
      return 1_700_000_000
    case 'number':
      return shape.min ?? shape.max ?? 1
    case 'list':
      return sized(shape.member, shape.min ?? 1)
    case 'map':
      return { key: validValue(shape.value) }
    case 'blob':
      return ofSize(shape, shape.min ?? 1)
    case 'string':
      return (
        shape.values?.[0] ?? (shape.pattern && sampleOf(shape.pattern.regExp)) ?? 'a'.repeat(shape.min ?? 1)
      )
  }
}

/** See src/wire/hash-order.ts. */
function javaSetOrder(values: readonly string[]): string[] {
  const hash = (text: string) => [...text].reduce((sum, char) => sum * 31n + BigInt(char.charCodeAt(0)), 0n)
  return values.toSorted((a, b) => Number(hash(a) % 32n) - Number(hash(b) % 32n))
}
