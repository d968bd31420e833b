/** E.164: a plus and up to 15 digits, the first of which is no zero. Source: ITU-T E.164, 6. */
const number = /^\+?([1-9]\d{1,14})$/

/**
 * The number as E.164 writes it. AWS reads one without its plus as if it had it: https://github.com/aws/aws-sdk-js/issues/1217.
 * @returns undefined for what is no number
 */
export function phoneNumberOf(text: string): string | undefined {
  const digits = number.exec(text)?.[1]
  return digits === undefined ? undefined : `+${digits}`
}
