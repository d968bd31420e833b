const [quote, backslash] = [0x22, 0x5c]
const isOpening = (byte: number): boolean => byte === 0x7b || byte === 0x5b
const isClosing = (byte: number): boolean => byte === 0x7d || byte === 0x5d
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/**
 * The JSON objects in a record, one behind the other with or without space between them, as views of it. Finds where each ends, and
 * leaves what is in it to whoever parses it.
 * @returns undefined when there is anything else in it, or the last one does not end
 */
export function jsonObjectsIn(data: Buffer): Buffer[] | undefined {
  const objects: Buffer[] = []
  for (let at = 0; at < data.length; ) {
    if (isSpace(data[at]!)) {
      at++
      continue
    }
    if (data[at] !== 0x7b) return undefined
    const end = endOfValue(data, at)
    if (end === undefined) return undefined
    objects.push(data.subarray(at, end))
    at = end
  }
  return objects
}

function endOfValue(data: Buffer, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < data.length; at++) {
    const byte = data[at]!
    if (byte === quote) {
      at = endOfText(data, at)
    } else if (isOpening(byte)) depth++
    else if (isClosing(byte)) {
      depth--
      if (depth === 0) return at + 1
    }
  }
  return undefined
}

/** @returns where the closing quote is, or the end of the data */
function endOfText(data: Buffer, start: number): number {
  let at = start + 1
  while (at < data.length && data[at] !== quote) at += data[at] === backslash ? 2 : 1
  return at
}
