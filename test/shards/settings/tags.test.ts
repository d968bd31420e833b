import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sortedTags, withoutTags, withTags } from '../../../src/shards/settings/tags.ts'

const label = 'Stream orders under account 000000000000'

/*
 * Goal: tags are a map with at most 50 entries, whatever comes in whatever order.
 * Method: random additions and removals beside a Map.
 */
test('tags are what a map would be, up to fifty of them', () => {
  const key = fc.oneof(
    fc.constantFrom('a', 'b', '__proto__', 'stage/1', 'é'),
    fc.stringMatching(/^[a-z]{1,3}$/),
  )
  const step = fc.oneof(
    fc.record({
      add: fc.dictionary(
        key,
        fc.stringMatching(/^[ -Z]{0,5}$/).filter((v) => !/[!-*,;<>?]/.test(v)),
        { maxKeys: 30 },
      ),
    }),
    fc.record({ remove: fc.array(key, { maxLength: 5 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      let tags = withTags(label, [], {})
      const model = new Map<string, string>()
      for (const one of steps) {
        if ('remove' in one) {
          tags = withoutTags(tags, one.remove)
          for (const name of one.remove) model.delete(name)
          continue
        }
        const added = Object.entries(one.add)
        if (new Set([...model.keys(), ...added.map(([name]) => name)]).size > 50) {
          expect(() => withTags(label, tags, one.add)).toThrow('Limit: 50.')
          continue
        }
        tags = withTags(label, tags, one.add)
        for (const [name, value] of added) model.set(name, value)
      }
      expect(new Map(tags)).toEqual(model)
      expect(sortedTags(tags).map(([name]) => name)).toEqual([...model.keys()].sort())
    }),
  )
})

test('a tag over one with the same key counts once', () => {
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`key${i}`, 'old']))
  const tags = withTags(label, [], fifty)
  expect(withTags(label, tags, { key7: 'new' })).toHaveLength(50)
  expect(() => withTags(label, tags, { other: '' })).toThrow(`${label} cannot have 51 tags. Limit: 50.`)
})
