import type { ApiResponse } from '../../src/api/index.ts'

/** The body of an answer that is no stream, as a client gets it. */
export async function wholeBody({ body }: ApiResponse): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body, 'latin1')
  if (Buffer.isBuffer(body)) return Buffer.from(body)
  if (!('parts' in body)) throw new Error('a stream')
  const parts: Buffer[] = []
  for await (const part of body.parts) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}
