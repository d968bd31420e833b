import { serializationError } from './general-errors.ts'

/** Characters of a refused text that the error shows. */
const shownMax = 1024

/**
 * The bytes of a base64 text. Node's decoder skips what is not base64; AWS does not, and says what it found.
 * @throws AwsError SerializationException. The text for a wrong length is AWS's, as a user of DynamoDB has published it
 *   (https://github.com/victorquinn/dynasty/issues/30); how it ends, and the other two, are ours on its pattern
 */
export function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw serializationError(reasonAgainst(text))
  return bytes
}

/** Encodes without a copy of the bytes. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

function reasonAgainst(text: string): string {
  const shown = text.length <= shownMax ? text : `${text.slice(0, shownMax)}...`
  return `'${shown}' can not be converted to a Blob: ${flawOf(text)}`
}

function flawOf(text: string): string {
  if (text.length % 4 !== 0) {
    return `Base64 encoded length is expected a multiple of 4 bytes but found: ${text.length}`
  }
  const foreign = /[^A-Za-z0-9+/=]|=(?!=?$)/.exec(text)
  if (foreign !== null) return `Invalid Base64 character: '${foreign[0]}'`
  return 'Invalid last Base64 character'
}
