import { readCidrTest } from './cidr.ts'
import { invalidFilterPolicy } from './errors.ts'
import { isObject, type Json, type JsonObject, type Scalar } from './json-value.ts'
import { policyNumber, readNumericTest } from './numbers.ts'
import { exactKey, type ScalarTest, ValueTest } from './value-test.ts'
import { Wildcard } from './wildcard.ts'

/** What is gathered of a list while its expressions are read. */
interface Found {
  readonly exact: Set<Scalar>
  readonly others: ScalarTest[]
  readonly wildcards: Wildcard[]
  acceptsAbsence: boolean
}

/**
 * Reads the list of values of a key.
 * Source: SNS Developer Guide, "String value matching", "Numeric value matching" and "Key matching".
 * @throws FILTER_POLICY_INVALID
 */
export function readValueTest(list: readonly Json[]): ValueTest {
  if (list.length === 0) throw invalidFilterPolicy('Empty arrays are not allowed')
  const found: Found = { exact: new Set(), others: [], wildcards: [], acceptsAbsence: false }
  for (const value of list) {
    if (Array.isArray(value)) {
      throw invalidFilterPolicy('Match value must be String, number, true, false, or null')
    }
    if (isObject(value)) readExpression(value, found)
    else found.exact.add(exactKey(value as Scalar))
  }
  const { exact, others, wildcards, acceptsAbsence } = found
  /* Source: SNS Developer Guide, "Filter policy constraints": the sum of the points times the number of patterns. */
  const wildcardPoints = wildcards.reduce((sum, { points }) => sum + points, 0) * wildcards.length
  return new ValueTest({ exact, others, acceptsAbsence, valueCount: list.length, wildcardPoints })
}

type ReadOperand = (operand: Json | undefined, found: Found) => ScalarTest

/** What each operator accepts, but for `exists`, which is about the key. */
const operators: Readonly<Record<string, ReadOperand>> = {
  prefix: (operand) => {
    const prefix = textOperand('prefix', operand)
    return (value) => typeof value === 'string' && value.startsWith(prefix)
  },
  suffix: (operand) => {
    const suffix = textOperand('suffix', operand)
    return (value) => typeof value === 'string' && value.endsWith(suffix)
  },
  'equals-ignore-case': (operand) => {
    const wanted = textOperand('equals-ignore-case', operand).toLowerCase()
    return (value) => typeof value === 'string' && value.toLowerCase() === wanted
  },
  cidr: (operand) => {
    /* AWS says "prefix" here. */
    const accepts = readCidrTest(textOperand('prefix', operand))
    return (value) => typeof value === 'string' && accepts(value)
  },
  wildcard: (operand, found) => wildcardTest(textOperand('wildcard', operand), found),
  numeric: readNumericTest,
  'anything-but': (operand, found) =>
    isObject(operand) ? anythingLike(operand, found) : anythingBut(operand),
}

function readExpression(expression: JsonObject, found: Found): void {
  const [name, ...others] = Object.keys(expression)
  if (name === undefined) throw invalidFilterPolicy('Match expression name not found')
  const operand = expression[name]
  if (name === 'exists') readExists(operand, found)
  else {
    const read = Object.hasOwn(operators, name) ? operators[name] : undefined
    if (read === undefined) throw invalidFilterPolicy(`Unrecognized match type ${name}`)
    found.others.push(read(operand, found))
  }
  if (others.length > 0) throw invalidFilterPolicy('Only one key allowed in match expression')
}

/** A key exists if its value is not null and not empty. */
function readExists(operand: Json | undefined, found: Found): void {
  if (typeof operand !== 'boolean') {
    throw invalidFilterPolicy('exists match pattern must be either true or false.')
  }
  if (operand) found.others.push((value) => value !== null && value !== '')
  else found.acceptsAbsence = true
}

function textOperand(operator: string, operand: Json | undefined): string {
  if (typeof operand !== 'string') throw invalidFilterPolicy(`${operator} match pattern must be a string`)
  return operand
}

function wildcardTest(pattern: string, found: Found): ScalarTest {
  const wildcard = new Wildcard(pattern)
  found.wildcards.push(wildcard)
  return (value) => typeof value === 'string' && wildcard.accepts(value)
}

/** A number or a text, or a list of one of the two. */
function anythingBut(operand: Json | undefined): ScalarTest {
  if (!Array.isArray(operand) && typeof operand !== 'string' && typeof operand !== 'number') {
    throw invalidFilterPolicy('Value of anything-but must be an array or single string/number value.')
  }
  const values = Array.isArray(operand) ? (operand as readonly Json[]) : [operand as Scalar]
  if (!values.every((value) => typeof value === 'string' || typeof value === 'number')) {
    throw invalidFilterPolicy('Inside anything but list, start|null|boolean is not supported.')
  }
  if (new Set(values.map((value) => typeof value)).size !== 1) {
    throw invalidFilterPolicy(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    )
  }
  const excluded = new Set(values.map((value) => (typeof value === 'number' ? policyNumber(value) : value)))
  return (value) => !excluded.has(exactKey(value) as string | number)
}

/** `{"prefix": ...}` or `{"wildcard": ...}`, of a text or a list of them: what SNS has behind anything-but. */
function anythingLike(pattern: JsonObject, found: Found): ScalarTest {
  const [name, ...others] = Object.keys(pattern)
  if (name === undefined) throw invalidFilterPolicy('Anything-But expression name not found')
  if (name !== 'prefix' && name !== 'wildcard') {
    throw invalidFilterPolicy(`Unsupported anything-but pattern: ${name}`)
  }
  const operand = pattern[name]
  const texts = Array.isArray(operand) ? (operand as readonly Json[]) : [operand]
  const excluded = texts.map((text) =>
    name === 'prefix' ? excludedPrefix(text) : operators.wildcard!(text, found),
  )
  if (others.length > 0) throw invalidFilterPolicy('Too many elements in numeric expression')
  return (value) => !excluded.some((matches) => matches(value))
}

function excludedPrefix(prefix: Json | undefined): ScalarTest {
  if (typeof prefix !== 'string') throw invalidFilterPolicy('prefix/suffix match pattern must be a string')
  if (prefix === '') throw invalidFilterPolicy('Null prefix/suffix not allowed')
  return (value) => typeof value === 'string' && value.startsWith(prefix)
}
