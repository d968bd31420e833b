import { dateFields, type FieldWriter } from './date-fields.ts'
import type { ZonedTime } from './zoned-time.ts'

/** One step through a pattern: a quoted text, two quotes that stand for one, a run of a letter, or any other character. */
const step = /''|'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']/gy

/** A pattern of Java's DateTimeFormatter, ready to be used. */
export class DatePattern {
  readonly #writers: readonly FieldWriter[]

  private constructor(writers: readonly FieldWriter[]) {
    this.#writers = writers
  }

  /** @returns what is wrong, in plain words, if it is no pattern */
  static parse(pattern: string): DatePattern | string {
    const writers: FieldWriter[] = []
    let end = 0
    for (const match of pattern.matchAll(step)) {
      end = match.index + match[0].length
      const writer = writerOf(match)
      if (typeof writer === 'string') return writer
      writers.push(writer)
    }
    return end === pattern.length ? new DatePattern(writers) : 'a single quote is not closed'
  }

  format(time: ZonedTime): string {
    let text = ''
    for (const writer of this.#writers) text += writer(time)
    return text
  }
}

function writerOf([whole, quoted, letter]: RegExpMatchArray): FieldWriter | string {
  if (whole === "''") return () => "'"
  if (quoted !== undefined) {
    const literal = quoted.replaceAll("''", "'")
    return () => literal
  }
  if (letter === undefined) return literalOf(whole)
  const field = Object.hasOwn(dateFields, letter) ? dateFields[letter]!(whole.length) : undefined
  return field ?? `${whole} is not a pattern of a date that this server knows`
}

/** Braces and `#` are reserved. Brackets are around what is optional, which a whole time always has. */
function literalOf(character: string): FieldWriter | string {
  if ('{}#'.includes(character)) return `the character ${character} is reserved`
  const literal = '[]'.includes(character) ? '' : character
  return () => literal
}
