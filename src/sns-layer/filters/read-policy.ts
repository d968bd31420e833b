import { invalidFilterPolicy, nestedFilterPolicy } from './errors.ts'
import type { FilterScope } from './filter-scope.ts'
import { isObject, type Json, type JsonObject } from './json-value.ts'
import { checkComplexity } from './policy-limits.ts'
import type { PolicyField, PolicyNode } from './policy-node.ts'
import { readValueTest } from './read-value-test.ts'

/** Source: SNS Developer Guide, "Filter policy constraints". */
const bytesMax = 256 * 1024

/** Objects in objects that a policy may have. Ours: its complexity of 150 alone would not bound what has one value. */
const depthMax = 64

/** Names that make no `$or` of a list that holds them. Source: SNS Developer Guide, "AND/OR logic"; the list is that of AWS's event-ruler. */
const reservedNames: ReadonlySet<string> = new Set([
  ...[
    'exactly',
    'equals-ignore-case',
    'prefix',
    'suffix',
    'anything-but',
    'exists',
    'wildcard',
    'numeric',
    'cidr',
  ],
  ...[
    '=',
    '<',
    '<=',
    '>',
    '>=',
    'regex',
    'not-wildcard',
    'not-equals-ignore-case',
    'date-after',
    'date-on-or-after',
  ],
  ...['date-before', 'date-on-or-before', 'in-date-range', 'ip-address-in-range', 'ip-address-not-in-range'],
])

/** @returns undefined for `{}`, which is no filter @throws FILTER_POLICY_INVALID */
export function readPolicy(text: string, scope: FilterScope): PolicyNode | undefined {
  // Text ours.
  if (Buffer.byteLength(text) > bytesMax)
    throw invalidFilterPolicy(`Filter policy can not be longer than ${bytesMax} bytes`)
  const policy = parse(text)
  if (!isObject(policy)) throw invalidFilterPolicy('Filter is not an object')
  if (Object.keys(policy).length === 0) return undefined
  const node = readNode(policy, { scope, depth: 1 })
  checkComplexity(node)
  return node
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw invalidFilterPolicy('failed to parse JSON.')
  }
}

interface Place {
  readonly scope: FilterScope
  readonly depth: number
}

function readNode(object: JsonObject, place: Place): PolicyNode {
  const fields: PolicyField[] = []
  const choices: PolicyNode[][] = []
  for (const [key, value] of Object.entries(object)) {
    const alternatives = key === '$or' ? alternativesOf(value) : undefined
    if (alternatives === undefined) fields.push(readField(key, value, place))
    else choices.push(alternatives.map((alternative) => readNode(alternative, deeper(place))))
  }
  if (fields.length + choices.length === 0) throw invalidFilterPolicy('Empty objects are not allowed')
  return { fields, choices }
}

function readField(key: string, value: Json, place: Place): PolicyField {
  if (Array.isArray(value)) return { key, test: readValueTest(value) }
  if (!isObject(value)) throw invalidFilterPolicy(`"${key}" must be an object or an array`)
  if (place.scope === 'MessageAttributes') throw nestedFilterPolicy()
  return { key, node: readNode(value, deeper(place)) }
}

/** The objects of an `$or`; undefined when it is a key like any other. */
function alternativesOf(value: Json): readonly JsonObject[] | undefined {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) return undefined
  const alternatives = value as readonly JsonObject[]
  return alternatives.some((object) => Object.keys(object).some((name) => reservedNames.has(name)))
    ? undefined
    : alternatives
}

function deeper({ scope, depth }: Place): Place {
  // Text ours.
  if (depth >= depthMax)
    throw invalidFilterPolicy(`Filter policy can not be nested more than ${depthMax} levels deep`)
  return { scope, depth: depth + 1 }
}
