import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonText } from '../../../src/firehose-sink/channels/json-text.ts'
import { times } from '../../effort.ts'

function isJson(text: string, step: number): boolean {
  const json = new JsonText(Buffer.from(text))
  for (let turn = 0; turn <= 10 * text.length + 10; turn++) {
    const known = json.step(step)
    if (known !== undefined) return known
  }
  throw new Error('it is never known')
}

function isParsed(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/*
 * Goal: exactly what JSON.parse takes is JSON, however it is cut into steps.
 * Method: texts of JSON, with a piece of them taken out, doubled or replaced by what JSON is made of, and texts made of nothing but that.
 */
test('JsonText finds what JSON.parse does, whatever the steps', () => {
  const piece = fc.constantFrom(
    ...['{', '}', '[', ']', ',', ':', '"', '\\', '\\u00e9', '\\u00g9', '\n', '\u0001', ' ', 'ä'],
    ...['0', '-', '01', '1.5', '1.', '.5', '1e5', '1E+', '1e-7', 'true', 'nul', 'null', 'false', '\ufeff'],
  )
  const edited = fc
    .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.nat({ max: 3 }), piece)
    .map(([json, at, cut, text]) => {
      const start = at % (json.length + 1)
      return `${json.slice(0, start)}${text}${json.slice(start + cut)}`
    })
  const made = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
  const texts = fc.oneof(fc.json({ maxDepth: 4 }), edited, made)
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 40 }), (text, step) => {
      expect([text, isJson(text, step)]).toEqual([text, isParsed(text)])
    }),
    { numRuns: times(2000) },
  )
})

test.each([
  ['', false],
  [' {"a": [1, 2.5e-3, "x\\"y\\u0041", true, null, {}], "b": []} \n', true],
  ['{"a":1,}', false],
  ['[1,]', false],
  ['[1}', false],
  ['{"a"}', false],
  ['{1:2}', false],
  ['"a\nb"', false],
  ['"\\x"', false],
  ['"open', false],
  ['"open\\', false],
  ['1 2', false],
  ['-', false],
  ['1e', false],
])('JsonText says of %j: %s', (text, expected) => {
  expect([isJson(text, 1), isJson(text, 1000), isParsed(text)]).toEqual([expected, expected, expected])
})

test('JsonText reads brackets to any depth', () => {
  const depth = 100_000
  const deep = `${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`
  expect(isJson(deep, 4096)).toBe(true)
  expect(isJson(deep.slice(0, -1), 4096)).toBe(false)
  expect(isJson(`${deep}]`, 4096)).toBe(false)
})
