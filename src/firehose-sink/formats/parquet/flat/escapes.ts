import { isDigit } from './json-bytes.ts'

const letterU = 0x75

/** What a byte stands for after a backslash, 0 for those that stand for nothing. */
const escapes = new Uint8Array(256)
for (const [i, letter] of [...'"\\/bfnrt'].entries())
  escapes[letter.charCodeAt(0)] = '"\\/\b\f\n\r\t'.charCodeAt(i)

/**
 * @param at where a backslash is
 * @returns the character that it and what follows stand for; -1 for none, and for halves of one (surrogates)
 */
export function escapedAt(bytes: Uint8Array, at: number): number {
  const letter = bytes[at + 1]!
  if (letter !== letterU) return escapes[letter] || -1
  let code = 0
  for (let i = at + 2; i < at + 6; i++) {
    const digit = hexDigit(bytes[i]!)
    if (digit === -1) return -1
    code = code * 16 + digit
  }
  return code >= 0xd800 && code <= 0xdfff ? -1 : code
}

/** Of the escape at `at`, in bytes. */
export function escapeLength(bytes: Uint8Array, at: number): number {
  return bytes[at + 1] === letterU ? 6 : 2
}

function hexDigit(byte: number): number {
  if (isDigit(byte)) return byte - 48
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1
}

/** Writes a character below 2^16 in UTF-8. @returns where it ends */
export function writeUtf8(target: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    target[at] = code
    return at + 1
  }
  if (code < 0x800) {
    target[at] = 0xc0 | (code >> 6)
    target[at + 1] = 0x80 | (code & 0x3f)
    return at + 2
  }
  target[at] = 0xe0 | (code >> 12)
  target[at + 1] = 0x80 | ((code >> 6) & 0x3f)
  target[at + 2] = 0x80 | (code & 0x3f)
  return at + 3
}
