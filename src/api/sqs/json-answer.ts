import type { ApiResponse } from '../api-request.ts'
import type { BytesCall } from '../operation.ts'

/**
 * The answer of a call in JSON that is made while the disk is at work, once it is durable. No async function, which would be two promises more for each
 * request.
 */
export function answerWith(
  body: Buffer,
  done: Promise<void>,
  { protocol }: BytesCall,
  release?: () => void,
): Promise<ApiResponse> {
  const headers = { 'content-type': protocol.contentType }
  return done.then(() =>
    release === undefined ? { status: 200, headers, body } : { status: 200, headers, body, release },
  )
}
