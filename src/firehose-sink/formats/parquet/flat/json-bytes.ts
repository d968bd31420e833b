/* JSON by its bytes (RFC 8259). All functions take where a value starts and where the record ends. */

export const quote = 0x22
export const backslash = 0x5c
export const comma = 0x2c
export const colon = 0x3a
export const minus = 0x2d
export const dot = 0x2e
export const openBrace = 0x7b
export const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
export const [zero, nine] = [0x30, 0x39]
export const [letterE, letterN, letterT, letterF] = [0x65, 0x6e, 0x74, 0x66]
const [upperLetterE, letterU, plus, space] = [0x45, 0x75, 0x2b, 0x20]

/** Values within values. Deeper records are left to JSON.parse. */
const depthMax = 32

const simpleEscapes = new Set([...'"\\/bfnrt'].map((letter) => letter.charCodeAt(0)))

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine
}

export function skipSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end) {
    const byte = bytes[at]!
    if (byte !== space && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
    at++
  }
  return at
}

/** @returns where the value ends, or -1 for what is no JSON or too deep */
export function skipValue(bytes: Uint8Array, at: number, end: number, depth = 0): number {
  switch (at < end ? bytes[at] : undefined) {
    case quote:
      return skipString(bytes, at, end)
    case openBrace:
      return depth < depthMax ? skipMembers(bytes, at, end, depth + 1) : -1
    case openBracket:
      return depth < depthMax ? skipElements(bytes, at, end, depth + 1) : -1
    case letterT:
      return skipWord(bytes, at, end, 'true')
    case letterF:
      return skipWord(bytes, at, end, 'false')
    case letterN:
      return skipWord(bytes, at, end, 'null')
    default:
      return skipNumber(bytes, at, end)
  }
}

/** @param from where its quote is */
export function skipString(bytes: Uint8Array, from: number, end: number): number {
  let at = from + 1
  while (at < end) {
    const byte = bytes[at]!
    if (byte === quote) return at + 1
    if (byte < space) return -1
    at = byte === backslash ? skipEscape(bytes, at, end) : at + 1
    if (at === -1) return -1
  }
  return -1
}

function skipEscape(bytes: Uint8Array, at: number, end: number): number {
  const letter = at + 1 < end ? bytes[at + 1]! : 0
  if (simpleEscapes.has(letter)) return at + 2
  if (letter !== letterU || at + 6 > end) return -1
  for (let i = at + 2; i < at + 6; i++) {
    const byte = bytes[i]!
    const lower = byte | 0x20
    if (!isDigit(byte) && !(lower >= 0x61 && lower <= 0x66)) return -1
  }
  return at + 6
}

export function skipWord(bytes: Uint8Array, at: number, end: number, word: string): number {
  if (at + word.length > end) return -1
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return -1
  return at + word.length
}

function skipNumber(bytes: Uint8Array, from: number, end: number): number {
  const whole = bytes[from] === minus ? from + 1 : from
  let at = skipDigits(bytes, whole, end)
  if (at === whole || (bytes[whole] === zero && at > whole + 1)) return -1
  if (at < end && bytes[at] === dot) {
    const fraction = at + 1
    at = skipDigits(bytes, fraction, end)
    if (at === fraction) return -1
  }
  if (at < end && (bytes[at] === letterE || bytes[at] === upperLetterE)) {
    const sign = at + 1 < end ? bytes[at + 1] : undefined
    const exponent = sign === plus || sign === minus ? at + 2 : at + 1
    at = skipDigits(bytes, exponent, end)
    if (at === exponent) return -1
  }
  return at
}

function skipDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && isDigit(bytes[at])) at++
  return at
}

function skipMembers(bytes: Uint8Array, from: number, end: number, depth: number): number {
  let at = skipSpace(bytes, from + 1, end)
  if (at < end && bytes[at] === closeBrace) return at + 1
  while (at < end && bytes[at] === quote) {
    at = skipString(bytes, at, end)
    if (at === -1) return -1
    at = skipSpace(bytes, at, end)
    if (at >= end || bytes[at] !== colon) return -1
    at = skipValue(bytes, skipSpace(bytes, at + 1, end), end, depth)
    if (at === -1) return -1
    at = skipSpace(bytes, at, end)
    if (at < end && bytes[at] === closeBrace) return at + 1
    if (at >= end || bytes[at] !== comma) return -1
    at = skipSpace(bytes, at + 1, end)
  }
  return -1
}

function skipElements(bytes: Uint8Array, from: number, end: number, depth: number): number {
  let at = skipSpace(bytes, from + 1, end)
  if (at < end && bytes[at] === closeBracket) return at + 1
  while (at < end) {
    at = skipValue(bytes, at, end, depth)
    if (at === -1) return -1
    at = skipSpace(bytes, at, end)
    if (at < end && bytes[at] === closeBracket) return at + 1
    if (at >= end || bytes[at] !== comma) return -1
    at = skipSpace(bytes, at + 1, end)
  }
  return -1
}
