/** Texts that came for several messages, bodies or receipt handles, where they came in: nothing of them is an object. */
export interface PlainTexts {
  readonly count: number
  /** In bytes of UTF-8. */
  sizeOf(i: number): number
  /** Whether JSON has nothing to escape in it. False is no promise. */
  isUnescaped(i: number): boolean
  /** @returns the position behind it */
  writeText(i: number, target: Buffer, at: number): number
}
