import type { Detector } from './managed-identifiers.ts'

export type DataDirection = 'Inbound' | 'Outbound'

/** What is done about data that is found. */
export type ProtectionOperation =
  | { readonly kind: 'deny' }
  /** Every character is replaced by this one; with an empty one the data is taken out. */
  | { readonly kind: 'replace'; readonly character: string }

export interface ProtectionStatement {
  readonly direction: DataDirection
  /** Of who publishes, or has subscribed; undefined: of everyone. */
  readonly accounts: ReadonlySet<string> | undefined
  readonly detectors: readonly Detector[]
  readonly operation: ProtectionOperation
}

/** The first of the types whose data is in the text. */
export function foundIn({ detectors }: ProtectionStatement, text: string): string | undefined {
  return detectors.find(({ pattern, isMatch }) => {
    for (const [match] of text.matchAll(pattern)) if (isMatch === undefined || isMatch(match)) return true
    return false
  })?.name
}

export function replacedIn({ detectors }: ProtectionStatement, text: string, character: string): string {
  return detectors.reduce(
    (left, { pattern, isMatch }) =>
      left.replace(pattern, (match) =>
        isMatch === undefined || isMatch(match) ? character.repeat(match.length) : match,
      ),
    text,
  )
}
