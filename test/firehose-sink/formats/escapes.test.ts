import { expect, test } from 'vitest'
import { escapedAt, writeUtf8 } from '../../../src/firehose-sink/formats/parquet/flat/escapes.ts'

/** The character of an escape, or -1 for what JSON.parse refuses and for half of one. */
function parsed(sequence: string): number {
  try {
    const text = JSON.parse(`"${sequence}"`) as string
    return text.length === 1 && text.isWellFormed() ? text.charCodeAt(0) : -1
  } catch {
    return -1
  }
}

test('an escape of any byte, and of any byte in the place of a digit, is the character that JSON.parse takes it for', () => {
  const latin1 = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
  const sequences = latin1.flatMap((letter) => [
    `\\${letter}`,
    ...['\\u$123', '\\u1$bA', '\\ud$00', '\\u00$9', '\\uFfe$'].map((form) => form.replace('$', () => letter)),
  ])
  const wrong = sequences.filter((one) => escapedAt(Buffer.from(one, 'latin1'), 0) !== parsed(one))
  expect(wrong).toEqual([])
})

test('every character below 2^16 that is a whole one is written as UTF-8 has it', () => {
  const written = Buffer.alloc(3 * 2 ** 16)
  let [size, text] = [0, '']
  for (let code = 0; code < 2 ** 16; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    size = writeUtf8(written, size, code)
    text += String.fromCharCode(code)
  }
  expect(written.subarray(0, size).equals(Buffer.from(text))).toBe(true)
})
