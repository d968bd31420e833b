import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesWildcards } from '../../../src/shards/settings/wildcards.ts'

/** The same by a regular expression, whose time may explode. */
const byRegExp = (text: string, pattern: string) =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`).test(text)

test('matchesWildcards agrees with regular expressions', () => {
  const text = fc.stringMatching(/^[ab.]{0,8}$/)
  const pattern = fc.stringMatching(/^[ab.*?]{0,8}$/)
  fc.assert(
    fc.property(text, pattern, (one, other) => {
      expect(matchesWildcards(one, other)).toBe(byRegExp(one, other))
    }),
    { numRuns: 2000 },
  )
})

test('matchesWildcards takes no more time than the lengths allow', () => {
  expect(matchesWildcards('a'.repeat(2000), `${'a*'.repeat(5000)}b`)).toBe(false)
})
