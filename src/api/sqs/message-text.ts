/*
 * What may be in a message: the characters that XML 1.0 has. Source: API reference of SendMessage, MessageBody.
 */
const allowed = '#x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/
const loneSurrogate = /\p{Surrogate}/u

/**
 * What is wrong with a text of a message: AWS's words for the first character that may not be in it; undefined if all may.
 * Source: https://github.com/asim/nitro-plugins/issues/437.
 * @param where `message body`
 */
export function forbiddenCharacter(text: string, where: string): string | undefined {
  const found = forbidden.exec(text) ?? (text.isWellFormed() ? null : loneSurrogate.exec(text))
  if (found === null) return undefined
  const code = found[0].charCodeAt(0).toString(16).toUpperCase()
  return `Invalid binary character '#x${code}' was found in the ${where}, the set of allowed characters is ${allowed}.`
}
