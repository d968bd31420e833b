const plus = 0x2b
const slash = 0x2f
const digitZero = 0x30
const equals = 0x3d
const upperA = 0x41
const lowerA = 0x61

/** How many bytes the base64 in `body[start, end)` stands for if it is base64 at all; -1 if its length rules that out. */
export function base64DataLength(body: Buffer, start: number, end: number): number {
  const length = end - start
  if (length % 4 !== 0) return -1
  return (length / 4) * 3 - paddingOf(body, start, end)
}

/**
 * Decodes the base64 in `body[start, end)` to `target[at]`, where `base64DataLength` bytes are free.
 * @returns false unless the text is canonical base64, exactly as the general path takes it: then what is in the
 *   target means nothing
 */
export function decodeBase64Into(
  body: Buffer,
  start: number,
  end: number,
  target: Buffer,
  at: number,
): boolean {
  if (start === end) return true
  // The decoder takes strings only, at the price of a copy.
  const text = body.toString('latin1', start, end)
  // It takes base64url as well, and skips what is no base64: then fewer bytes come out.
  if (text.includes('-') || text.includes('_')) return false
  const padding = paddingOf(body, start, end)
  const length = (text.length / 4) * 3 - padding
  if (target.write(text, at, length, 'base64') !== length) return false
  return padding === 0 || hasZeroTail(body[end - padding - 1]!, padding)
}

function paddingOf(body: Buffer, start: number, end: number): number {
  if (end - start < 4 || body[end - 1] !== equals) return 0
  return body[end - 2] === equals ? 2 : 1
}

/** The bits of the last character that reach past the last byte: 2 behind one `=`, 4 behind two. */
function hasZeroTail(lastCharacter: number, padding: number): boolean {
  return (sextetOf(lastCharacter) & (padding === 1 ? 0b11 : 0b1111)) === 0
}

function sextetOf(character: number): number {
  if (character >= lowerA) return character - lowerA + 26
  if (character >= upperA) return character - upperA
  if (character >= digitZero) return character - digitZero + 52
  return character === plus ? 62 : slash === character ? 63 : -1
}
