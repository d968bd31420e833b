import { invalidFilterPolicy } from './errors.ts'

/** Source: SNS Developer Guide, "Filter policy constraints", on wildcards. */
const wildcardsMax = 3

/** A pattern of characters and `*`, each of which stands for any number of characters. `\*` and `\\` are the characters themselves. */
export class Wildcard {
  /** What stands between the asterisks: one more than there are asterisks. */
  readonly #parts: readonly string[]

  /** @throws FILTER_POLICY_INVALID */
  constructor(pattern: string) {
    this.#parts = partsOf(pattern)
    if (this.#parts.length - 1 > wildcardsMax) {
      // Text ours.
      throw invalidFilterPolicy(
        `wildcard match pattern can not have more than ${wildcardsMax} wildcard characters`,
      )
    }
  }

  /** What a pattern counts towards the complexity of a policy. Source: SNS Developer Guide, "Filter policy constraints". */
  get points(): number {
    return this.#parts.length > 2 ? 3 : this.#parts.length - 1
  }

  /** Each part at the first place there is: that leaves the most for those behind it. Nothing is tried twice. */
  accepts(text: string): boolean {
    const parts = this.#parts
    const [first, last] = [parts[0]!, parts[parts.length - 1]!]
    if (parts.length === 1) return text === first
    if (!text.startsWith(first) || !text.endsWith(last)) return false
    const end = text.length - last.length
    let at = first.length
    for (let i = 1; i < parts.length - 1; i++) {
      const found = text.indexOf(parts[i]!, at)
      if (found === -1) return false
      at = found + parts[i]!.length
    }
    return at <= end
  }
}

function partsOf(pattern: string): string[] {
  const parts = ['']
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]
    if (character === '*') {
      if (pattern[i + 1] === '*') throw invalidFilterPolicy(`Consecutive wildcard characters at pos ${i + 1}`)
      parts.push('')
      continue
    }
    if (character === '\\' && pattern[++i] !== '*' && pattern[i] !== '\\') {
      throw invalidFilterPolicy(`Invalid escape character at pos ${i}`)
    }
    parts.push(`${parts.pop()}${pattern[i]}`)
  }
  return parts
}
