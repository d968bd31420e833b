import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanString } from '../../../src/api/sqs/json-bytes.ts'
import { JsonMarks } from '../../../src/api/sqs/json-marks.ts'

/*
 * Goal: wherever a string lies in memory and whatever byte is where in it, the scan says what a look at each byte says.
 * Method: strings of mostly plain characters, at each distance from the bytes that are looked at together, behind some that are not asked about.
 */
const kinds = [
  ['with vectors, if there are any', new JsonMarks()],
  ['without', new JsonMarks(false)],
] as const

test.each(kinds)('%s, a scan finds the end of a string and what is in it', (_, marks) => {
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
    fc.property(
      fc.nat(3),
      fc.nat(40),
      inside,
      fc.constantFrom('"', '"}', ''),
      (offset, start, parts, rest) => {
        const text = Buffer.from(parts.join('') + rest)
        const memory = Buffer.alloc(offset + start + text.length + 9, '"')
        text.copy(memory, offset + start)
        const bytes = memory.subarray(offset, offset + start + text.length)
        const [whole] = /^(?:[^"\\\p{Cc}]|\x7f|\\["\\/nrt])*"/u.exec(text.toString()) ?? []
        marks.begin(bytes)
        expect(scanString(bytes, marks, start, found)).toBe(whole !== undefined)
        if (whole === undefined) return
        expect(found.end).toBe(start + Buffer.byteLength(whole) - 1)
        expect(found.escapes).toBe(whole.match(/\\./g)?.length ?? 0)
        expect(found.isHigh).toBe(whole.includes('\u00e9'))
      },
    ),
    { numRuns: 1000 },
  )
})
