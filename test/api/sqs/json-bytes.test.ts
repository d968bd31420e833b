import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanString, wordsOf } from '../../../src/api/sqs/json-bytes.ts'

/*
 * Goal: wherever a string lies in memory and whatever byte is where in it, the scan says what a look at each byte says.
 * Method: strings of mostly plain characters, at each distance from the words that are looked at together.
 */
test('a scan finds the end of a string and what is in it', () => {
  const plain = fc.stringMatching(/^[ !#-[\]-~]{0,9}$/)
  const special = fc.constantFrom(
    '\\"',
    '\\\\',
    '\\n',
    '\\u0041',
    '\u00e9',
    '\u0001',
    '\x1f',
    '\x7f',
    '"',
    '\\',
  )
  const inside = fc.array(fc.oneof({ weight: 4, arbitrary: plain }, special), { maxLength: 8 })
  const found = { end: 0, escapes: 0, isHigh: false }
  fc.assert(
    fc.property(fc.nat(7), inside, fc.constantFrom('"', '"}', ''), (offset, parts, rest) => {
      const text = Buffer.from(parts.join('') + rest)
      const memory = Buffer.alloc(offset + text.length + 9, '"')
      text.copy(memory, offset)
      const bytes = memory.subarray(offset, offset + text.length)
      const [whole] = /^(?:[^"\\\p{Cc}]|\x7f|\\["\\/nrt])*"/u.exec(text.toString()) ?? []
      expect(scanString(bytes, wordsOf(bytes), 0, found)).toBe(whole !== undefined)
      if (whole === undefined) return
      expect(found.end).toBe(Buffer.byteLength(whole) - 1)
      expect(found.escapes).toBe(whole.match(/\\./g)?.length ?? 0)
      expect(found.isHigh).toBe(whole.includes('\u00e9'))
    }),
    { numRuns: 2000 },
  )
})
