import { expect } from 'vitest'

/** The expectation with every regular expression in it turned into a matcher of texts. */
export function matching(expected: object): object {
  return Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, matcherOf(value)]))
}

function matcherOf(value: unknown): unknown {
  if (value instanceof RegExp) return expect.stringMatching(value)
  if (Array.isArray(value)) return value.map(matcherOf)
  return typeof value === 'object' && value !== null ? matching(value) : value
}
