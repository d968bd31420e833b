/** Bodies up to this size are parsed as they are: nothing in so few bytes can take much memory. */
const uncheckedSizeMax = 64 * 1024

/**
 * Values in one body, lists and objects included, and so the nesting too. The largest request, 500 records with 3
 * members, has some 2,000.
 */
const valuesMax = 100_000

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const openBracket = 0x5b
const openBrace = 0x7b

/**
 * False for a text that would become far more objects than any request has: `JSON.parse` would make 800 MB and block
 * for seconds on 16 MiB of the worst of them. One pass over the bytes, about 1 ns each. Says nothing about validity.
 */
export function isWithinJsonBounds(body: Buffer): boolean {
  if (body.length <= uncheckedSizeMax) return true
  let values = 0
  for (let at = 0; at < body.length; at++) {
    switch (body[at]) {
      case quote:
        at = endOfString(body, at)
        break
      case openBracket:
      case openBrace:
      case comma:
        if (++values > valuesMax) return false
    }
  }
  return true
}

/** The position of the quote that closes the string opened at `start`, or the end of the body. */
function endOfString(body: Buffer, start: number): number {
  for (let at = start + 1; at < body.length; at++) {
    const byte = body[at]
    if (byte === quote) return at
    if (byte === backslash) at++
  }
  return body.length
}
