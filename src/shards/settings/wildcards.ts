/**
 * Whether `text` is what `pattern` describes: `*` stands for any characters, `?` for any one. Takes time of the product
 * of both lengths at the most, whatever the pattern: going back to the last `*` only is enough.
 */
export function matchesWildcards(text: string, pattern: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let starAt = 0
  while (at < text.length) {
    const expected = pattern[inPattern]
    if (expected === '*') {
      star = inPattern++
      starAt = at
    } else if (expected === '?' || expected === text[at]) {
      inPattern++
      at++
    } else if (star >= 0) {
      inPattern = star + 1
      at = ++starAt
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}
