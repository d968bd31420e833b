import type { ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'

/** Enough for the answers to a batch of ten, which have ids of up to 80 characters and an MD5. */
export const shortAnswerMax = 4096

/** Where a short answer is written before it becomes a text, in which such answers cost less. One call's, in one turn. */
export const shortAnswer = Buffer.allocUnsafeSlow(shortAnswerMax)

/** The answer to a call that was in JSON. */
export function jsonAnswer(
  { protocol }: BytesCall,
  body: Buffer | string,
  release?: () => void,
): ApiResponse {
  const answer = { status: 200, headers: { 'content-type': protocol.contentType }, body }
  return release === undefined ? answer : { ...answer, release }
}
