import fc from 'fast-check'
import type { Json } from './naive-filter.ts'

type JsonObject = { [key: string]: Json }

/* Few values and keys, and messages that have most of them: so that a fifth of the messages is accepted. */
const texts = fc.constantFrom('', 'a', 'ab', 'cab', 'AB')
const numbers = fc.constantFrom(0, 1, 2.5)
const scalars = fc.oneof(
  { weight: 4, arbitrary: texts },
  { weight: 3, arbitrary: numbers },
  { weight: 1, arbitrary: fc.constantFrom(true, null) },
)

const ranges: fc.Arbitrary<Json> = fc.oneof(
  fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), numbers),
  fc.constantFrom<Json[]>(['>', 0, '<', 2], ['>=', 0, '<=', 2.5]),
)
const wildcards = fc.constantFrom('*', 'a*', '*b', '*a*b', 'ab')
const several = <Value>(values: fc.Arbitrary<Value>) => fc.uniqueArray(values, { minLength: 1, maxLength: 3 })

const expressions: fc.Arbitrary<Json> = fc.oneof(
  texts.map((prefix) => ({ prefix })),
  texts.map((suffix) => ({ suffix })),
  texts.map((text) => ({ 'equals-ignore-case': text })),
  wildcards.map((wildcard) => ({ wildcard })),
  ranges.map((numeric) => ({ numeric })),
  fc.boolean().map((exists) => ({ exists })),
  fc.oneof(texts, several(texts), several(numbers)).map((excluded) => ({ 'anything-but': excluded })),
  fc.constantFrom('a', 'ab').map((prefix) => ({ 'anything-but': { prefix } })),
  wildcards.map((wildcard) => ({ 'anything-but': { wildcard } })),
)

export const lists = fc.array(fc.oneof(scalars, expressions), { minLength: 1, maxLength: 2 })

function objectOf(keys: string[], count: { min: number; max: number }, values: fc.Arbitrary<Json>) {
  return fc
    .uniqueArray(fc.constantFrom(...keys), { minLength: count.min, maxLength: count.max })
    .chain((chosen) => fc.tuple(...chosen.map((key) => values.map((value) => [key, value] as const))))
    .map((entries): JsonObject => Object.fromEntries(entries))
}

const few = { min: 1, max: 2 }

/* Keys outside and inside an `$or` differ: what the same key means in both is nobody's to say. */
const choice = fc
  .array(objectOf(['x', 'y'], few, lists), { minLength: 2, maxLength: 3 })
  .map(($or): JsonObject => ({ $or }))

function withChoice(fields: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc.oneof(
    { weight: 4, arbitrary: fields },
    { weight: 1, arbitrary: choice },
    { weight: 1, arbitrary: fc.tuple(fields, choice).map(([a, b]) => ({ ...a, ...b })) },
  )
}

const nested = withChoice(objectOf(['k', 'l'], few, lists))
export const attributePolicies = withChoice(objectOf(['k', 'l'], few, lists))
export const bodyPolicies = withChoice(objectOf(['k', 'l'], few, fc.oneof(lists, nested)))

const keys = ['k', 'l', 'x', 'y']
const most = { min: 2, max: 4 }
const arrays = fc.array(scalars, { maxLength: 3 })
export const values: fc.Arbitrary<Json> = fc.oneof(scalars, arrays)

/** Attributes as a body would have them. */
export const attributeMessages = objectOf(keys, { min: 0, max: 4 }, fc.oneof(texts, numbers, arrays))

const inner = objectOf(keys, most, values)
export const bodyMessages = fc.oneof(
  {
    weight: 9,
    arbitrary: objectOf(keys, most, fc.oneof(values, inner, fc.array(inner, { maxLength: 2 }))),
  },
  { weight: 1, arbitrary: fc.constant<JsonObject>({}) },
)
