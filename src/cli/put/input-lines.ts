const newline = 0x0a

export type InputLine =
  | { readonly kind: 'line'; readonly bytes: Buffer }
  /** Its bytes were passed over: they could not be a record. */
  | { readonly kind: 'tooLong' }

/**
 * The lines of an input, as bytes, without their line feeds; a last one without a line feed too. Holds one line at the
 * most, and of one that is longer than `sizeMax` nothing.
 */
export async function* inputLines(chunks: AsyncIterable<Buffer>, sizeMax: number): AsyncGenerator<InputLine> {
  let parts: Buffer[] = []
  let size = 0
  const add = (part: Buffer) => {
    size += part.length
    if (size <= sizeMax) parts.push(part)
    else parts = []
  }
  const take = (): InputLine => {
    const line: InputLine =
      size > sizeMax ? { kind: 'tooLong' } : { kind: 'line', bytes: Buffer.concat(parts) }
    parts = []
    size = 0
    return line
  }
  let isOpen = false
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      add(chunk.subarray(from, end))
      yield take()
      from = end + 1
      isOpen = false
    }
    if (from < chunk.length) {
      add(chunk.subarray(from))
      isOpen = true
    }
  }
  if (isOpen) yield take()
}
