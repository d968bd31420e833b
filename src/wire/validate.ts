import { allConstraints, brokenConstraints } from './constraints.ts'
import type { ListShape, MapShape, Shape, StructureShape } from './shape.ts'
import { mustNotBeNull, notNull, type Violation, validationError } from './validation-error.ts'
import { lowerFirst, valueText } from './value-text.ts'

/** AWS names at most this many broken constraints, and counts no more. */
const violationsMax = 10

/**
 * Checks a decoded input against the model's constraints.
 * @throws AwsError ValidationException with AWS's text, all violations in one
 */
export function validateInput(input: Record<string, unknown>, shape: StructureShape): void {
  const violations: Violation[] = []
  checkMembers(input, shape, '', violations)
  if (violations.length > 0) throw validationError(violations)
}

function checkMembers(
  value: Record<string, unknown>,
  { members }: StructureShape,
  prefix: string,
  violations: Violation[],
): void {
  for (const { name, shape, required } of members) {
    if (violations.length >= violationsMax) return
    const member = value[name]
    if (member !== undefined) check(member, shape, prefix + lowerFirst(name), violations)
    else if (required) report(violations, mustNotBeNull(prefix + lowerFirst(name)))
  }
}

function check(value: unknown, shape: Shape, path: string, violations: Violation[]): void {
  for (const constraint of brokenConstraints(value, shape)) {
    report(violations, { value: valueText(value, shape), path, constraint })
  }
  checkInside(value, shape, path, violations)
}

function checkInside(value: unknown, shape: Shape, path: string, violations: Violation[]): void {
  if (shape.kind === 'structure') {
    checkMembers(value as Record<string, unknown>, shape, `${path}.`, violations)
  } else if (shape.kind === 'list') {
    checkList(value as unknown[], shape, path, violations)
  } else if (shape.kind === 'map') {
    checkMap(value as Record<string, unknown>, shape, path, violations)
  }
}

/** AWS names the list once for what its elements themselves break, and enters those that have members. */
function checkList(items: unknown[], shape: ListShape, path: string, violations: Violation[]): void {
  const broken = elementConstraint('Member must satisfy constraint', items, shape.member)
  if (broken !== undefined) report(violations, { value: valueText(items, shape), path, constraint: broken })
  if (!hasInside(shape.member)) return
  for (const [index, item] of items.entries()) {
    if (violations.length >= violationsMax) return
    if (item !== null) checkInside(item, shape.member, `${path}.${index + 1}.member`, violations)
  }
}

function checkMap(
  map: Record<string, unknown>,
  shape: MapShape,
  path: string,
  violations: Violation[],
): void {
  const brokenKey = elementConstraint('Map keys must satisfy constraint', Object.keys(map), shape.key)
  if (brokenKey !== undefined)
    report(violations, { value: valueText(map, shape), path, constraint: brokenKey })
  const broken = elementConstraint('Map value must satisfy constraint', Object.values(map), shape.value)
  if (broken !== undefined) report(violations, { value: valueText(map, shape), path, constraint: broken })
  if (!hasInside(shape.value)) return
  for (const [key, item] of Object.entries(map)) {
    if (violations.length >= violationsMax) return
    if (item !== null) checkInside(item, shape.value, `${path}.${key}.member`, violations)
  }
}

/** What all elements must satisfy, if one of them does not. */
function elementConstraint(text: string, items: readonly unknown[], shape: Shape): string | undefined {
  const someNull = items.includes(null)
  if (!someNull && !items.some((item) => brokenConstraints(item, shape).length > 0)) return undefined
  const constraints = [...allConstraints(shape), ...(someNull ? [notNull] : [])]
  return `${text}: [${constraints.join(', ')}]`
}

function hasInside({ kind }: Shape): boolean {
  return kind === 'structure' || kind === 'list' || kind === 'map'
}

function report(violations: Violation[], violation: Violation): void {
  if (violations.length < violationsMax) violations.push(violation)
}
