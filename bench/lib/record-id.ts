/*
 * Records that carry a number: data begins with 12 digits, which are 16 characters of base64 on their own, so that both
 * ends find it without decoding the rest.
 */
const digits = 12
export const idBase64Length = 16

export function base64OfId(id: number): string {
  return Buffer.from(String(id).padStart(digits, '0')).toString('base64')
}

/** The number whose base64 stands at `bytes[at]`. */
export function idAt(bytes: Buffer, at: number): number {
  return Number(Buffer.from(bytes.toString('latin1', at, at + idBase64Length), 'base64').toString('latin1'))
}
