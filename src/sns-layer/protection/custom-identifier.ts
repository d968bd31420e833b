import { invalidDataProtection } from './errors.ts'
import type { Detector } from './managed-identifiers.ts'

/* Source: SNS Developer Guide, "Custom data identifiers". */
const nameForm = /^[A-Za-z0-9_-]{1,128}$/
const regexLengthMax = 200

/** Ways in which one place of a text can be tried: it bounds what a message costs. Ours; AWS refuses "too complicated" ones, too. */
const waysMax = 32

/**
 * What may stand in a custom expression: characters, classes, `.`, `\d`, `\w`, `\s` and escaped characters, each with `?`, `{n}` or `{n,m}` behind it, and `|`
 * at the top. There is no group and no repetition without end: so an expression tries a text in a bounded number of ways.
 */
const atom =
  /(?:[A-Za-z0-9 !"#%&',/:;<=>@_`~-]|\\[dDwWsS]|\\[^A-Za-z0-9\s]|\.|\[(?:[^\]\\[]|\\[dDwWsS]|\\[^A-Za-z0-9\s])+\])(?:\?|\{\d{1,3}(?:,\d{1,3})?\})?/y

/** @throws DATA_PROTECTION_POLICY_INVALID */
export function customIdentifier(name: string, regex: string): Detector {
  if (!nameForm.test(name))
    throw invalidDataProtection(`The name of a custom data identifier must match ${nameForm.source}`)
  if (regex === '' || regex.length > regexLengthMax) {
    throw invalidDataProtection(`The Regex of ${name} must have 1 to ${regexLengthMax} characters`)
  }
  if (regex.split('|').reduce((sum, part) => sum + waysOf(part, name), 0) > waysMax)
    throw tooComplicated(name)
  const pattern = compiled(regex, name)
  if (''.search(pattern) !== -1)
    throw invalidDataProtection(`The Regex of ${name} must not match an empty text`)
  return { name, pattern }
}

/** In how many ways a sequence of atoms can be tried at one place. */
function waysOf(sequence: string, name: string): number {
  let ways = 1
  for (let at = 0; at < sequence.length; at = atom.lastIndex) {
    atom.lastIndex = at
    const [text] = atom.exec(sequence) ?? []
    if (text === undefined) throw tooComplicated(name)
    if (text.length > 1 && text.endsWith('?') && text !== '\\?') ways *= 2
    const [, least, most] = /\{(\d+),(\d+)\}$/.exec(text) ?? []
    if (least !== undefined) ways *= Math.max(1, Number(most) - Number(least) + 1)
  }
  return ways
}

function compiled(regex: string, name: string): RegExp {
  try {
    return new RegExp(regex, 'g')
  } catch {
    throw invalidDataProtection(`The Regex of ${name} cannot be read`)
  }
}

const tooComplicated = (name: string) =>
  invalidDataProtection(
    `The Regex of ${name} is too complicated: characters, classes, ?, {n}, {n,m} and | are supported, and few ways to match`,
  )
