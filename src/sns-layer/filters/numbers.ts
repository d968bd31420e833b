import { invalidFilterPolicy } from './errors.ts'
import type { Json, Scalar } from './json-value.ts'

/** Source: SNS Developer Guide, "Filter policy constraints": from -10^9 to 10^9, with five digits after the decimal point. */
const magnitudeMax = 1e9
const perUnit = 1e5

/** The number that takes part in comparisons. One out of range is compared as it is. */
export function comparable(value: number): number {
  return Math.abs(value) <= magnitudeMax ? Math.round(value * perUnit) / perUnit : value
}

/** Text ours. @throws FILTER_POLICY_INVALID for a number that no numeric comparison takes */
export function policyNumber(value: number): number {
  if (Math.abs(value) > magnitudeMax) {
    throw invalidFilterPolicy(`Value must be between -${magnitudeMax} and ${magnitudeMax}, inclusive`)
  }
  return comparable(value)
}

type Comparison = (value: number) => boolean

const comparisons: Readonly<Record<string, (bound: number) => Comparison>> = {
  '<': (bound) => (value) => value < bound,
  '<=': (bound) => (value) => value <= bound,
  '>': (bound) => (value) => value > bound,
  '>=': (bound) => (value) => value >= bound,
}

/** The test that `["=", 5]` or `[">", 0, "<=", 150]` stands for. @throws FILTER_POLICY_INVALID */
export function readNumericTest(expression: Json | undefined): (value: Scalar) => boolean {
  if (!Array.isArray(expression)) throw invalidFilterPolicy('Value of numeric must be an array.')
  const accepts = readComparison(expression)
  return (value) => typeof value === 'number' && accepts(comparable(value))
}

function readComparison(expression: readonly Json[]): Comparison {
  const [operator, operand] = expression
  if (typeof operator !== 'string')
    throw invalidFilterPolicy(`Invalid member in numeric match: ${textOf(operator)}`)
  if (operator === '=') {
    const wanted = boundOf('equals', operand)
    if (expression.length > 2) throw tooManyElements()
    return (value) => value === wanted
  }
  const comparison = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined
  if (comparison === undefined) throw invalidFilterPolicy(`Unrecognized numeric range operator: ${operator}`)
  const bound = boundOf(operator, operand)
  if (expression.length === 2) return comparison(bound)
  if (operator === '<' || operator === '<=') throw tooManyElements()
  return readRange(comparison(bound), bound, expression)
}

function readRange(aboveBottom: Comparison, bottom: number, expression: readonly Json[]): Comparison {
  const [, , operator, operand] = expression
  if (typeof operator !== 'string')
    throw invalidFilterPolicy(`Bad value in numeric range: ${textOf(operator)}`)
  if (operator !== '<' && operator !== '<=')
    throw invalidFilterPolicy(`Bad numeric range operator: ${operator}`)
  const top = boundOf(operator, operand)
  if (expression.length > 4) throw invalidFilterPolicy('Too many terms in numeric range expression')
  if (bottom >= top) throw invalidFilterPolicy('Bottom must be less than top')
  const belowTop = comparisons[operator]!(top)
  return (value) => aboveBottom(value) && belowTop(value)
}

function boundOf(operator: string, operand: Json | undefined): number {
  if (typeof operand !== 'number') throw invalidFilterPolicy(`Value of ${operator} must be numeric`)
  return policyNumber(operand)
}

const tooManyElements = () => invalidFilterPolicy('Too many elements in numeric expression')

/** As AWS's parser shows a token: the bracket for an array that is over or begins. */
function textOf(value: Json | undefined): string {
  if (value === undefined) return ']'
  if (Array.isArray(value)) return '['
  return typeof value === 'object' && value !== null ? '{' : String(value)
}
