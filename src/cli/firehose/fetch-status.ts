import type { FirehoseStatus } from '../../server/index.ts'
import { noMillrace, requestFailed } from '../errors.ts'
import { requestTimeoutMs } from '../sdk-clients.ts'

/** Where a server says how far its delivery streams have come. See docs/metrics.md. */
const path = '/_millrace/firehose'

/** @throws CLI_REQUEST_FAILED when nobody answers there, or one that does not know of this */
export async function fetchStatus(endpoint: URL): Promise<FirehoseStatus> {
  const answer = await ask(new URL(path, endpoint))
  const parsed: unknown = answer.ok ? parse(answer.text) : undefined
  if (!isStatus(parsed)) throw noMillrace(endpoint.origin)
  return parsed
}

async function ask(url: URL): Promise<{ ok: boolean; text: string }> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(requestTimeoutMs) })
    return { ok: response.ok, text: await response.text() }
  } catch (error) {
    throw requestFailed(reasonOf(error as Error))
  }
}

/** Of a connection that fails fetch says nothing but that it did; the system's reason is its cause. */
function reasonOf(error: Error): Error {
  return error.cause instanceof Error ? error.cause : error
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isStatus(parsed: unknown): parsed is FirehoseStatus {
  return (
    typeof parsed === 'object' &&
    parsed !== null &&
    'deliveryStreams' in parsed &&
    Array.isArray(parsed.deliveryStreams)
  )
}
