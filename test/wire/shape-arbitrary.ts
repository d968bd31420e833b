import fc from 'fast-check'
import type { Shape, StructureShape } from '../../src/wire/index.ts'
import { sampleOf } from './pattern-samples.ts'

/** Plain values that satisfy every constraint of a structure: what an operation would take or give. */
export function validStructure({ members }: StructureShape): fc.Arbitrary<Record<string, unknown>> {
  const values = members.map(({ name, shape }) => [name, validValue(shape)] as const)
  const requiredKeys = members.filter(({ required }) => required).map(({ name }) => name)
  return fc.record(Object.fromEntries(values), { requiredKeys, noNullPrototype: true })
}

/** Made once for each shape: making them takes longer than using them. */
const arbitraries = new Map<Shape, fc.Arbitrary<unknown>>()

function validValue(shape: Shape): fc.Arbitrary<unknown> {
  const known = arbitraries.get(shape) ?? arbitraryOf(shape)
  arbitraries.set(shape, known)
  return known
}

function arbitraryOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'structure':
      return shape.eventStream ? fc.constant(undefined) : validStructure(shape)
    case 'list':
      return fc.array(validValue(shape.member), lengths(shape, 4))
    case 'map':
      return fc.dictionary(validValue(shape.key) as fc.Arbitrary<string>, validValue(shape.value), {
        minKeys: shape.min ?? 0,
        maxKeys: Math.min(shape.max ?? 4, (shape.min ?? 0) + 4),
      })
    case 'string':
      return validString(shape)
    case 'number':
      return fc.integer({ min: shape.min ?? -(2 ** 31), max: shape.max ?? 2 ** 31 - 1 })
    case 'blob':
      return fc.uint8Array(lengths(shape, 40)).map((bytes) => Buffer.from(bytes))
    case 'boolean':
      return fc.boolean()
    case 'timestamp':
      return fc.integer({ min: 0, max: 253_402_300_799_999 })
  }
}

function validString({ min, max, pattern, values }: Shape & { kind: 'string' }): fc.Arbitrary<string> {
  if (values !== undefined) return fc.constantFrom(...values)
  if (pattern === undefined) return fc.string({ unit: 'binary', ...lengths({ min, max }, 12) })
  /* Random texts for `.*` take seconds to make. */
  if (pattern.source.includes('.*')) return fc.constant(sampleOf(pattern.regExp))
  return fc
    .stringMatching(pattern.regExp, { maxLength: 80 })
    .filter((text) => text.length >= (min ?? 0) && text.length <= (max ?? Number.POSITIVE_INFINITY))
}

function lengths({ min = 0, max = Number.POSITIVE_INFINITY }: Limits, some: number) {
  return { minLength: min, maxLength: Math.min(max, min + some) }
}

interface Limits {
  min: number | undefined
  max: number | undefined
}
