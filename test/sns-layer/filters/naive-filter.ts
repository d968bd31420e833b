/*
 * What a filter policy accepts, written down anew and slowly: for each way to take one element of every array of the message, and
 * each way to take one alternative of every `$or`, all conditions are looked at by themselves.
 */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

interface Condition {
  readonly path: readonly string[]
  readonly list: readonly Json[]
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function naivelyAccepts(policy: JsonObject, message: JsonObject): boolean {
  if (Object.keys(message).length === 0) return false
  const alternatives = writtenOut(policy, [])
  return choices(message).some((choice) =>
    alternatives.some((conditions) =>
      conditions.every((condition) => holds(condition, choice as JsonObject)),
    ),
  )
}

/** A list of conditions for each way through the `$or`s. */
function writtenOut(policy: JsonObject, path: readonly string[]): Condition[][] {
  let all: Condition[][] = [[]]
  for (const [key, value] of Object.entries(policy)) {
    const ways =
      key === '$or'
        ? (value as JsonObject[]).flatMap((alternative) => writtenOut(alternative, path))
        : isObject(value)
          ? writtenOut(value, [...path, key])
          : [[{ path: [...path, key], list: value as Json[] }]]
    all = all.flatMap((conditions) => ways.map((way) => [...conditions, ...way]))
  }
  return all
}

/** The value without arrays, in all ways; a key with an empty one is gone. */
function choices(value: Json): (Json | undefined)[] {
  if (Array.isArray(value)) return value.length === 0 ? [undefined] : value.flatMap(choices)
  if (!isObject(value)) return [value]
  let all: JsonObject[] = [{}]
  for (const [key, inner] of Object.entries(value)) {
    const ways = choices(inner)
    all = all.flatMap((object) => ways.map((way) => (way === undefined ? object : { ...object, [key]: way })))
  }
  return all
}

function holds({ path, list }: Condition, message: JsonObject): boolean {
  let value: Json | undefined = message
  for (const key of path) value = isObject(value) ? value[key] : undefined
  const scalar = isObject(value) ? undefined : value
  return list.some((wanted) => matches(wanted, scalar))
}

function matches(wanted: Json, value: Json | undefined): boolean {
  if (!isObject(wanted)) return wanted === value
  const [operator, operand] = Object.entries(wanted)[0]!
  if (operator === 'exists')
    return operand ? value !== undefined && value !== null && value !== '' : value === undefined
  if (value === undefined) return false
  const text = typeof value === 'string' ? value : undefined
  switch (operator) {
    case 'prefix':
      return text?.slice(0, (operand as string).length) === operand
    case 'suffix':
      return (
        text !== undefined &&
        text.length >= (operand as string).length &&
        text.slice(text.length - (operand as string).length) === operand
      )
    case 'equals-ignore-case':
      return text?.toUpperCase() === (operand as string).toUpperCase()
    case 'wildcard':
      return text !== undefined && new RegExp(`^${(operand as string).replaceAll('*', '.*')}$`).test(text)
    case 'numeric':
      return typeof value === 'number' && inRange(operand as Json[], value)
    case 'anything-but':
      return isObject(operand!)
        ? !matches(operand, value)
        : ![operand].flat().some((excluded) => excluded === value)
    default:
      throw new Error(operator)
  }
}

function inRange([operator, bound, ...others]: Json[], value: number): boolean {
  const [a, b] = [value, bound as number]
  const holds = { '=': a === b, '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[operator as string]
  return holds === true && (others.length === 0 || inRange(others, value))
}
